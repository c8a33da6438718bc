/**
 * What the program under watch calls: hooks, and what they need to tell the known from the new.
 *
 * <p>These classes are given to the boot class loader of the host, where instrumented JDK classes find them. They use the JDK
 * only, take no lock on the known path, load no class there, and throw nothing. Analysis is elsewhere: it takes {@link
 * io.fencedep.agent.boot.Message messages} out of the {@link io.fencedep.agent.boot.Inbox}.
 */
@NullMarked
package io.fencedep.agent.boot;

import org.jspecify.annotations.NullMarked;
