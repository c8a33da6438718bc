package io.fencedep.core.lowering;

import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;

/**
 * What who looks at a running program knows beside its events.
 *
 * @param nobodyElse whether all that could still signal a fence waits itself, for ever; then a task that waits for a fence of
 *     which no owner is known is stuck as well, if others wait for what it holds or for its end: only they could have
 *     signalled it
 * @param crowded the names of the queues in which items wait for a place: these, too, could only signal when a task that has
 *     one goes on
 * @param awaited the names of tasks whose end is waited for by whoever started all of it
 * @param ended the names of tasks that ended without giving back what they hold, which nobody else can give back
 */
public record Watched(boolean nobodyElse, IntSet crowded, IntSet awaited, IntSet ended) {
    static final Watched NOTHING = new Watched(false, IntSets.EMPTY_SET, IntSets.EMPTY_SET, IntSets.EMPTY_SET);
}
