/**
 * From names on a command line to one dependency graph: folders are walked, formats are found, events are lowered, and
 * the graphs of all inputs are merged.
 *
 * <p>Start at {@link io.fencedep.formats.load.InputLoader}. It prints nothing: what was passed over or could not be read
 * is in its result.
 */
@NullMarked
package io.fencedep.formats.load;

import org.jspecify.annotations.NullMarked;
