/**
 * Text of the Linux kernel's ftrace, as {@code cat trace}, {@code trace_pipe} and {@code trace-cmd report} (also with
 * {@code -l}) print it.
 *
 * <p>{@link io.fencedep.formats.ftrace.FtraceText} takes lines, wherever they stand, {@code TextLine} cuts one into its parts,
 * {@code TaskTable} knows who did it, and {@code EventNames} which class understands its payload: {@code LockEvents} and
 * {@code ProbeEvents} for locks, {@code DmaFenceEvents}, {@code WorkqueueEvents} and so on, each with sample lines beside
 * its pattern. {@code Output} fills the common fields and hands events on. No step allocates once names are known.
 *
 * <p>The kernel prints work items twice, as events and as pseudo-locks: {@code WorkAnnotations} makes one thing of them.
 * What the names of locks give away about them is in {@code LockNames}.
 */
@NullMarked
package io.fencedep.formats.ftrace;

import org.jspecify.annotations.NullMarked;
