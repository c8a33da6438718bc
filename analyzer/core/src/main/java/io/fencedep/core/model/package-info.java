/**
 * What a trace says: events, and the tables that give their names small integers.
 *
 * <p>Readers fill one reused {@link io.fencedep.core.model.Event}; everything behind them reads integers. Nothing here
 * knows what an event means: that is lowering's job. This package depends on no other package of the project and does
 * no I/O.
 */
@NullMarked
package io.fencedep.core.model;

import org.jspecify.annotations.NullMarked;
