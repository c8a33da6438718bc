/**
 * The fields of native events, whatever bytes they are written in: which event has which, which it must have, what values
 * they take, and where an {@link io.fencedep.core.model.Event} keeps them.
 *
 * <p>{@link io.fencedep.formats.fields.Shape} is where to start: one for each event of the trace format. No reading and
 * no writing happens here.
 */
@NullMarked
package io.fencedep.formats.fields;

import org.jspecify.annotations.NullMarked;
