/**
 * Contracts: what a system promises whether or not a run shows it.
 *
 * <p>Contracts are plain values here; reading their YAML is the formats' job, and applying them is detection's.
 */
@NullMarked
package io.fencedep.core.contract;

import org.jspecify.annotations.NullMarked;
