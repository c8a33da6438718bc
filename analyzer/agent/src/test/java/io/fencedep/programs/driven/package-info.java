/**
 * Runs random programs along given schedules. The agent is told to leave this package out, and what goes on in it makes no
 * order that the agent knows.
 */
@NullMarked
package io.fencedep.programs.driven;

import org.jspecify.annotations.NullMarked;
