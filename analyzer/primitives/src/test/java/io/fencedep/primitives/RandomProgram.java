package io.fencedep.primitives;

import io.fencedep.core.model.AllocScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A random program of a few threads whose steps come one after the other, so that it does the same each time. It never takes
 * what is not free, and whoever waits for a fence is woken later.
 */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"})
final class RandomProgram {
    /** A lock as one thread may take it. */
    private static final class Choice {
        final Lock lock;
        /** Which lock it is, and whether for readers. */
        final int number;

        final boolean shared;

        Choice(Lock lock, int number, boolean shared) {
            this.lock = lock;
            this.number = number;
            this.shared = shared;
        }
    }

    private static final class Actor {
        final ExecutorService thread;
        final List<Choice> held = new ArrayList<>();
        final List<Scope> scopes = new ArrayList<>();
        Future<?> asleep;
        TrackedFence sleepsOn;

        Actor(String name) {
            thread = Executors.newSingleThreadExecutor(body -> new Thread(body, name));
        }
    }

    private final Recorder recorder;
    private final Random random;
    private final List<Actor> actors = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();
    private final Map<Integer, Actor> writers = new HashMap<>();
    private final Map<Integer, List<Actor>> readers = new HashMap<>();
    private final List<TrackedFence> open = new ArrayList<>();
    private final TrackedAllocator allocator;
    private final TrackedQueue queue;
    private final TrackedNotifier notifier;

