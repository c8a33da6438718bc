/**
 * The gate: which findings are new, which were accepted, and what a change brought.
 *
 * <p>Three things that people keep beside their code go in: a {@link io.fencedep.gate.Baseline} of known findings, {@link
 * io.fencedep.gate.Suppressions} with reasons, and the analysis of an earlier state for a {@link
 * io.fencedep.gate.Differential}. Out comes a {@link io.fencedep.gate.Verdict}, which reports print and commands, agents
 * and test frameworks fail by. Nothing here detects, and nothing here prints reports.
 */
@NullMarked
package io.fencedep.gate;

import org.jspecify.annotations.NullMarked;
