/**
 * Contracts: what a system promises whether or not a run shows it.
 *
 * <p>A {@link io.fencedep.core.contract.Contract} gives classes roles; {@link io.fencedep.core.contract.Priming} says
 * which dependencies it promises about a graph, and {@link io.fencedep.core.contract.RuleCheck} which of its rules the
 * graph breaks. Reading contract files is the formats' job, and making findings of all this is detection's.
 */
@NullMarked
package io.fencedep.core.contract;

import org.jspecify.annotations.NullMarked;
