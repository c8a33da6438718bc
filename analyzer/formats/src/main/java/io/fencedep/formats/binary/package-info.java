/**
 * The compact form of native traces: what JSON Lines say, in Smile, with every name and every shape of an event written
 * once.
 *
 * <p>A tour: {@code Layout} is one shape of an event, as it is written into the trace before the first event of that
 * shape; {@link io.fencedep.formats.binary.BinaryWriter} makes layouts as it meets new shapes, {@code BinaryReader} takes
 * them from the trace. The fields themselves are those of {@code formats.fields}. No other format may use it.
 */
@NullMarked
package io.fencedep.formats.binary;

import org.jspecify.annotations.NullMarked;
