/**
 * Programs that the agent's tests run in processes of their own. Each does one thing; its name says the verdict: {@code Bad}
 * can deadlock, though it does not when it runs, {@code Ok} cannot. None of them knows of fencedep.
 */
@NullMarked
package io.fencedep.programs;

import org.jspecify.annotations.NullMarked;
