/**
 * Writes traces in RAPID's STD format, {@code THREAD|acq(LOCK)|PLACE}, which says less than fencedep's own: what it
 * cannot say is counted, not written. No reading happens here.
 */
@NullMarked
package io.fencedep.formats.stdwriter;

import org.jspecify.annotations.NullMarked;
