/** Puts the agent together: options, instrumentation, analysis. The only package that knows all of them. */
@NullMarked
package io.fencedep.agent.start;

import org.jspecify.annotations.NullMarked;
