/**
 * Writes traces as Chrome's trace-event JSON, which Perfetto and about:tracing show on a timeline: one track for each
 * task, with what it holds and waits for, and the places of findings marked. No reading happens here.
 *
 * <p>{@link io.fencedep.formats.perfetto.PerfettoWriter} says what each event looks like; {@code Track} keeps the slices
 * of one task well nested, {@code TraceJson} knows the grammar.
 */
@NullMarked
package io.fencedep.formats.perfetto;

import org.jspecify.annotations.NullMarked;
