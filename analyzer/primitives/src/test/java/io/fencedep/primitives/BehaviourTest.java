package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.AllocScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primitives do what the real ones do. */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"})
@Timeout(30)
class BehaviourTest {
    private final Recorder recorder = Recorder.create();

    @Test
    void a_lock_keeps_others_out_and_lets_its_owner_in_again() throws Exception {
        TrackedLock lock = recorder.lock("lock");
        lock.lock();
        lock.lock();
        assertThat(elsewhere(lock::tryLock)).isFalse();
        lock.unlock();
        assertThat(elsewhere(lock::tryLock)).isFalse();
        assertThat(elsewhere(() -> lock.tryLock(5, TimeUnit.MILLISECONDS))).isFalse();
        lock.unlock();
        assertThat(elsewhere(() -> {
                    boolean got = lock.tryLock(5, TimeUnit.MILLISECONDS);
                    lock.unlock();
                    return got;
                }))
                .isTrue();
        assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void a_thread_that_waits_for_a_lock_can_be_interrupted() throws Exception {
        TrackedLock lock = recorder.lock("lock");
        lock.lock();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread waiter = new Thread(() -> {
            try {
                lock.lockInterruptibly();
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        waiter.start();
        waiter.interrupt();
        waiter.join();
        lock.unlock();
        assertThat(interrupted).isTrue();
        assertThat(recorder.analysis().findings()).isEmpty();
    }

    @Test
    void whoever_waits_for_a_condition_is_woken_by_its_signal() throws Exception {
        TrackedLock lock = recorder.lock("lock");
        Condition condition = lock.newCondition();
        AtomicBoolean ready = new AtomicBoolean();
        CountDownLatch waiting = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            lock.lock();
            lock.lock();
            try {
                while (!ready.get()) {
                    waiting.countDown();
                    condition.awaitUninterruptibly();
                }
                assertThat(lock.isHeldByCurrentThread()).isTrue();
            } finally {
                lock.unlock();
                lock.unlock();
            }
        });
        waiter.start();
        waiting.await();
        lock.lock();
        ready.set(true);
        condition.signalAll();
        lock.unlock();
        waiter.join();
        assertThat(elsewhere(lock::tryLock)).isTrue();
    }

    @Test
    void a_condition_gives_up_in_time() throws Exception {
        TrackedLock lock = recorder.lock("lock");
        lock.lock();
        assertThat(lock.newCondition().await(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        lock.unlock();
    }

    @Test
    void readers_share_and_a_writer_becomes_a_reader() throws Exception {
        TrackedReadWriteLock lock = recorder.readWriteLock("lock");
        lock.writeLock().lock();
        lock.readLock().lock();
        lock.readLock().lock();
        assertThat(elsewhere(lock.readLock()::tryLock)).isFalse();
        lock.writeLock().unlock();
        assertThat(elsewhere(() -> {
                    boolean got = lock.readLock().tryLock();
                    lock.readLock().unlock();
                    return got;
                }))
                .isTrue();
        assertThat(lock.writeLock().tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
        lock.readLock().unlock();
        lock.readLock().unlock();
        assertThat(elsewhere(lock.writeLock()::tryLock)).isTrue();
    }

    @Test
    void the_younger_of_two_contexts_gives_way() throws Exception {
        WwClass reservations = recorder.wwClass("reservation_ww_class");
        TrackedWwMutex first = reservations.mutex();
        TrackedWwMutex second = reservations.mutex();
        CountDownLatch olderHasFirst = new CountDownLatch(1);
        CountDownLatch youngerHasSecond = new CountDownLatch(1);
        AtomicInteger backOffs = new AtomicInteger();
        WwContext[] older = new WwContext[1];
        Thread old = new Thread(() -> quietly(() -> {
            try (WwContext context = reservations.context()) {
                older[0] = context;
                first.lock(context);
                olderHasFirst.countDown();
                youngerHasSecond.await();
                second.lock(context);
                second.unlock();
                first.unlock();
            }
        }));
        old.start();
        olderHasFirst.await();
        try (WwContext context = reservations.context()) {
            second.lock(context);
            youngerHasSecond.countDown();
            try {
                first.lock(context);
            } catch (WwDeadlockException e) {
                backOffs.incrementAndGet();
                second.unlock();
                e.contended().lockSlow(context);
                second.lock(context);
            }
            second.unlock();
            first.unlock();
        }
        old.join();
        assertThat(backOffs).hasValue(1);
        assertThat(recorder.analysis().findings()).isEmpty();
    }

    @Test
    void a_context_ends_empty_and_a_foreign_lock_is_not_given_back() throws Exception {
        WwClass reservations = recorder.wwClass("reservation_ww_class");
        TrackedWwMutex mutex = reservations.mutex();
        WwContext context = reservations.context();
        mutex.lock(context);
        assertThatThrownBy(context::close).isInstanceOf(IllegalStateException.class);
        mutex.unlock();
        context.close();
        assertThatThrownBy(mutex::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void fences_signal_once_and_wake_everybody() throws Exception {
        TrackedFence fence = recorder.fence("fence").publish();
        TrackedFence other = recorder.fence("fence");
        assertThat(fence.await(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(TrackedFence.awaitAny(List.of(fence, other), 1, TimeUnit.MILLISECONDS))
                .isFalse();
        CompletableFuture<Void> next = fence.stage().thenRun(() -> {}).toCompletableFuture();
        CompletableFuture<Boolean> waiter = CompletableFuture.supplyAsync(() -> {
            quietly(() -> TrackedFence.awaitAny(List.of(fence, other)));
            return true;
        });
        assertThat(fence.signal()).isTrue();
        assertThat(fence.fail()).isFalse();
        fence.await();
        assertThat(waiter.get()).isTrue();
        next.get();
        assertThat(other.isSignalled()).isFalse();
    }

    @Test
    void fences_of_a_timeline_are_numbered() {
        FenceFactory factory = recorder.fences("fence").onTimeline();
        assertThat(factory.create().seqno()).isEqualTo(1);
        assertThat(factory.create().seqno()).isEqualTo(2);
        assertThat(recorder.fence("fence").seqno()).isZero();
    }

    @Test
    void an_allocator_reclaims_when_it_may_and_must() throws Exception {
        TrackedAllocator allocator = recorder.allocator(2);
        List<String> asked = new ArrayList<>();
        allocator.addNotifier(recorder.notifier("mmu_notifier", mayBlock -> asked.add("notifier")));
        allocator.addShrinker(() -> {
            asked.add("shrinker");
            assertThat(allocator.alloc(100, AllocFlags.GFP_KERNEL)).isFalse();
            allocator.free(1);
            return 1;
        });
        assertThat(allocator.alloc(2, AllocFlags.GFP_KERNEL)).isTrue();
        assertThat(asked).isEmpty();
        assertThat(allocator.alloc(1, AllocFlags.GFP_NOWAIT)).isFalse();
        assertThat(asked).isEmpty();
        assertThat(allocator.alloc(1, AllocFlags.GFP_NOFS)).isFalse();
        assertThat(asked).containsOnly("notifier").isNotEmpty();
        asked.clear();
        try (Scope none = allocator.scope(AllocScope.NORECLAIM)) {
            assertThat(allocator.alloc(1, AllocFlags.GFP_KERNEL)).isFalse();
        }
        assertThat(asked).isEmpty();
        assertThat(allocator.alloc(1, AllocFlags.GFP_KERNEL)).isTrue();
        assertThat(asked).containsExactly("notifier", "shrinker");
    }

    @Test
    void work_runs_and_whoever_flushes_it_learns_how_it_went() throws Exception {
        try (TrackedQueue queue = recorder.queue("queue", 1)) {
            AtomicInteger ran = new AtomicInteger();
            TrackedWork work = queue.submit("work", ran::incrementAndGet);
            work.flush();
            assertThat(ran).hasValue(1);
            TrackedWork failing = queue.submit("work", () -> {
                throw new IllegalStateException("broken");
            });
            queue.flush();
            assertThatThrownBy(failing::flush)
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseMessage("broken");
            CountDownLatch gate = new CountDownLatch(1);
            TrackedWork slow = queue.submit("work", () -> quietly(gate::await));
            assertThat(slow.flush(1, TimeUnit.MILLISECONDS)).isFalse();
            gate.countDown();
            assertThat(slow.flush(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_page_moves_when_nobody_else_has_it() throws Exception {
        TrackedPage page = recorder.page("page");
        Scope[] reference = new Scope[1];
        elsewhere(() -> {
            reference[0] = page.get();
            return true;
        });
        assertThat(page.migrate("movable", 1, TimeUnit.MILLISECONDS)).isFalse();
        reference[0].close();
        try (Scope own = page.get()) {
            assertThat(page.migrate("movable", 1, TimeUnit.MILLISECONDS)).isTrue();
        }
        try (Scope pin = page.pin("pin")) {
            assertThat(page.migrate("movable", 1, TimeUnit.MILLISECONDS)).isFalse();
        }
        page.migrate("movable");
    }

    @Test
    void places_are_limited_and_anybody_gives_one_back() throws Exception {
        TrackedSemaphore slots = recorder.semaphore("slot", 1);
        slots.acquire();
        assertThat(slots.tryAcquire(1, TimeUnit.MILLISECONDS)).isFalse();
        elsewhere(() -> {
            slots.release();
            return true;
        });
        assertThat(slots.tryAcquire(1, TimeUnit.MILLISECONDS)).isTrue();
    }

    private static boolean elsewhere(Step step) throws Exception {
        boolean[] result = new boolean[1];
        Throwable[] thrown = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                result[0] = step.run();
            } catch (Throwable e) {
                thrown[0] = e;
            }
        });
        thread.start();
        thread.join();
        assertThat(thrown[0]).isNull();
        return result[0];
    }

    private interface Step {
        boolean run() throws Exception;
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void quietly(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
