package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processors with interrupts, and locks whose waiters spin. */
// Locks as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry"})
@Timeout(30)
class InterruptsTest {
    private final Recorder recorder = Recorder.create();
    private final TrackedCpu cpu = recorder.cpu();
    private final TrackedSpinLock lock = recorder.spinLock("lock");

    @Test
    void an_interrupt_waits_until_nobody_keeps_it_off() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        Thread device = thread(() -> cpu.interrupt(() -> ran.set(true)));
        try (Scope off = cpu.irqsOff();
                Scope again = cpu.irqsOff()) {
            device.start();
            untilBlocked(device);
            again.close();
            assertThat(ran).isFalse();
        }
        device.join();
        assertThat(ran).isTrue();
    }

    @Test
    void soft_interrupts_are_kept_off_alone_and_by_whoever_keeps_hard_ones_off() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        try (Scope off = cpu.softirqsOff()) {
            cpu.interrupt(() -> ran.set(true));
        }
        assertThat(ran).isTrue();
        Thread device = thread(() -> cpu.softInterrupt(() -> ran.set(false)));
        try (Scope off = cpu.irqsOff()) {
            device.start();
            untilBlocked(device);
            assertThat(ran).isTrue();
        }
        device.join();
        assertThat(ran).isFalse();
    }

    @Test
    void a_hard_interrupt_comes_on_top_of_a_soft_one_and_never_the_other_way() throws InterruptedException {
        List<String> told = new java.util.ArrayList<>();
        cpu.softInterrupt(() -> nested(() -> cpu.interrupt(() -> told.add("hard"))));
        assertThat(told).containsExactly("hard");
        cpu.interrupt(
                () -> assertThatIllegalStateException().isThrownBy(() -> cpu.softInterrupt(() -> told.add("soft"))));
        assertThat(told).containsExactly("hard");
    }

    @Test
    void what_a_handler_throws_comes_out_and_the_next_one_runs() throws InterruptedException {
        assertThatIllegalStateException()
                .isThrownBy(() -> cpu.interrupt(() -> {
                    throw new IllegalStateException("broken");
                }))
                .withMessage("broken");
        AtomicBoolean ran = new AtomicBoolean();
        cpu.interrupt(() -> ran.set(true));
        assertThat(ran).isTrue();
    }

    @Test
    void whoever_waits_to_interrupt_can_be_interrupted() throws InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread device = new Thread(() -> {
            try {
                cpu.interrupt(() -> {});
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        try (Scope off = cpu.irqsOff()) {
            device.start();
            untilBlocked(device);
            device.interrupt();
            device.join();
        }
        assertThat(interrupted).isTrue();
        cpu.interrupt(() -> {});
    }

    @Test
    void a_lock_that_a_handler_takes_and_a_task_takes_with_interrupts_on_is_found_by_two_runs_that_did_not_meet()
            throws InterruptedException {
        cpu.interrupt(this::touch);
        try (Scope off = cpu.irqsOff()) {
            touch();
        }
        assertThat(found()).isEmpty();
        touch();
        assertThat(found()).containsExactly("ERROR IRQ_INVERSION");
    }

    @Test
    void what_was_taken_with_interrupts_off_and_kept_when_they_came_on_counts_too() throws InterruptedException {
        cpu.interrupt(this::touch);
        Scope off = cpu.irqsOff();
        touch();
        lock.lock();
        off.close();
        lock.unlock();
        assertThat(found()).containsExactly("ERROR IRQ_INVERSION");
    }

    @Test
    void a_handler_that_spins_for_a_lock_of_the_thread_it_interrupted_spins_for_ever() throws InterruptedException {
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch handling = new CountDownLatch(1);
        Thread task = thread(() -> {
            try (Scope here = cpu.on()) {
                lock.lock();
                taken.countDown();
                handling.await();
                lock.unlock();
            }
        });
        Thread device = thread(() -> cpu.interrupt(() -> {
            handling.countDown();
            lock.lock();
        }));
        task.start();
        taken.await();
        device.start();
        untilBlocked(task);
        task.join(50);
        device.join(50);
        assertThat(task.isAlive()).isTrue();
        assertThat(device.isAlive()).isTrue();
        assertThat(LockSupport.getBlocker(device)).isSameAs(lock);
    }

    @Test
    void handlers_and_holders_of_spinning_locks_must_not_sleep() throws InterruptedException {
        TrackedLock mutex = recorder.mutex("mutex");
        cpu.interrupt(() -> {
            mutex.lock();
            mutex.unlock();
        });
        assertThat(found()).containsExactly("ERROR WAIT_CONTEXT");
        TrackedLock other = recorder.mutex("other");
        lock.lock();
        other.lock();
        other.unlock();
        lock.unlock();
        assertThat(found()).containsExactly("ERROR WAIT_CONTEXT", "ERROR WAIT_CONTEXT");
        TrackedSpinLock timer = recorder.spinLock("of a timer");
        cpu.rawInterrupt(() -> {
            timer.lock();
            timer.unlock();
        });
        assertThat(found()).hasSize(3);
        TrackedSpinLock raw = recorder.rawSpinLock("raw");
        raw.lock();
        touch();
        raw.unlock();
        assertThat(found()).hasSize(4);
        cpu.rawInterrupt(() -> {
            raw.lock();
            raw.unlock();
        });
        assertThat(found()).filteredOn("ERROR WAIT_CONTEXT"::equals).hasSize(4);
    }

    @Test
    void what_interrupts_do_belongs_to_one_interrupt_each() throws InterruptedException {
        TrackedFence fence = recorder.fence("fence").publish().submit();
        cpu.interrupt(this::touch);
        // Another interrupt, which took no lock on its way.
        cpu.interrupt(fence::signal);
        lock.lock();
        fence.await();
        lock.unlock();
        assertThat(recorder.analysis().findings().stream()
                        .filter(each -> each.kind().name().equals("CYCLE")))
                .isEmpty();
    }

    @Test
    void a_spinning_lock_keeps_others_out_and_is_not_reentrant() throws InterruptedException {
        lock.lock();
        assertThat(lock.isHeldByCurrentThread()).isTrue();
        assertThat(lock.tryLock()).isFalse();
        Thread stranger = thread(() -> assertThat(lock.tryLock()).isFalse());
        Thread waiter = thread(() -> {
            lock.lock();
            lock.unlock();
        });
        stranger.start();
        stranger.join();
        waiter.start();
        while (LockSupport.getBlocker(waiter) != lock) {
            Thread.onSpinWait();
        }
        waiter.interrupt();
        lock.unlock();
        waiter.join();
        assertThat(lock.tryLock()).isTrue();
        lock.unlock();
        org.assertj.core.api.Assertions.assertThatThrownBy(lock::unlock)
                .isInstanceOf(IllegalMonitorStateException.class);
    }

    @Test
    void whoever_takes_a_spinning_lock_twice_is_found() throws InterruptedException {
        Thread stuck = thread(() -> {
            lock.lock();
            lock.lock();
        });
        stuck.start();
        while (LockSupport.getBlocker(stuck) != lock) {
            Thread.onSpinWait();
        }
        assertThat(found()).isNotEmpty().allSatisfy(each -> assertThat(each).startsWith("ERROR"));
    }

    private void touch() {
        lock.lock();
        lock.unlock();
    }

    private List<String> found() {
        return recorder.analysis().findings().stream()
                .map(finding -> finding.severity() + " " + finding.kind())
                .toList();
    }

    static void untilBlocked(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** What may throw. */
    interface Action {
        void run() throws Exception;
    }

    static Thread thread(Action action) {
        Thread thread = new Thread(() -> nested(action));
        thread.setDaemon(true);
        return thread;
    }

    private static void nested(Action action) {
        try {
            action.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
