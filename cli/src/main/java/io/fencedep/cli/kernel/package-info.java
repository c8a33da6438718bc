/**
 * What to type to record a running kernel: what its tracefs offers, and the commands for that. Reads text files only;
 * changes nothing, runs nothing.
 */
@NullMarked
package io.fencedep.cli.kernel;

import org.jspecify.annotations.NullMarked;
