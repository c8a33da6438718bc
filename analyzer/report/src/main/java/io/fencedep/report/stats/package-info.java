/** Figures about a dependency graph, for people who want to know what was recorded. */
@NullMarked
package io.fencedep.report.stats;

import org.jspecify.annotations.NullMarked;
