package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Loops that do nothing until an atomic value was free. */
@SuppressWarnings("UnusedMethod")
class SpinLocksTest {
    /** Locks of all forms. */
    private static final class Locks {
        private static final AtomicBoolean all = new AtomicBoolean();
        private final AtomicBoolean taken = new AtomicBoolean();
        private final AtomicReference<Thread> owner = new AtomicReference<>();
        private final AtomicInteger state = new AtomicInteger();

        void inWhile() {
            while (!taken.compareAndSet(false, true)) {
                Thread.onSpinWait();
            }
        }

        void afterLooking() {
            while (taken.get() || !taken.compareAndSet(false, true)) {
                Thread.yield();
            }
        }

        void atTheEnd() {
            boolean done;
            do {
                done = false;
            } while (!taken.compareAndSet(false, true));
            taken.set(false);
        }

        void setFree() {
            taken.set(false);
        }

        boolean tryToOwn() {
            return owner.compareAndSet(null, Thread.currentThread());
        }

        void own() {
            while (!tryToOwn()) {
                LockSupport.parkNanos(1);
            }
        }

        void disown() {
            owner.compareAndSet(Thread.currentThread(), null);
        }

        void forEver() {
            for (; ; ) {
                if (state.compareAndSet(0, 1)) {
                    return;
                }
                Thread.yield();
            }
        }

        void zero() {
            state.set(0);
        }

        static void ofAll() {
            while (!all.compareAndSet(false, true)) {
                Thread.onSpinWait();
            }
        }

        static void freeAll() {
            all.lazySet(false);
        }
    }

    /** What only tries, does something else meanwhile, or is never free again. */
    private static final class Others {
        private final AtomicBoolean tried = new AtomicBoolean();
        private final AtomicBoolean once = new AtomicBoolean();
        private final AtomicBoolean helped = new AtomicBoolean();
        private final AtomicBoolean hasty = new AtomicBoolean();
        private final AtomicInteger counted = new AtomicInteger();
        private final AtomicInteger work = new AtomicInteger();

        boolean attempt() {
            return tried.compareAndSet(false, true);
        }

        void giveUp() {
            tried.set(false);
        }

        void first() {
            while (!once.compareAndSet(false, true)) {
                Thread.yield();
            }
        }

        void helps(Runnable other) {
            while (!helped.compareAndSet(false, true)) {
                other.run();
            }
            helped.set(false);
        }

        boolean forAWhile(long until) {
            while (!hasty.compareAndSet(false, true)) {
                if (System.nanoTime() > until) {
                    return false;
                }
            }
            hasty.set(false);
            return true;
        }

        void count() {
            int now;
            do {
                now = counted.get();
            } while (!counted.compareAndSet(now, now + 1));
            counted.set(0);
        }

        void drain(Runnable each) {
            while (work.compareAndSet(0, 1)) {
                each.run();
                work.set(0);
            }
        }
    }

    @Test
    void whoeverTriesAgainUntilItIsFreeTakesIt() throws IOException {
        Map<String, Map<Integer, SpinLocks.Use>> found = SpinLocks.of(read("Locks"));

        assertThat(found.keySet())
                .containsExactlyInAnyOrder(
                        "inWhile()V",
                        "afterLooking()V",
                        "atTheEnd()V",
                        "setFree()V",
                        "own()V",
                        "disown()V",
                        "forEver()V",
                        "zero()V",
                        "ofAll()V",
                        "freeAll()V");
        assertThat(found.get("own()V").values())
                .extracting(use -> use.field().name() + " " + use.takes())
                .containsExactly("owner true");
        assertThat(found.get("disown()V").values())
                .extracting(use -> use.field().name() + " " + use.takes())
                .containsExactly("owner false");
    }

    @Test
    void whatTriesHelpsGivesUpOrCountsIsNoLock() throws IOException {
        assertThat(SpinLocks.of(read("Others"))).isEmpty();
    }

    private static ClassReader read(String name) throws IOException {
        try (InputStream in = SpinLocksTest.class.getResourceAsStream("SpinLocksTest$" + name + ".class")) {
            return new ClassReader(Objects.requireNonNull(in).readAllBytes());
        }
    }
}
