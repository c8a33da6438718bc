package io.fencedep.samples.gpu;

import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.Recorder;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedAllocator;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedNotifier;
import io.fencedep.primitives.TrackedSpinLock;
import io.fencedep.primitives.TrackedWork;
import io.fencedep.primitives.WwClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated computer for one run of one program: memory, reservations, and tasks.
 *
 * <p>In a normal run the tasks come one after the other, so that nothing can hang. A run that is driven to hang starts them
 * together, lets them meet where each holds what the next one wants, and leaves no memory free.
 */
@SuppressWarnings("try") // What is opened ends by itself, and is not named in between.
final class Machine {
    private static final long PAGES = 64;
    private static final long LOOK_EVERY_MILLIS = 10;
    private static final int STILL_FOR = 15;
    private static final int LOOKS_ASLEEP = 5;

    final Recorder recorder;
    final TrackedAllocator memory;
    final WwClass reservations;
    /** Whether this run is driven to hang. */
    final boolean hangs;

    private final List<Thread> tasks = new ArrayList<>();
    private final Object meeting = new Object();
    private int arrived;

    @Nullable
    private volatile Throwable failure;

    Machine(Recorder recorder, boolean hangs) {
        this.recorder = recorder;
        this.hangs = hangs;
        memory = recorder.allocator(PAGES);
        reservations = recorder.wwClass("reservation_ww_class");
    }

    Buffer buffer() {
        return new Buffer(this);
    }

    Gpu gpu(String name, String ring) {
        return new Gpu(this, name, ring);
    }

    /** An MMU notifier that reclaim and allocations wait for. */
    TrackedNotifier mmuNotifier(Body whenCalled) {
        TrackedNotifier notifier = recorder.notifier("mmu_notifier", mayBlock -> {
            run(whenCalled);
            return true;
        });
        memory.addNotifier(notifier);
        return notifier;
    }

    /** A shrinker that frees nothing before it has done this. */
    void shrinker(Body whenCalled) {
        memory.addShrinker(() -> {
            run(whenCalled);
            memory.free(1);
            return 1;
        });
    }

    /** A page for whoever asks; the program does not care whether there was one. */
    void allocate(AllocFlags flags) throws InterruptedException {
        if (memory.alloc(1, flags)) {
            memory.free(1);
        }
    }

    /** A task: one thread of the kernel or of user space. The driver is whose code it runs; empty for the core. */
    Thread task(String name, String driver, Body body) {
        Thread thread = new Thread(
                () -> {
                    if (driver.isEmpty()) {
                        run(body);
                        return;
                    }
                    try (Scope code = recorder.driver(driver)) {
                        run(body);
                    }
                },
                name);
        thread.setDaemon(true);
        tasks.add(thread);
        return thread;
    }

    /** Waits until this thread waits for a primitive. */
    void asleep(Thread thread) throws InterruptedException {
        // For a moment it may wait for the recorder alone.
        for (int looks = 0; looks < LOOKS_ASLEEP; looks++) {
            until(() -> LockSupport.getBlocker(thread) != null);
            Thread.sleep(2);
            if (LockSupport.getBlocker(thread) == null) {
                looks = -1;
            }
        }
    }

    /** Looks again and again. */
    void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    /** Another thread takes a lock, and gives it back in so many milliseconds; it has it when this returns. */
    Thread holdFor(TrackedLock lock, long millis) throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        Thread holder = new Thread(
                () -> run(() -> {
                    lock.lock();
                    try {
                        taken.countDown();
                        Thread.sleep(millis);
                    } finally {
                        lock.unlock();
                    }
                }),
                "holder");
        holder.setDaemon(true);
        holder.start();
        taken.await();
        return holder;
    }

    /** In a run that is driven to hang, waits until so many tasks are here; they hold what the others will want. */
    void meet(int parties) throws InterruptedException {
        if (!hangs) {
            return;
        }
        synchronized (meeting) {
            arrived++;
            meeting.notifyAll();
            while (arrived < parties) {
                meeting.wait();
            }
        }
    }

    /** In a normal run, lets work run to its end before anything else happens; nobody waits for it in the program. */
    void letRun(TrackedWork work) throws InterruptedException {
        while (!hangs && !work.isDone()) {
            Thread.sleep(1);
        }
    }

    /** Runs all tasks; says who is still there when nothing has moved for a while, or time is up. */
    Outcome play(Duration limit) throws InterruptedException {
        if (hangs) {
            memory.alloc(memory.available(), AllocFlags.GFP_NOWAIT);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        List<String> stuck = new ArrayList<>();
        for (Thread task : tasks) {
            task.start();
            if (!hangs) {
                stuck.addAll(waitFor(List.of(task), deadline));
            }
        }
        if (hangs) {
            stuck.addAll(waitFor(tasks, deadline));
        }
        Throwable thrown = failure;
        if (thrown != null) {
            throw new IllegalStateException("a task of the program failed", thrown);
        }
        return new Outcome(stuck);
    }

    private static List<String> waitFor(List<Thread> threads, long deadline) throws InterruptedException {
        int still = 0;
        while (System.nanoTime() < deadline && still < STILL_FOR) {
            if (threads.stream().noneMatch(Thread::isAlive)) {
                return List.of();
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            boolean blocked = threads.stream().allMatch(Machine::isBlocked);
            still = blocked ? still + 1 : 0;
        }
        return threads.stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }

    /** Waiting without a time limit, spinning for a lock, or through. */
    private static boolean isBlocked(Thread thread) {
        if (LockSupport.getBlocker(thread) instanceof TrackedSpinLock) {
            return true;
        }
        return switch (thread.getState()) {
            case WAITING, BLOCKED, TERMINATED -> true;
            default -> false;
        };
    }

    /** Does it; a failure ends the program. */
    void run(Body body) {
        try {
            body.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failure = e;
        }
    }

    /**
     * How a run ended.
     *
     * @param stuck the names of the tasks that never came to their end; empty when all did
     */
    record Outcome(List<String> stuck) {
        boolean hung() {
            return !stuck.isEmpty();
        }
    }
}
