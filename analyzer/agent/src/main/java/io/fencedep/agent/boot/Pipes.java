package io.fencedep.agent.boot;

import java.io.PipedInputStream;
import java.io.PipedReader;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for pipes between threads. A pipe is waited for by whoever finds it empty, and the room in it by
 * whoever finds it full, as in {@link Queues}. Both wait a second at a time, again and again.
 */
public final class Pipes {
    private Pipes() {}

    /** Whether this is a pipe, by the end that is read. */
    static boolean is(@Nullable Object object) {
        return object instanceof PipedInputStream || object instanceof PipedReader;
    }

    /** Is about to write, and waits if there is no room. */
    public static void writes(Object pipe) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, pipe);
        if (known != null) {
            thread.publishes();
            Fences.signal(thread, known, known.lockClass);
            Queues.waitsForRoom(thread, known, Timeouts.NONE);
        }
    }

    /** Nothing more will be written. */
    public static void ends(Object pipe) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, pipe);
        if (known != null) {
            Fences.signal(thread, known, known.lockClass);
        }
    }

    /** Is about to read, and waits if there is nothing. */
    public static void reads(Object pipe) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, pipe);
        if (known != null) {
            Fences.begin(thread, known, known.lockClass, 0, Timeouts.NONE);
        }
    }

    /** Waits no longer for anything to read, and has read it, unless it failed. */
    public static void hasRead(Object pipe, int success) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, pipe);
        if (known == null) {
            return;
        }
        if (thread.waiting != null) {
            Fences.end(thread, known, true);
        }
        if (success != 0 && !Queues.isFirst(thread, known)) {
            Queues.signalRoom(thread, known);
        }
    }
}
