/**
 * Puts the hooks into classes. Nothing here knows what becomes of what the hooks tell; nothing here adds a member to a
 * class or changes what it does.
 */
@NullMarked
package io.fencedep.agent.instrument;

import org.jspecify.annotations.NullMarked;
