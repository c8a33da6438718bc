/**
 * Reads traces while they are written: from a pipe, from the kernel's trace_pipe, from a growing file.
 *
 * <p>{@link io.fencedep.formats.live.LiveReader} is the whole of it: bytes are fetched by a thread of their own ({@code
 * Pump}), so that whoever writes them never waits for an analysis, and the graph is handed on whenever it has grown, within
 * a bounded share of the time. It prints nothing, and looks for no findings.
 */
@NullMarked
package io.fencedep.formats.live;

import org.jspecify.annotations.NullMarked;
