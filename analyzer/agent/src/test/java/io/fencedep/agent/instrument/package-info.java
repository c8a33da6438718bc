/** Tests of what is put into classes. */
@NullMarked
package io.fencedep.agent.instrument;

import org.jspecify.annotations.NullMarked;
