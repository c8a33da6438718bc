/**
 * The native trace format, version 1: JSON Lines, read and written.
 *
 * <p>A tour: {@code JsonLine} finds the fields of a line and checks that it is JSON; {@code formats.fields} says what each
 * field is and where an event keeps it, and which fields each event has; {@code EventDecoder} makes an event of a
 * line with these two, and {@link io.fencedep.formats.jsonl.JsonlWriter} a line of an event. What is here knows the text
 * of a trace and nothing of what events mean. No other format may use it.
 */
@NullMarked
package io.fencedep.formats.jsonl;

import org.jspecify.annotations.NullMarked;
