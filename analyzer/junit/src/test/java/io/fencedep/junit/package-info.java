/** The parts that need no agent; wirings are tested with real builds in the Maven plugin. */
@NullMarked
package io.fencedep.junit;

import org.jspecify.annotations.NullMarked;
