/**
 * The dependency graph: what one or many recordings have shown, ready to be saved, merged and searched.
 *
 * <p>Everything that detection, filters and contracts need is in here, so that a saved graph gives the same findings as
 * the recordings it came from. Counts and witnesses are kept per recording, which makes {@link
 * io.fencedep.core.graph.DependencyGraph#merge} associative, commutative and idempotent. Nothing here searches or judges,
 * and nothing here knows events.
 */
@NullMarked
package io.fencedep.core.graph;

import org.jspecify.annotations.NullMarked;
