/**
 * Lowering: what every event means in two verbs, hold and wait, and which dependencies follow.
 *
 * <p>Lowering takes events in order and fills a {@link io.fencedep.core.graph.DependencyGraph}. It knows no format and
 * judges nothing: what is a finding is detection's to say.
 */
@NullMarked
package io.fencedep.core.lowering;

import org.jspecify.annotations.NullMarked;
