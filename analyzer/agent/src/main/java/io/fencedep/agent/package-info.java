/**
 * The agent's entry, and the class loader that keeps the rest of it out of the program's sight. Nothing else may lie here:
 * what does is on the program's class path.
 */
@NullMarked
package io.fencedep.agent;

import org.jspecify.annotations.NullMarked;
