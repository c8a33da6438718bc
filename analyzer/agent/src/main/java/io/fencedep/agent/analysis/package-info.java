/**
 * Takes the messages of the hooks, tells them to the core as events, and writes reports. Runs in threads of its own, which
 * the hooks ignore.
 */
@NullMarked
package io.fencedep.agent.analysis;

import org.jspecify.annotations.NullMarked;
