/**
 * Text of {@code perf script} about tracepoints and probes, with or without call stacks.
 *
 * <p>{@code PerfLine} cuts a line into its parts, {@code PerfScriptReader} goes through the lines; what an event means is
 * said by {@link io.fencedep.formats.ftrace.FtraceEvents}.
 */
@NullMarked
package io.fencedep.formats.perfscript;

import org.jspecify.annotations.NullMarked;