    RandomProgram(Recorder recorder, long seed) {
        this.recorder = recorder;
        this.random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            actors.add(new Actor("actor " + "abc".charAt(i)));
        }
        int locks = 3 + random.nextInt(4);
        for (int i = 0; i < locks; i++) {
            String className = "class " + "xyz".charAt(random.nextInt(3));
            if (random.nextInt(4) == 0) {
                TrackedReadWriteLock lock = recorder.readWriteLock(className + " rw");
                choices.add(new Choice(lock.readLock(), i, true));
                choices.add(new Choice(lock.writeLock(), i, false));
            } else {
                choices.add(new Choice(recorder.lock(className), i, false));
            }
        }
        allocator = recorder.allocator(1 << 20);
        queue = recorder.queue("queue", 1);
        notifier = recorder.notifier(random.nextBoolean() ? "mmu_notifier" : "move_notify", mayBlock -> {
            takeAndGiveBack(choices.get(0));
            return true;
        });
    }

    void run(int steps) throws Exception {
        try {
            for (int i = 0; i < steps; i++) {
                step();
            }
            finish();
        } finally {
            actors.forEach(actor -> actor.thread.shutdownNow());
            queue.close();
        }
    }

    private void step() throws Exception {
        Actor actor = actors.get(random.nextInt(actors.size()));
        if (actor.asleep != null) {
            if (random.nextInt(4) == 0) {
                wake(actor);
            }
            return;
        }
        int what = random.nextInt(100);
        if (what < 40) {
            take(actor);
        } else if (what < 68) {
            giveBack(actor);
        } else if (what < 88) {
            fence(actor);
        } else {
            other(actor);
        }
    }

    private void take(Actor actor) throws Exception {
        Choice choice = choices.get(random.nextInt(choices.size()));
        Actor writer = writers.get(choice.number);
        List<Actor> reading = readers.computeIfAbsent(choice.number, ignored -> new ArrayList<>());
        boolean free = choice.shared
                ? writer == null || writer == actor
                : writer == actor || writer == null && reading.isEmpty();
        int manner = random.nextInt(6);
        if (!free) {
            on(actor, choice.lock::tryLock);
            return;
        }
        if (manner == 0) {
            on(actor, choice.lock::tryLock);
        } else if (manner == 1) {
            on(actor, () -> choice.lock.tryLock(1, TimeUnit.HOURS));
        } else {
            on(actor, () -> {
                choice.lock.lock();
                return null;
            });
        }
        actor.held.add(choice);
        if (choice.shared) {
            reading.add(actor);
        } else {
            writers.put(choice.number, actor);
        }
    }

    private void giveBack(Actor actor) throws Exception {
        if (actor.held.isEmpty()) {
            return;
        }
        int which = random.nextInt(4) == 0 ? random.nextInt(actor.held.size()) : actor.held.size() - 1;
        Choice choice = actor.held.remove(which);
        on(actor, () -> {
            choice.lock.unlock();
            return null;
        });
        if (choice.shared) {
            readers.get(choice.number).remove(actor);
        } else if (actor.held.stream().noneMatch(each -> each.number == choice.number && !each.shared)) {
            writers.remove(choice.number);
        }
    }

    private void fence(Actor actor) throws Exception {
        int what = random.nextInt(5);
        if (open.size() < 2 || what == 0) {
            String className = "fence " + "pq".charAt(random.nextInt(2));
            boolean publish = random.nextBoolean();
            boolean submit = random.nextInt(3) > 0;
            open.add(on(actor, () -> {
                TrackedFence fence = recorder.fence(className);
                if (publish) {
                    fence.publish();
                }
                if (publish && submit) {
                    fence.submit();
                }
                return fence;
            }));
            return;
        }
        TrackedFence fence = open.get(random.nextInt(open.size()));
        if (what == 1) {
            long before = recorder.tape.position;
            actor.sleepsOn = fence;
            actor.asleep = actor.thread.submit(() -> {
                fence.await();
                return null;
            });
            while (recorder.tape.position == before) {
                Thread.onSpinWait();
            }
        } else if (what == 2 && actor.scopes.size() < 3) {
            actor.scopes.add(on(actor, fence::signalling));
        } else {
            signal(actor, fence);
        }
    }

    private void signal(Actor actor, TrackedFence fence) throws Exception {
        open.remove(fence);
        on(actor, fence::signal);
        for (Actor other : actors) {
            if (other.sleepsOn == fence) {
                awake(other);
            }
        }
    }

    private void wake(Actor actor) throws Exception {
        for (Actor other : actors) {
            if (other.asleep == null) {
                signal(other, actor.sleepsOn);
                return;
            }
        }
        TrackedFence fence = actor.sleepsOn;
        open.remove(fence);
        fence.signal();
        for (Actor other : actors) {
            if (other.sleepsOn == fence) {
                awake(other);
            }
        }
    }

    private static void awake(Actor actor) throws Exception {
        actor.asleep.get();
        actor.asleep = null;
        actor.sleepsOn = null;
    }

    private void other(Actor actor) throws Exception {
        if (!actor.scopes.isEmpty() && random.nextBoolean()) {
            Scope last = actor.scopes.remove(actor.scopes.size() - 1);
            on(actor, () -> {
                last.close();
                return null;
            });
            return;
        }
        AllocFlags flags = AllocFlags.values()[random.nextInt(AllocFlags.values().length)];
        switch (random.nextInt(9)) {
            case 0 -> on(actor, () -> allocator.alloc(1, flags));
            case 1 -> actor.scopes.add(on(actor, () -> recorder.syscall("call")));
            case 2 -> actor.scopes.add(on(actor, () -> recorder.signalling("fence p")));
            case 3 -> actor.scopes.add(on(actor, () -> recorder.driver("amdgpu")));
            case 4 -> actor.scopes.add(on(actor, () -> allocator.scope(AllocScope.NOFS)));
            case 5 -> on(actor, () -> notifier.invalidate(true));
            case 6 -> actor.scopes.add(on(actor, () -> recorder.cpu().irqsOff()));
            case 7 -> interrupt(actor);
            default -> work(actor);
        }
    }

    private void interrupt(Actor actor) throws Exception {
        Choice choice = choices.get(random.nextInt(choices.size()));
        boolean threaded = random.nextBoolean();
        if (actor.held.stream().anyMatch(each -> each.number == choice.number)) {
            return;
        }
        on(actor, () -> {
            TrackedCpu cpu = recorder.cpu();
            Runnable handler = () -> {
                takeAndGiveBack(choice);
                takeAndGiveBack(choice);
            };
            if (threaded) {
                cpu.interrupt(handler);
            } else {
                cpu.softInterrupt(handler);
            }
            return null;
        });
    }

    private void work(Actor actor) throws Exception {
        Choice choice = choices.get(random.nextInt(choices.size()));
        TrackedFence fence = open.isEmpty() || random.nextBoolean() ? null : open.remove(random.nextInt(open.size()));
        TrackedWork work = on(
                actor,
                () -> queue.submit("work " + choice.number % 2, () -> {
                    // A second time it is nothing new.
                    takeAndGiveBack(choice);
                    takeAndGiveBack(choice);
                    if (fence != null) {
                        fence.signal();
                    }
                }));
        while (!work.isDone()) {
            Thread.onSpinWait();
        }
        for (Actor other : actors) {
            if (fence != null && other.sleepsOn == fence) {
                awake(other);
            }
        }
    }

    private void takeAndGiveBack(Choice choice) {
        if (choice.lock.tryLock()) {
            choice.lock.unlock();
            if (!writers.containsKey(choice.number)
                    && readers.getOrDefault(choice.number, List.of()).isEmpty()) {
                choice.lock.lock();
                choice.lock.unlock();
            }
        }
    }

    private void finish() throws Exception {
        for (Actor actor : actors) {
            if (actor.asleep != null) {
                wake(actor);
            }
        }
        for (Actor actor : actors) {
            while (!actor.held.isEmpty()) {
                giveBack(actor);
            }
            for (int i = actor.scopes.size() - 1; i >= 0; i--) {
                Scope scope = actor.scopes.get(i);
                on(actor, () -> {
                    scope.close();
                    return null;
                });
            }
        }
    }

    private static <T> T on(Actor actor, java.util.concurrent.Callable<T> step)
            throws InterruptedException, ExecutionException {
        return actor.thread.submit(step).get();
    }
}
