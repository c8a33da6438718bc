package io.fencedep.agent.boot;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Phaser;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for what is waited for and signalled: latches, futures; and what the like of it share
 * with them: {@link Notifications}, {@link Barriers}, {@link Queues}, {@link Semaphores}. What no construction site has
 * named is left alone: its class would be that of all its kind.
 */
public final class Fences {
    private Fences() {}

    /** Begins to wait for a fence. */
    public static void waitBegins(Object fence, long nanos) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : known(thread, fence);
        if (known != null && !thread.sawDone(fence) && !isOpened(thread, fence, known)) {
            begin(thread, known, known.lockClass, 0, nanos);
        }
    }

    /** Whether this thread knows of all that count a latch down. */
    private static boolean isOpened(ThreadState thread, Object fence, Instance known) {
        return fence instanceof CountDownLatch && known.capacity > 1 && thread.seenDone.parts(fence) >= known.capacity;
    }

    /** The wait is over, in whatever way. */
    public static void waitEnds(Object fence) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        ThreadState.Waiting waiting = thread.waiting;
        if (waiting != null) {
            // What is done may be forgotten by now.
            Instance waited = waiting.subject();
            Instance known = waited != null && waited.refersTo(fence) ? waited : known(thread, fence);
            if (known != null) {
                end(thread, known, true);
            }
        }
        if (isDone(fence)) {
            thread.seenDone.add(fence);
            if (fence instanceof CompletableFuture<?>) {
                Instance known = known(thread, fence);
                thread.seenDone.addAfter(known == null ? null : known.signals().after);
            }
        }
    }

    /** Whether it can be done but once, and is. */
    static boolean isDone(Object fence) {
        try {
            return fence instanceof CountDownLatch latch
                    ? latch.getCount() == 0
                    : fence instanceof Future<?> future && future.isDone();
        } catch (RuntimeException | Error e) {
            // A program's own kind may answer in any way.
            return false;
        }
    }

    /** Is about to signal a fence. */
    public static void signalled(Object fence) {
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : known(thread, fence);
        if (known != null) {
            signal(thread, known, known.lockClass);
        }
    }

    /** A future was asked whether it is done. */
    public static void asked(boolean done, Object future) {
        if (done) {
            ThreadState thread = Threads.current();
            if (!thread.busy) {
                thread.seenDone.found(future, thread.sequence());
            }
        }
    }

    /** Is about to count a latch down. */
    public static void countDown(CountDownLatch latch) {
        if (isDone(latch)) {
            return;
        }
        ThreadState thread = Threads.current();
        Instance known = thread.busy ? null : known(thread, latch);
        if (known == null) {
            return;
        }
        int part = known.asSignals().number();
        int left = known.capacity - part;
        if (left > 0) {
            signal(thread, known, known.lockClass, known.generation, left);
        } else {
            signal(thread, known, known.lockClass);
            Instances.isOver(thread, known);
        }
        if (known.capacity == 1) {
            // Of several that count it down, another one may be the last in another run.
            thread.seenDone.add(latch);
        } else if (known.capacity > 1) {
            thread.seenDone.add(latch, part);
        }
    }

    // ---- common

    /** A queue was made inside of something, which has no name of its own. */
    public static void madeInside(Object queue, Object outer) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            String name = LockClasses.place(outer.getClass().getSimpleName(), new Trace());
            made(thread, LockClasses.name(queue, name, thread.key()), queue);
        } finally {
            thread.busy = false;
        }
    }

    /**
     * The name of what is to be completed once, by who makes it: helpers that hand a task to whatever pool and await it make
     * one latch after the other at the same place, and what a task of one pool awaits is not what awaits that task.
     */
    static String inContext(ThreadState thread, Object object, String name) {
        if (object instanceof CountDownLatch || object instanceof CompletableFuture<?>) {
            Pool pool = thread.pool();
            if (pool != null && pool.capacity() > 0) {
                return name + " of " + pool.name();
            }
        }
        return name;
    }

    /** Something was made that can be waited for. A program's own kind may not be ready to be asked what it is. */
    static void made(ThreadState thread, Instance instance, Object object) {
        try {
            ask(thread, instance, object);
        } catch (RuntimeException | Error e) {
            if (object instanceof CountDownLatch) {
                Futures.create(thread, instance);
            }
        }
    }

    private static void ask(ThreadState thread, Instance instance, Object object) {
        if (object instanceof CountDownLatch latch) {
            instance.capacity = (int) Math.min(1 << 20, latch.getCount());
        } else if (object instanceof CyclicBarrier barrier) {
            instance.capacity = barrier.getParties();
            return;
        } else if (object instanceof Semaphore semaphore) {
            instance.capacity = Math.max(1, semaphore.availablePermits());
            if (semaphore.availablePermits() == 0) {
                instance.startsEmpty = true;
                instance.handedOver = true;
            } else {
                // Whoever takes one of these waits for nobody: as good as a signal that waits for nothing.
                signal(thread, instance, Semaphores.permitsOf(instance));
                return;
            }
        } else if (object instanceof BlockingQueue<?> queue) {
            Queues.made(instance, queue);
            return;
        } else if (Pipes.is(object)) {
            Queues.madeBounded(instance, object);
            return;
        } else if (!(object instanceof CompletableFuture<?>)) {
            if (object instanceof Condition) {
                instance.lockClass.condition = true;
                instance.asSignals().guardedBy(thread.guardOf(object));
            } else if (Publishers.are(object.getClass())) {
                Queues.madeBounded(instance, object);
            }
            return;
        }
        Futures.create(thread, instance);
    }

    static @Nullable Instance known(ThreadState thread, Object object) {
        thread.busy = true;
        try {
            return Instances.known(object, thread.key());
        } finally {
            thread.busy = false;
        }
    }

    /** Tells that a wait begins, unless that is known; whether it was told. */
    static boolean begin(ThreadState thread, Instance fence, LockClass fenceClass, int given, long nanos) {
        return begin(thread, fence, fenceClass, given, nanos, isOnce(fence.get()) ? 0 : fence.generation);
    }

    /** Whether it is signalled but once, so that whoever comes late has waited for that very signal. */
    private static boolean isOnce(@Nullable Object fence) {
        return fence instanceof CountDownLatch
                || fence instanceof CompletableFuture<?>
                || fence instanceof FutureTask<?>;
    }

    static boolean begin(
            ThreadState thread, Instance fence, LockClass fenceClass, int given, long nanos, int generation) {
        if (nanos == 0) {
            return false;
        }
        int how = (nanos > 0 ? given | How.TIMED : given) | (needsNoPlace(thread, fence) ? How.HELPED : 0);
        thread.busy = true;
        try {
            thread.awaited++;
            thread.waiting = new ThreadState.Waiting(Message.Kind.FENCE_WAIT, fence, fenceClass, null, how);
            if (!ThreadState.everything && !thread.isNewWait(fenceClass, how) && !fenceClass.sample()) {
                return false;
            }
            ThreadState.waits++;
            thread.toldWait = true;
            Trace trace = new Trace();
            trace.timeout = nanos;
            thread.tell(Message.Kind.FENCE_WAIT, fence, fenceClass, null, trace, generation, how, 0);
            thread.waitGeneration = generation;
            return true;
        } finally {
            thread.busy = false;
        }
    }

    /**
     * Whether this is a latch that those who wait for it count down themselves, and the pool has room for all of them: then one
     * that is missing never waits for a place of those.
     */
    private static boolean isMetInPool(ThreadState thread, Instance latch) {
        Object object = latch.capacity > 1 ? latch.get() : null;
        if (!(object instanceof CountDownLatch) || thread.seenDone.parts(object) == 0) {
            return false;
        }
        Pool pool = thread.pool();
        return pool != null && pool.capacity() >= latch.capacity;
    }

    /**
     * Whether it needs no place of its pool meanwhile: a fork-join pool lets another thread run while one waits for what is
     * built on conditions.
     */
    private static boolean needsNoPlace(ThreadState thread, Instance fence) {
        if (!thread.forkJoin) {
            return isMetInPool(thread, fence);
        }
        Object object = fence.get();
        return thread.managed > 0
                || object instanceof Condition
                || object instanceof BlockingQueue<?>
                || object instanceof CyclicBarrier
                || object instanceof Phaser;
    }

    static void end(ThreadState thread, Instance fence, boolean told) {
        thread.busy = true;
        try {
            ThreadState.Waiting waiting = thread.waiting;
            thread.waiting = null;
            if (told && thread.toldWait && waiting != null) {
                thread.toldWait = false;
                LockClass known = waiting.subjectClass();
                LockClass fenceClass = known == null ? fence.lockClass : known;
                thread.tell(Message.Kind.FENCE_WAITED, fence, fenceClass, null, null, thread.waitGeneration, 0, 0);
            }
        } finally {
            thread.busy = false;
        }
    }

    static void signal(ThreadState thread, Instance fence, LockClass fenceClass) {
        int generation = fence.generation;
        fence.generation = generation + 1;
        signal(thread, fence, fenceClass, generation);
    }

    static void signal(ThreadState thread, Instance fence, LockClass fenceClass, int generation) {
        signal(thread, fence, fenceClass, generation, 0);
    }

    /** @param left how many more such signals it takes */
    private static void signal(ThreadState thread, Instance fence, LockClass fenceClass, int generation, int left) {
        boolean before = thread.busy;
        thread.busy = true;
        try {
            if (ThreadState.everything || fenceClass.sample()) {
                thread.tell(Message.Kind.FENCE_SIGNAL, fence, fenceClass, null, new Trace(), generation, 0, left);
                thread.steps();
            }
        } finally {
            thread.busy = before;
        }
    }
}
