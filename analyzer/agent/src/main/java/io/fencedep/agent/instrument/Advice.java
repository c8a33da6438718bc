package io.fencedep.agent.instrument;

import org.jspecify.annotations.Nullable;

/**
 * What is done around a method of the JDK.
 *
 * @param entry first thing in it; null for nothing
 * @param exit before each return, with the result on top of the stack, to be left there; null for nothing
 * @param thrown when it ends with an exception; null for nothing
 */
record Advice(
        @Nullable Snippet entry,
        @Nullable Snippet exit,
        @Nullable Snippet thrown) {}
