/**
 * Reports of the kernel's lock validator in a kernel log, with the prefixes of {@code dmesg}, syslog and the journal.
 *
 * <p>{@code KernelLogReader} finds the reports, {@code Splat} holds the lines of one and knows its parts, and
 * {@code SplatEvents} says in events what the validator saw, so that the same finding comes out, with the stacks that the
 * log has. All other lines of a log mean nothing here.
 */
@NullMarked
package io.fencedep.formats.kernellog;

import org.jspecify.annotations.NullMarked;
