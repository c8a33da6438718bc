/**
 * A dependency graph as things to draw: classes with a kind, dependencies as edges between them, what a finding makes
 * stand out. Every picture and exchange format of graphs is made from a {@link io.fencedep.report.graph.Drawing}.
 */
@NullMarked
package io.fencedep.report.graph;

import org.jspecify.annotations.NullMarked;
