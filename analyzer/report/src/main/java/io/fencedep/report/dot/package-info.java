/** Dependency graphs as pictures, in the language of Graphviz. */
@NullMarked
package io.fencedep.report.dot;

import org.jspecify.annotations.NullMarked;
