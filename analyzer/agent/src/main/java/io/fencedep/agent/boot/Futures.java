package io.fencedep.agent.boot;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls for completable futures and their stages. */
public final class Futures {
    private Futures() {}

    /**
     * Is about to complete a future. One whose time is over is completed by nobody: whoever comes too late for that would
     * have completed it.
     */
    public static void completes(CompletableFuture<?> future) {
        ThreadState thread = Threads.current();
        if (thread.busy || thread.expiring) {
            return;
        }
        Instance known = Fences.known(thread, future);
        if (known != null && (known.signals().expired || !Fences.isDone(future))) {
            Fences.signal(thread, known, known.lockClass);
            if (known.signals().expired) {
                known.asSignals().expired = false;
            }
            isOver(thread, known);
        }
        thread.seenDone.add(future);
    }

    /** One whose time may be over will be asked for by whoever comes too late for that. */
    private static void isOver(ThreadState thread, Instance future) {
        if (future.signals().expires == 0) {
            Instances.isOver(thread, future);
        }
    }

    /** Begins or ends to complete a future because its time is over. */
    public static void expiring(boolean begins, Object future) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            thread.expiring = begins;
        }
        Instance known = thread.busy || !begins ? null : Fences.known(thread, future);
        if (known != null) {
            known.asSignals().expired = true;
        }
    }

    /** A future was made that this code completes, as a task of a pool if it is one. */
    public static void made(@Nullable Object future, @Nullable Object code, Object task) {
        ThreadState thread = Threads.current();
        if (thread.busy || future == null || code == null) {
            return;
        }
        LockClass work;
        thread.busy = true;
        try {
            thread.shows(code);
            work = TaskClasses.of(code, thread.key());
            Instance runs = Instances.of(task, work, thread.key());
            if (work.name.startsWith(LockClasses.JDK_TASK)) {
                // The JDK's own, in a thread of its own.
                return;
            }
            String name = "future" + work.name.substring("task".length());
            Instance made = LockClasses.name(future, name, thread.key());
            made.asSignals().task = runs;
            create(thread, made);
        } finally {
            thread.busy = false;
        }
        ClassInits.handedOver(thread, code, work);
    }

    /** From here on others can wait for it. */
    static void create(ThreadState thread, Instance future) {
        if (future.lockClass.sample()) {
            thread.tell(Message.Kind.FENCE_CREATE, future, future.lockClass, null, null, 0, 0, 0);
        }
    }

    /** A future was made that passes on what two others come to, of those that are done when all of many are. */
    public static void relays(@Nullable Object future, @Nullable Object on) {
        depends(future, on, false);
    }

    /** A future was made that completes when another one has. */
    public static void depends(@Nullable Object future, @Nullable Object on) {
        depends(future, on, true);
    }

    private static void depends(@Nullable Object future, @Nullable Object on, boolean alone) {
        ThreadState thread = Threads.current();
        if (thread.busy || future == null || on == null || future == on) {
            return;
        }
        thread.busy = true;
        try {
            Instance source = Instances.known(on, thread.key());
            if (source == null) {
                return;
            }
            Instance dependent = Instances.known(future, thread.key());
            if (dependent == null) {
                // What only passes another one on has no code of its own: it goes by the name of its source.
                dependent = Instances.of(future, source.lockClass, thread.key());
            }
            if (alone) {
                Stages.comesAfter(dependent, on, source);
            }
            if (dependent.lockClass != source.lockClass && dependent.lockClass.dependsOn(source.lockClass)) {
                thread.tellDependence(dependent, source);
            }
        } finally {
            thread.busy = false;
        }
    }

    /** A future will be completed after a while, whatever happens. */
    public static void expires(Object future, long time, @Nullable TimeUnit unit) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, future);
        if (known != null && unit != null) {
            known.asSignals().expires = Math.max(1, unit.toNanos(time));
        }
    }

    /** Begins to wait for a future. A thread of a fork-join pool is replaced meanwhile. */
    public static void waits(Object future, long nanos) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : Fences.known(thread, future);
        if (known != null && !thread.sawDone(future)) {
            long expires = known.signals().expires;
            long bound = nanos >= 0 || expires == 0 ? nanos : Timeouts.ofNanos(expires);
            Fences.begin(thread, known, known.lockClass, given(thread, known), bound);
        }
    }

    /** What is known of a wait for this future. */
    private static int given(ThreadState thread, Instance future) {
        Instance task = future.signals().task;
        boolean before = thread.busy;
        thread.busy = true;
        try {
            return (thread.forkJoin ? How.HELPED : 0)
                    | (Handed.isBefore((task == null ? future : task).task().handed, thread) ? How.BEGUN : 0);
        } finally {
            thread.busy = before;
        }
    }

    /** Code begins at whose end this future is completed. */
    public static void sectionBegins(@Nullable Object future) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy || future == null ? null : Fences.known(thread, future);
        Instance task = known == null ? null : known.signals().task;
        if (known != null && task != null) {
            known.asTask().handed = task.task().handed;
            known.asSignals().task = null;
            Instances.isOver(thread, task);
        }
        if (!thread.busy) {
            thread.stages.begin(known, false);
            thread.sectionBegins(future, known == null ? null : known.lockClass);
        }
    }

    /** The section of this thread that began last is over. */
    public static void sectionEnds() {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            Instance known = thread.stages.end();
            thread.sectionEnds();
            if (known != null && known.get() instanceof CompletableFuture<?> future && Fences.isDone(future)) {
                isOver(thread, known);
            }
        }
    }
}
