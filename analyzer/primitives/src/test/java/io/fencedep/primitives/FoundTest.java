package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.NotifierModel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the primitives record is found. */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"})
@Timeout(30)
class FoundTest {
    private final Recorder recorder = Recorder.create();

    @Test
    void two_locks_in_two_orders() {
        TrackedLock first = recorder.lock("first");
        TrackedLock second = recorder.lock("second");
        for (int i = 0; i < 3; i++) {
            first.lock();
            second.lock();
            second.unlock();
            first.unlock();
        }
        assertThat(found()).isEmpty();
        second.lock();
        first.lock();
        first.unlock();
        second.unlock();
        assertThat(found()).containsExactly("ERROR CYCLE first -> second -> first");
    }

    @Test
    void one_thread_alone_is_no_deadlock_in_a_program() throws InterruptedException {
        Recorder program = Recorder.builder().source("jvm").build();
        TrackedLock first = program.lock("first");
        TrackedLock second = program.lock("second");
        Runnable backwards = () -> {
            second.lock();
            first.lock();
            first.unlock();
            second.unlock();
        };
        first.lock();
        second.lock();
        second.unlock();
        first.unlock();
        backwards.run();
        assertThat(program.analysis().findings().get(0).demotions().get(0).filter())
                .isEqualTo("one-task");
        Thread other = new Thread(backwards, Thread.currentThread().getName());
        other.start();
        other.join();
        assertThat(program.analysis().findings().get(0).demotions()).isEmpty();
    }

    @Test
    void a_lock_that_is_tried_leads_on_but_nothing_leads_to_it() {
        TrackedLock first = recorder.lock("first");
        TrackedLock second = recorder.lock("second");
        first.lock();
        assertThat(second.tryLock()).isTrue();
        second.unlock();
        first.unlock();
        second.lock();
        first.lock();
        first.unlock();
        second.unlock();
        assertThat(recorder.analysis().findings().get(0).demotions().get(0).filter())
                .isEqualTo("masked-by-trylock");
    }

    @Test
    void a_reader_that_asks_to_write() throws InterruptedException {
        TrackedReadWriteLock lock = recorder.readWriteLock("lock");
        lock.readLock().lock();
        assertThat(lock.writeLock().tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
        lock.readLock().unlock();
        assertThat(found()).hasSize(1).first().asString().contains("STALL");
    }

    @Test
    void what_was_waited_for_on_the_way_to_a_signal_counts_although_it_was_nothing_new() throws InterruptedException {
        TrackedLock lock = recorder.lock("lock");
        TrackedLock waiters = recorder.lock("lock of waiters");
        touch(lock);
        touch(lock);
        for (int i = 0; i < 3; i++) {
            TrackedFence fence = recorder.fence("fence").publish().submit();
            Thread waiter = new Thread(() -> {
                waiters.lock();
                try {
                    fence.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    waiters.unlock();
                }
            });
            long before = recorder.tape.position;
            waiter.start();
            while (recorder.tape.position < before + 2) {
                Thread.onSpinWait();
            }
            long told = recorder.tape.position;
            touch(lock);
            assertThat(recorder.tape.position).as("nothing new").isEqualTo(told);
            fence.signal();
            waiter.join();
        }
        lock.lock();
        waiters.lock();
        waiters.unlock();
        lock.unlock();
        assertThat(found()).containsExactly("ERROR CYCLE fence -> lock -> lock of waiters -> fence");
    }

    @Test
    void a_condition_that_is_signalled_under_a_lock_of_the_waiter() throws InterruptedException {
        TrackedLock outer = recorder.lock("outer");
        TrackedLock inner = recorder.lock("inner");
        Condition condition = inner.newCondition();
        for (int i = 0; i < 2; i++) {
            long before = recorder.tape.position;
            Thread waiter = new Thread(() -> {
                outer.lock();
                inner.lock();
                try {
                    condition.await(1, TimeUnit.HOURS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    inner.unlock();
                    outer.unlock();
                }
            });
            waiter.start();
            while (recorder.tape.position < before + 5) {
                Thread.onSpinWait();
            }
            TrackedLock other = recorder.lock("outer");
            other.lock();
            inner.lock();
            condition.signal();
            inner.unlock();
            other.unlock();
            waiter.join();
        }
        assertThat(found()).hasSize(1).first().asString().contains("STALL").contains("inner.condition");
    }

    @Test
    void memory_that_is_asked_for_on_the_way_to_a_signal_reclaim_waits_for() throws InterruptedException {
        TrackedAllocator allocator = recorder.allocator(10);
        TrackedFence fence = recorder.fence("dma_fence:gfx").publish().submit();
        try (Scope section = fence.signalling()) {
            try (Scope careful = allocator.scope(AllocScope.NORECLAIM)) {
                allocator.alloc(1, AllocFlags.GFP_KERNEL);
            }
            fence.signal();
        }
        allocator.addShrinker(() -> {
            fence.await();
            return 0;
        });
        allocator.reclaim();
        assertThat(found()).isEmpty();
        TrackedFence next = recorder.fence("dma_fence:gfx").publish();
        allocator.alloc(1, AllocFlags.GFP_KERNEL);
        next.submit();
        next.signal();
        assertThat(found()).containsExactly("ERROR CYCLE dma_fence:gfx -> reclaim -> dma_fence:gfx");
    }

    @Test
    void threads_that_are_stuck_for_real() throws InterruptedException {
        TrackedLock first = recorder.lock("first");
        TrackedLock second = recorder.lock("second");
        touch(first);
        touch(second);
        TrackedThread one =
                recorder.thread("one", () -> takeBoth(first, second)).start();
        TrackedThread two =
                recorder.thread("two", () -> takeBoth(second, first)).start();
        while (found().stream().noneMatch(each -> each.contains("DEADLOCK"))) {
            Thread.sleep(1);
        }
        assertThat(one.join(1, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(two.join(1, TimeUnit.MILLISECONDS)).isFalse();
        one.thread().interrupt();
        one.join();
        two.join();
    }

    @Test
    void a_device_that_still_writes_when_the_notifier_returns() throws InterruptedException {
        TrackedPage page = recorder.page("page");
        TrackedNotifier notifier = recorder.notifier("mmu_notifier", mayBlock -> true);
        Scope write = page.dma(recorder.device("gpu0"));
        notifier.invalidate(true, recorder.page("page"));
        assertThat(recorder.graph().observations()).isEmpty();
        assertThat(notifier.model(NotifierModel.REGISTRATION_CACHE).invalidate(true, page))
                .isTrue();
        write.close();
        notifier.invalidate(true, page);
        assertThat(recorder.graph().observations().keySet())
                .singleElement()
                .satisfies(seen -> assertThat(seen.rule()).isEqualTo("dma-open-at-notifier-end"))
                .satisfies(seen -> assertThat(seen.details()).containsEntry("model", "registration-cache"));
    }

    private static void takeBoth(TrackedLock first, TrackedLock second) {
        try {
            first.lockInterruptibly();
            Thread.sleep(20);
            second.lockInterruptibly();
            second.unlock();
            first.unlock();
        } catch (InterruptedException e) {
            first.unlock();
        }
    }

    private static void touch(TrackedLock lock) {
        lock.lock();
        lock.unlock();
    }

    private List<String> found() {
        return recorder.analysis().findings().stream().map(FoundTest::line).toList();
    }

    private static String line(Finding finding) {
        return finding.severity() + " " + finding.kind() + " " + finding.title();
    }
}
