/**
 * Locks, fences, allocators, notifiers, work and pages that behave as the real thing and record what they do.
 *
 * <p>Begin with {@link io.fencedep.primitives.Recorder}: it makes all the others, and gives the findings so far. Everything
 * here speaks to the analysis in the events of a trace, so that a program and its trace give the same findings. Nothing
 * here knows a file format: who wants a trace brings a sink.
 */
@NullMarked
package io.fencedep.primitives;

import org.jspecify.annotations.NullMarked;
