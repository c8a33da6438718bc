/**
 * What the program under watch calls: hooks, and what they need to tell the known from the new.
 *
 * <p>These classes are given to the boot class loader of the host, where instrumented JDK classes find them. They use the JDK
 * only, take no lock on the known path, load no class there, and throw nothing. Analysis is elsewhere: it takes {@link
 * io.fencedep.agent.boot.Message messages} out of the {@link io.fencedep.agent.boot.Inbox}.
 *
 * <p>What one thread holds is five classes, each built on the one before: {@code HeldPaths} answers questions about it, {@code
 * ToldHolds} knows what the analysis was told, {@code Holds} changes it, {@code Waits} gives locks back for the time of a wait,
 * and {@link io.fencedep.agent.boot.ThreadState} knows what else the thread does. Other threads look at it through {@link
 * io.fencedep.agent.boot.ThreadView}. Hooks are in {@link io.fencedep.agent.boot.Hooks} for locks, else in a class named after
 * what they are for: {@code Fences}, {@code Queues}, {@code Tasks}, {@code Pools}, {@code ClassInits} and so on.
 */
@NullMarked
package io.fencedep.agent.boot;

import org.jspecify.annotations.NullMarked;
