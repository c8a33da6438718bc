package io.fencedep.primitives;

import static io.fencedep.primitives.InterruptsTest.thread;
import static io.fencedep.primitives.InterruptsTest.untilBlocked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Rule;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the JDK has the real thing, both do the same. */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop", "JavaUtilDate"})
@Timeout(30)
class RealThingTest {
    private final Recorder recorder = Recorder.create();

    /** The lock of the JDK, or ours. */
    private Lock lock(boolean real) {
        return real ? new ReentrantLock() : recorder.lock("lock");
    }

    private Lock writeLock(boolean real) {
        return real
                ? new ReentrantReadWriteLock().writeLock()
                : recorder.readWriteLock("lock").writeLock();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_interrupted_thread_gets_no_lock_that_can_be_interrupted(boolean real) throws InterruptedException {
        for (Lock lock : List.of(lock(real), writeLock(real))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(lock::lockInterruptibly).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> lock.tryLock(1, TimeUnit.HOURS)).isInstanceOf(InterruptedException.class);
            Thread.currentThread().interrupt();
            lock.lock();
            assertThat(lock.tryLock()).isTrue();
            assertThat(Thread.interrupted()).isTrue();
            lock.unlock();
            lock.unlock();
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_wait_for_a_condition_that_is_interrupted_has_the_lock_as_often_as_before(boolean real) {
        for (Lock lock : List.of(lock(real), writeLock(real))) {
            Condition condition = lock.newCondition();
            lock.lock();
            lock.lock();
            Thread.currentThread().interrupt();
            assertThatThrownBy(condition::await).isInstanceOf(InterruptedException.class);
            lock.unlock();
            lock.unlock();
            assertThatThrownBy(lock::unlock).isInstanceOf(IllegalMonitorStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_condition_without_the_lock_is_refused(boolean real) {
        for (Lock lock : List.of(lock(real), writeLock(real))) {
            Condition condition = lock.newCondition();
            for (InterruptsTest.Action action : List.<InterruptsTest.Action>of(
                    condition::await,
                    condition::awaitUninterruptibly,
                    condition::signal,
                    condition::signalAll,
                    () -> condition.awaitNanos(1))) {
                assertThatThrownBy(action::run).isInstanceOf(IllegalMonitorStateException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_condition_whose_time_is_up(boolean real) throws InterruptedException {
        for (Lock lock : List.of(lock(real), writeLock(real))) {
            Condition condition = lock.newCondition();
            lock.lock();
            assertThat(condition.awaitNanos(0)).isLessThanOrEqualTo(0);
            assertThat(condition.awaitNanos(-5)).isLessThanOrEqualTo(0);
            assertThat(condition.await(-1, TimeUnit.SECONDS)).isFalse();
            assertThat(condition.awaitUntil(new Date(0))).isFalse();
            lock.unlock();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void conditions_wake_one_by_one_in_the_order_of_their_waits(boolean real) throws InterruptedException {
        for (Lock lock : List.of(lock(real), writeLock(real))) {
            Condition condition = lock.newCondition();
            List<Integer> woken = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                Thread waiter = thread(() -> {
                    lock.lock();
                    condition.awaitUninterruptibly();
                    woken.add(number);
                    condition.signal();
                    lock.unlock();
                });
                threads.add(waiter);
                waiter.start();
                untilBlocked(waiter);
            }
            lock.lock();
            condition.signal();
            lock.unlock();
            for (Thread each : threads) {
                each.join();
            }
            assertThat(woken).containsExactly(0, 1, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_fair_lock_goes_to_whoever_waited_longest_also_past_a_timed_try(boolean real) throws InterruptedException {
        Lock lock = real ? new ReentrantLock(true) : recorder.lock("lock", true);
        List<Integer> got = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        lock.lock();
        for (int i = 0; i < 3; i++) {
            int number = i;
            Thread waiter = thread(() -> {
                lock.lock();
                got.add(number);
                lock.unlock();
            });
            threads.add(waiter);
            waiter.start();
            untilBlocked(waiter);
        }
        Thread impatient =
                thread(() -> assertThat(lock.tryLock(0, TimeUnit.SECONDS)).isFalse());
        impatient.start();
        impatient.join();
        lock.unlock();
        for (Thread each : threads) {
            each.join();
        }
        assertThat(got).containsExactly(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_reader_does_not_pass_a_writer_who_waits(boolean real) throws InterruptedException {
        ReentrantReadWriteLock theirs = new ReentrantReadWriteLock();
        TrackedReadWriteLock ours = recorder.readWriteLock("lock");
        Lock read = real ? theirs.readLock() : ours.readLock();
        Lock write = real ? theirs.writeLock() : ours.writeLock();
        read.lock();
        Thread writer = thread(() -> {
            write.lock();
            write.unlock();
        });
        writer.start();
        untilBlocked(writer);
        Thread reader = thread(() -> {
            assertThat(read.tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
            // A plain try passes whoever waits, and so does whoever reads already.
            assertThat(read.tryLock()).isTrue();
            read.lock();
            read.unlock();
            read.unlock();
        });
        reader.start();
        reader.join();
        read.unlock();
        writer.join();
        assertThatThrownBy(read::newCondition).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(read::unlock).isInstanceOf(IllegalMonitorStateException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_writer_who_waits_for_a_condition_gives_up_what_it_reads_too(boolean real) throws InterruptedException {
        ReentrantReadWriteLock theirs = new ReentrantReadWriteLock();
        TrackedReadWriteLock ours = recorder.readWriteLock("lock");
        Lock read = real ? theirs.readLock() : ours.readLock();
        Lock write = real ? theirs.writeLock() : ours.writeLock();
        Condition condition = write.newCondition();
        Thread waiter = thread(() -> {
            write.lock();
            read.lock();
            condition.await();
            write.unlock();
            // It reads still.
            Thread other = thread(() -> assertThat(write.tryLock()).isFalse());
            other.start();
            other.join();
            read.unlock();
        });
        waiter.start();
        untilBlocked(waiter);
        write.lock();
        condition.signalAll();
        write.unlock();
        waiter.join();
        assertThat(write.tryLock()).isTrue();
        write.unlock();
    }

    @Test
    void a_mutex_taken_twice_waits_for_itself_and_is_found() throws InterruptedException {
        TrackedLock mutex = recorder.mutex("mutex");
        mutex.lock();
        assertThat(mutex.tryLock()).isFalse();
        Thread self = Thread.currentThread();
        Thread waker = thread(() -> {
            untilBlocked(self);
            self.interrupt();
        });
        waker.start();
        assertThatThrownBy(mutex::lockInterruptibly).isInstanceOf(InterruptedException.class);
        mutex.unlock();
        assertThat(mutex.isHeldByCurrentThread()).isFalse();
        assertThat(recorder.analysis().findings())
                .anySatisfy(finding ->
                        assertThat(finding.severity() + " " + finding.kind()).isEqualTo("ERROR RECURSION"));
        TrackedLock timed = recorder.mutex("timed");
        timed.lock();
        assertThat(timed.tryLock(1, TimeUnit.MILLISECONDS)).isFalse();
        timed.unlock();
        assertThat(recorder.analysis().findings())
                .anySatisfy(finding -> assertThat(finding.severity() + " " + finding.kind() + " " + finding.title())
                        .startsWith("WARNING STALL timed"));
        Thread stuck = thread(() -> {
            mutex.lock();
            mutex.lock();
        });
        stuck.start();
        untilBlocked(stuck);
        assertThat(recorder.analysis().findings())
                .anySatisfy(finding ->
                        assertThat(finding.severity() + " " + finding.kind()).isEqualTo("ERROR DEADLOCK"));
        assertThat(mutex.tryLock()).isFalse();
    }

    @Test
    void a_wait_for_one_of_several_fences_leaves_nothing_behind() throws InterruptedException {
        TrackedFence never = recorder.fence("never");
        TrackedFence soon = recorder.fence("soon");
        for (int i = 0; i < 10; i++) {
            assertThat(TrackedFence.awaitAny(List.of(never, soon), 0, TimeUnit.SECONDS))
                    .isFalse();
        }
        assertThat(never.waiters()).isZero();
        soon.signal();
        TrackedFence.awaitAny(List.of(never, soon));
        assertThat(never.waiters()).isZero();
        Thread.currentThread().interrupt();
        assertThatThrownBy(never::await).isInstanceOf(InterruptedException.class);
        assertThat(never.waiters()).isZero();
    }

    @Test
    void a_wait_for_no_fence_or_for_those_of_others_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TrackedFence.awaitAny(List.of()));
        TrackedFence foreign = Recorder.create().fence("fence");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrackedFence.awaitAny(List.of(recorder.fence("fence"), foreign)));
        assertThatIllegalArgumentException().isThrownBy(() -> recorder.semaphore("slot", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> recorder.queue("queue", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> recorder.allocator(-1));
    }

    @Test
    void a_stage_on_a_fence_runs_after_those_who_wait_are_woken() throws InterruptedException {
        TrackedFence fence = recorder.fence("fence");
        Thread waiter = thread(fence::await);
        waiter.start();
        untilBlocked(waiter);
        AtomicInteger ran = new AtomicInteger();
        fence.stage().thenRun(() -> {
            try {
                waiter.join();
                ran.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        fence.signal();
        assertThat(ran).hasValue(1);
    }

    @Test
    void a_closed_queue_takes_nothing_and_whoever_waits_for_what_it_gave_up_is_told() throws Exception {
        TrackedQueue queue = recorder.queue("queue", 1);
        CountDownLatch running = new CountDownLatch(1);
        TrackedWork first = queue.submit("first", () -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("stopped", e);
            }
        });
        running.await();
        TrackedWork second = queue.submit("second", () -> {});
        Thread flusher = thread(queue::flush);
        flusher.start();
        untilBlocked(flusher);
        queue.close();
        assertThatThrownBy(first::flush).hasRootCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(second::flush).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> queue.submit("third", () -> {})).isInstanceOf(RejectedExecutionException.class);
        flusher.join();
        queue.flush();
    }

    @Test
    void a_wait_for_a_reservation_that_is_interrupted_holds_nothing() throws InterruptedException {
        WwClass reservations = recorder.wwClass("ww");
        TrackedWwMutex mutex = reservations.mutex();
        mutex.lock();
        Thread waiter = thread(() -> {
            assertThatThrownBy(mutex::lock).isInstanceOf(InterruptedException.class);
            TrackedLock other = recorder.lock("other");
            other.lock();
            other.unlock();
        });
        waiter.start();
        untilBlocked(waiter);
        waiter.interrupt();
        waiter.join();
        mutex.unlock();
        assertThat(recorder.graph().dependencies()).isEmpty();
    }

    @Test
    void a_context_that_has_a_reservation_gets_it_once() throws Exception {
        WwClass reservations = recorder.wwClass("ww");
        TrackedWwMutex mutex = reservations.mutex();
        try (WwContext context = reservations.context()) {
            assertThat(mutex.lock(context)).isTrue();
            assertThat(mutex.lock(context)).isFalse();
            mutex.unlock();
        }
        assertThat(mutex.isHeldByCurrentThread()).isFalse();
    }

    @Test
    void a_thread_is_started_once() throws InterruptedException {
        TrackedThread thread = recorder.thread("once", () -> {});
        thread.join();
        thread.start();
        assertThatThrownBy(thread::start).isInstanceOf(IllegalThreadStateException.class);
        thread.join();
    }

    @Test
    void a_place_that_another_thread_gave_back_is_held_by_nobody() throws InterruptedException {
        TrackedSemaphore slots = recorder.semaphore("slot", 2);
        assertThat(slots.tryAcquire()).isTrue();
        assertThat(slots.tryAcquire()).isTrue();
        assertThat(slots.tryAcquire()).isFalse();
        Thread other = thread(() -> {
            slots.release();
            slots.release();
        });
        other.start();
        other.join();
        TrackedLock lock = recorder.lock("lock");
        lock.lock();
        slots.acquire();
        slots.release();
        lock.unlock();
        long told = recorder.tape.position;
        lock.lock();
        lock.unlock();
        assertThat(recorder.tape.position)
                .as("nothing is held that others could end")
                .isEqualTo(told);
        assertThat(recorder.analysis().findings()).isEmpty();
    }

    @Test
    void a_recorder_holds_what_it_sees_against_the_contracts_it_was_built_with() {
        Contract contract = new Contract(
                "promise",
                "",
                List.of(
                        new Contract.RoleMatch(new Rule.Target("", Set.of(), "signaller lock"), "first"),
                        new Contract.RoleMatch(new Rule.Target("", Set.of(), "big lock"), "second")),
                List.of(List.of("second", "first")),
                List.of());
        Recorder strict = Recorder.builder().contract(contract).build();
        for (Recorder each : List.of(recorder, strict)) {
            TrackedLock inner = each.lock("big lock");
            TrackedLock outer = each.lock("signaller lock");
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
        }
        assertThat(recorder.analysis().findings()).isEmpty();
        assertThat(recorder.analysis(contract).findings()).hasSize(1);
        assertThat(strict.analysis().findings()).hasSize(1);
    }
}
