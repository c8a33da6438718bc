/**
 * The command line: each command reads its options, calls what does the work, and says how it ended.
 *
 * <p>{@link io.fencedep.cli.Main} starts it. Results go to standard output, everything else to standard error; exit
 * statuses are those of {@link io.fencedep.cli.ExitStatus}.
 */
@NullMarked
package io.fencedep.cli;

import org.jspecify.annotations.NullMarked;
