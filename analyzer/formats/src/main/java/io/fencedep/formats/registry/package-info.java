/**
 * The one list of formats, and the choice among them by content or by name. Depends on every format; no format depends
 * on it.
 */
@NullMarked
package io.fencedep.formats.registry;

import org.jspecify.annotations.NullMarked;
