/**
 * Random programs in Java of which every schedule is tried in a model, so that it is known whether they can deadlock. Each
 * runs under the agent along one schedule in which it does not, and what the agent says is held against the truth.
 */
@NullMarked
package io.fencedep.agent.schedules;

import org.jspecify.annotations.NullMarked;
