/**
 * Findings: what in a dependency graph can deadlock, how sure that is, and what speaks against it.
 *
 * <p>Detection reads a graph and the chosen contracts and returns sorted, canonical values. It prints nothing, changes no
 * graph and knows no recording format.
 */
@NullMarked
package io.fencedep.core.detect;

import org.jspecify.annotations.NullMarked;
