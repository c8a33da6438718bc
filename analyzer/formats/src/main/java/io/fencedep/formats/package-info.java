/**
 * The frame that all input formats share: a {@link io.fencedep.formats.TraceSource} gives bytes, a
 * {@link io.fencedep.formats.LineReader} gives lines, an {@link io.fencedep.formats.InputFormat} makes events or a graph
 * of them, and {@link io.fencedep.formats.ReadStats} keeps what was passed over.
 *
 * <p>No format lives here: each has a package of its own below, which depends on this one and on no other format.
 * Which formats there are is said in {@code io.fencedep.formats.registry} alone. Nothing here knows what an event means.
 */
@NullMarked
package io.fencedep.formats;

import org.jspecify.annotations.NullMarked;
