/**
 * From one trace to another: reads in any format and writes in another, event by event.
 *
 * <p>{@link io.fencedep.formats.convert.OutputFormat} lists what can be written, {@link
 * io.fencedep.formats.convert.Converter} does it. Files are the caller's business, and so is
 * telling people.
 */
@NullMarked
package io.fencedep.formats.convert;

import org.jspecify.annotations.NullMarked;
