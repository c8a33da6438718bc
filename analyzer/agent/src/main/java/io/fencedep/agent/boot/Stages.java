package io.fencedep.agent.boot;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What a thread knows to be done because it runs code that comes after it: a stage of a future, whose sources are done, and all
 * that these came after. To wait for one of those in that code waits for nothing, in any run.
 */
public final class Stages {
    private static final int DEPTH = 16;
    private static final int CHAIN = 32;
    private static final int MANY = 4_096;

    private final @Nullable Instance[] sources = new Instance[DEPTH];
    /** Whether the source itself is done, and not only what it comes after. */
    private final boolean[] done = new boolean[DEPTH];

    private int depth;

    /** A stage begins to run at whose end this future is done. */
    void begin(@Nullable Instance future, boolean isDone) {
        if (depth < DEPTH) {
            sources[depth] = future;
            done[depth] = isDone;
        }
        depth++;
    }

    /** The innermost stage is over; its future, as far as that is known. */
    @Nullable
    Instance end() {
        Instance ended = null;
        if (depth > 0 && --depth < DEPTH) {
            ended = sources[depth];
            sources[depth] = null;
        }
        return ended;
    }

    boolean tell(Object future) {
        if (depth == 0) {
            return false;
        }
        int identity = System.identityHashCode(future);
        for (int i = Math.min(depth, DEPTH) - 1; i >= 0; i--) {
            Instance source = sources[i];
            if (source != null
                    && (done[i] && source.identity() == identity
                            || source.signals().isAfter(identity))) {
                return true;
            }
        }
        return false;
    }

    /** A stage is put behind a future, and behind another one if there are two; it runs at once if these are done. */
    public static void attaches(Object future, @Nullable Object other) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.stages.begin(Fences.known(thread, future), true);
            thread.stages.begin(other == null ? null : Fences.known(thread, other), true);
        }
    }

    /** The stage is there, or has run. */
    public static void attached() {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.stages.end();
            thread.stages.end();
        }
    }

    /** A future was made that is done when all of these are. */
    public static void all(Object future, @Nullable Object @Nullable [] sources) {
        ThreadState thread = Threads.current();
        if (thread.busy || sources == null || sources.length > MANY) {
            return;
        }
        thread.busy = true;
        try {
            int[] known = null;
            Instance first = null;
            for (Object each : sources) {
                if (each != null) {
                    Instance source = Instances.known(each, thread.key());
                    known = with(
                            known, source == null ? null : source.signals().after, System.identityHashCode(each), MANY);
                    first = first == null ? source : first;
                }
            }
            Instance made = Instances.known(future, thread.key());
            if (made == null && first != null) {
                made = Instances.of(future, first.lockClass, thread.key());
            }
            if (made != null) {
                made.asSignals().after = known;
            }
        } finally {
            thread.busy = false;
        }
    }

    /** A future is done only when this source is. */
    static void comesAfter(Instance future, Object source, Instance known) {
        future.asSignals().after =
                with(future.signals().after, known.signals().after, System.identityHashCode(source), CHAIN);
    }

    /** A future is completed by whoever wants it to be, whatever it was to come after. */
    public static void completedByHand(CompletableFuture<?> future) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, future);
        if (known != null) {
            known.asSignals().after = null;
        }
    }

    /** The latest of all of these, as many as are kept. */
    private static int[] with(int @Nullable [] some, int @Nullable [] others, int one, int most) {
        int[] mine = some == null ? new int[0] : some;
        int[] theirs = others == null ? new int[0] : others;
        int[] all = Arrays.copyOf(theirs, theirs.length + mine.length + 1);
        System.arraycopy(mine, 0, all, theirs.length, mine.length);
        all[all.length - 1] = one;
        return all.length <= most ? all : Arrays.copyOfRange(all, all.length - most, all.length);
    }
}
