package io.fencedep.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The states of all threads that did anything worth knowing, for as long as their threads can be reached. */
public final class Threads {
    private static final ConcurrentHashMap<Object, ThreadState> ALL = new ConcurrentHashMap<>(256);
    private static final ReferenceQueue<Thread> DEAD = new ReferenceQueue<>();

    private static final class Current extends ThreadLocal<ThreadState> {
        @Override
        protected ThreadState initialValue() {
            return of(Thread.currentThread());
        }
    }

    private static final Current CURRENT = new Current();

    /** The one that runs the program's main method; null until that is known. */
    private static volatile @Nullable ThreadState main;

    private Threads() {}

    /** The program's main method will be called by the current thread. */
    public static void beginsHere() {
        main = of(Thread.currentThread());
    }

    /** Whether this is the thread that runs the program's main method. */
    public static boolean isMain(ThreadState thread) {
        return thread.equals(main);
    }

    static ThreadState current() {
        return CURRENT.get();
    }

    /** Whether a map is the one that the states are in: who changes it may be about to get a state of its own. */
    static boolean areIn(Object map) {
        return map == ALL;
    }

    /** The state of this thread. */
    public static ThreadState of(Thread thread) {
        @Nullable ThreadState known = ALL.get(new Instance.Key().of(thread));
        if (known != null) {
            return known;
        }
        ThreadState made = new ThreadState(thread, System.identityHashCode(thread), DEAD);
        ThreadState other = ALL.putIfAbsent(made, made);
        return other == null ? made : other;
    }

    /** From here on nothing that this thread does is recorded. */
    public static void ignore(Thread thread) {
        of(thread).ignore();
    }

    /** Records nothing of the current thread for a while; what {@link #resume} needs is the answer. */
    public static boolean pause() {
        ThreadState thread = current();
        boolean before = thread.busy;
        thread.busy = true;
        return before;
    }

    /** Ends what {@link #pause} began. */
    public static void resume(boolean before) {
        current().busy = before;
    }

    /** All states, those of threads that ended and can still be reached included. */
    public static Collection<ThreadState> all() {
        return ALL.values();
    }

    /** Forgets threads that nobody can reach any more; for the analysis thread. */
    public static void sweep() {
        for (Reference<?> dead = DEAD.poll(); dead != null; dead = DEAD.poll()) {
            ALL.remove(dead);
        }
    }
}
