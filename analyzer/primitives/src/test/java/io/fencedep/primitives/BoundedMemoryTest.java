package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Locks, fences and threads come and go, and the recorder stays as it is. */
// Locks and waits as programs should not use them.
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"})
class BoundedMemoryTest {
    private final Recorder recorder = Recorder.create();

    @Test
    void what_was_done_before_is_not_told_again() {
        TrackedLock outer = recorder.lock("outer");
        TrackedLock inner = recorder.lock("inner");
        outer.lock();
        inner.lock();
        inner.unlock();
        outer.unlock();
        long told = recorder.tape.position;
        for (int i = 0; i < 10_000; i++) {
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
        }
        assertThat(recorder.tape.position).isEqualTo(told);
    }

    @Test
    void many_locks_make_no_more_dependencies_than_their_classes() {
        TrackedLock outer = recorder.lock("outer");
        for (int i = 0; i < 20_000; i++) {
            TrackedLock inner = recorder.lock("inner");
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
        }
        assertThat(recorder.graph().dependencies()).hasSize(1);
        assertThat(recorder.graph().classes()).hasSize(2);
    }

    @Test
    void threads_that_are_gone_give_their_number_to_others() throws InterruptedException {
        TrackedLock lock = recorder.lock("lock");
        for (int i = 0; i < ThreadLogs.MANY + 500; i++) {
            Thread thread = new Thread(
                    () -> {
                        lock.lock();
                        lock.unlock();
                    },
                    "visitor " + i);
            thread.start();
            thread.join();
        }
        long tasks = recorder.graph().recordings().values().iterator().next().tasks();
        assertThat(tasks).isLessThanOrEqualTo(ThreadLogs.MANY);
    }

    @Test
    @Tag("bounds")
    void millions_of_locks_fences_and_waits_come_and_go() throws InterruptedException {
        comeAndGo(1_000_000);
        long before = usedMemory();
        comeAndGo(2_000_000);
        long after = usedMemory();
        assertThat(after - before).as("bytes that two million more have left").isLessThan(16L << 20);
        assertThat(recorder.graph().dependencies()).hasSize(1);
    }

    private void comeAndGo(int times) throws InterruptedException {
        TrackedFence never = recorder.fence("never");
        TrackedCpu cpu = recorder.cpu();
        TrackedLock waiting = recorder.lock("waiting");
        Condition condition = waiting.newCondition();
        for (int i = 0; i < times / 10; i++) {
            waiting.lock();
            condition.awaitNanos(0);
            waiting.unlock();
            TrackedFence other = recorder.fence("other");
            TrackedFence.awaitAny(List.of(never, other), 0, TimeUnit.SECONDS);
            other.destroy();
            cpu.interrupt(() -> recorder.mark("tick"));
        }
        never.destroy();
        TrackedLock outer = recorder.lock("outer");
        for (int i = 0; i < times; i++) {
            TrackedLock inner = recorder.lock("inner");
            outer.lock();
            inner.lock();
            inner.unlock();
            outer.unlock();
            recorder.fence("fence").publish().submit().signal();
        }
    }

    private static long usedMemory() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
