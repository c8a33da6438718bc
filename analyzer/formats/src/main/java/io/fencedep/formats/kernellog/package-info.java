/**
 * What a kernel log tells, with the prefixes of {@code dmesg}, syslog and the journal: reports of the kernel's lock validator,
 * tasks that hang and the locks that they hold, and the trace buffer that the kernel printed.
 *
 * <p>{@code KernelLogReader} finds the reports, {@code Splat} holds the lines of one and knows its parts, and
 * {@code SplatEvents} says in events what the validator saw, so that the same finding comes out, with the stacks that the
 * log has. {@code HeldLocks} does so for tasks that hang. {@code FtraceDump} hands lines of a trace buffer to
 * {@link io.fencedep.formats.ftrace.FtraceText}. All other lines of a log mean nothing here.
 */
@NullMarked
package io.fencedep.formats.kernellog;

import org.jspecify.annotations.NullMarked;
