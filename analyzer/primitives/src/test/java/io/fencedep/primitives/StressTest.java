package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.AllocScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many threads at once on one recorder, by the rules: whatever they do comes to its end, nothing is found, and the recorder saw
 * nothing that does not fit. {@code mvn -P fuzz} does it for longer.
 */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"})
@Timeout(300)
class StressTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.programs", 40) * 20;
    private static final int THREADS = 6;

    private final Recorder recorder = Recorder.create();
    private final TrackedLock outer = recorder.lock("1 outer");
    private final TrackedReadWriteLock table = recorder.readWriteLock("2 table");
    private final TrackedLock inner = recorder.lock("3 inner", true);
    private final TrackedSpinLock spin = recorder.spinLock("5 spin");
    private final TrackedCpu cpu = recorder.cpu();
    private final TrackedSemaphore slots = recorder.semaphore("4 slot", 2);
    private final WwClass reservations = recorder.wwClass("ww");
    private final List<TrackedWwMutex> buffers = new ArrayList<>();
    private final TrackedAllocator memory = recorder.allocator(1 << 20);
    private final TrackedQueue queue = recorder.queue("queue", 2);
    private final TrackedPage page = recorder.page("page");
    private final Condition arrived = inner.newCondition();
    private final ConcurrentLinkedQueue<TrackedFence> fences = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger underSpin = new AtomicInteger();

    @Test
    void whatever_many_threads_do_by_the_rules_ends_and_is_clean() throws Exception {
        for (int i = 0; i < 4; i++) {
            buffers.add(reservations.mutex());
        }
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            all.add(threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    step(random);
                }
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get(280, TimeUnit.SECONDS);
        }
        threads.shutdown();
        queue.flush();
        queue.close();
        DependencyGraph graph = recorder.graph();
        assertThat(recorder.analysis().findings()).isEmpty();
        assertThat(graph.recordings().values())
                .allSatisfy(each -> assertThat(each.anomalies()).isEmpty());
        assertThat(graph.dependencies()).hasSizeBetween(5, 60);
    }

    private void step(Random random) throws Exception {
        switch (random.nextInt(9)) {
            case 0 -> locks(random);
            case 1 -> fence();
            case 2 -> await(random);
            case 3 -> reserve(random);
            case 4 -> interrupt();
            case 5 -> queue.submit("work", this::spins);
            case 6 -> condition(random);
            case 7 -> page(random);
            default -> slot(random);
        }
    }

    private void locks(Random random) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            if (!outer.tryLock(1, TimeUnit.SECONDS)) {
                return;
            }
        } else {
            outer.lock();
        }
        assertThat(inside.incrementAndGet()).isEqualTo(1);
        boolean write = random.nextBoolean();
        var side = write ? table.writeLock() : table.readLock();
        side.lock();
        if (write) {
            table.readLock().lock();
            table.writeLock().unlock();
        }
        inner.lockInterruptibly();
        spins();
        inner.unlock();
        table.readLock().unlock();
        inside.decrementAndGet();
        outer.unlock();
    }

    private void spins() {
        spin.lock();
        assertThat(underSpin.incrementAndGet()).isEqualTo(1);
        underSpin.decrementAndGet();
        spin.unlock();
    }

    private void fence() {
        TrackedFence fence = recorder.fence("fence").publish().submit();
        fences.add(fence);
        try (Scope section = fence.signalling()) {
            spins();
            fence.signal();
        }
    }

    private void await(Random random) throws InterruptedException {
        TrackedFence first = fences.poll();
        TrackedFence second = fences.peek();
        if (first == null) {
            return;
        }
        if (second != null && random.nextBoolean()) {
            TrackedFence.awaitAny(List.of(first, second));
        } else {
            first.await(1, TimeUnit.MINUTES);
        }
    }

    private void reserve(Random random) throws Exception {
        List<TrackedWwMutex> wanted = new ArrayList<>(buffers);
        java.util.Collections.shuffle(wanted, random);
        try (WwContext context = reservations.context()) {
            boolean all = false;
            while (!all) {
                try {
                    for (TrackedWwMutex each : wanted) {
                        each.lock(context);
                    }
                    all = true;
                } catch (WwDeadlockException e) {
                    wanted.stream()
                            .filter(TrackedWwMutex::isHeldByCurrentThread)
                            .forEach(TrackedWwMutex::unlock);
                    e.contended().lockSlow(context);
                }
            }
            wanted.forEach(TrackedWwMutex::unlock);
        }
    }

    private void interrupt() throws InterruptedException {
        try (Scope off = cpu.softirqsOff()) {
            memory.alloc(1, AllocFlags.GFP_ATOMIC);
        }
        cpu.interrupt(() -> recorder.mark("tick"));
        cpu.softInterrupt(() -> recorder.mark("tock"));
    }

    private void condition(Random random) throws InterruptedException {
        inner.lock();
        if (random.nextBoolean()) {
            arrived.await(50, TimeUnit.MICROSECONDS);
        } else {
            arrived.signalAll();
        }
        inner.unlock();
    }

    private void page(Random random) throws InterruptedException {
        if (random.nextInt(4) == 0) {
            page.migrate("", 1, TimeUnit.MILLISECONDS);
            return;
        }
        try (Scope reference = page.get();
                Scope careful = memory.scope(AllocScope.NOFS)) {
            memory.alloc(1, AllocFlags.GFP_KERNEL);
        }
    }

    private void slot(Random random) throws InterruptedException {
        if (random.nextBoolean()) {
            slots.acquire();
        } else if (!slots.tryAcquire()) {
            return;
        }
        spins();
        slots.release();
    }
}
