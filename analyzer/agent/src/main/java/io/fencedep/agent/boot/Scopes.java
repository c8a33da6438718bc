package io.fencedep.agent.boot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for scopes of tasks ({@code StructuredTaskScope}). */
public final class Scopes {
    /** States of a scope. */
    private static final int JOINED = 3;

    private static final int CLOSED = 4;

    private Scopes() {}

    /** A scope is about to make a task of this code, which it wraps. */
    public static void forks(@Nullable Object code) {
        Threads.current().forking = code;
    }

    /** A scope has made a task of this code, or of what the thread has given it to wrap. */
    public static void forked(Object task, @Nullable Object code) {
        ThreadState thread = Threads.current();
        Object wrapped = thread.forking;
        thread.forking = null;
        Tasks.made(task, wrapped == null ? code : wrapped);
    }

    /** A scope will not wait longer than so for its tasks. */
    public static void expires(Object scope, Duration timeout) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, scope);
        if (known != null) {
            known.asSignals().expires = Math.max(1, TimeUnit.NANOSECONDS.convert(timeout));
        }
    }

    /** Is about to wait for all tasks of a scope. */
    public static void joinsAll(Object scope) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, scope);
        if (known != null) {
            Pools.drains(
                    scope, known.signals().expires == 0 ? Timeouts.NONE : Timeouts.ofNanos(known.signals().expires));
        }
    }

    /**
     * Is about to leave a scope, and waits for the tasks that it has not waited for yet: those that were told to give up.
     *
     * @param state in which it is, as the JDK counts: from this one on all was waited for
     */
    public static void closes(Object scope, int state, boolean cancelled) {
        if (state != CLOSED && (state != JOINED || cancelled)) {
            Pools.drains(scope, Timeouts.NONE);
        }
    }
}
