package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Locks, fences and threads come and go, and the recorder stays as it is. */
@SuppressWarnings("LockNotBeforeTry") // Locks as programs should not use them.
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
    void millions_of_locks_and_fences_come_and_go() {
        comeAndGo(1_000_000);
        long before = usedMemory();
        comeAndGo(2_000_000);
        long after = usedMemory();
        assertThat(after - before).as("bytes that two million more have left").isLessThan(16L << 20);
        assertThat(recorder.graph().dependencies()).hasSize(1);
    }

    private void comeAndGo(int times) {
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
