package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
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
        private final AtomicBoolean turn = new AtomicBoolean();
        private final Queue<Thread> waiting = new ConcurrentLinkedQueue<>();

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

        void first() {
            Thread me = Thread.currentThread();
            waiting.add(me);
            boolean interrupted = false;
            while (waiting.peek() != me || !turn.compareAndSet(false, true)) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            waiting.remove();
            if (interrupted) {
                me.interrupt();
            }
        }

        void next() {
            turn.set(false);
            LockSupport.unpark(waiting.peek());
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

    /** Locks that replace a value, and look at what it was. */
    private static final class Replaced {
        private final AtomicBoolean taken = new AtomicBoolean();
        private final AtomicReference<Thread> owner = new AtomicReference<>();

        @SuppressWarnings("EmptyBlock")
        void test() {
            while (taken.getAndSet(true)) {}
        }

        void testAndTest() {
            while (true) {
                while (taken.get()) {
                    Thread.onSpinWait();
                }
                if (!taken.getAndSet(true)) {
                    return;
                }
            }
        }

        void own() {
            while (owner.getAndSet(Thread.currentThread()) != null) {
                Thread.yield();
            }
        }

        void free() {
            taken.set(false);
            owner.set(null);
        }
    }

    /** Locks whose value is no object of its own. */
    private static final class Fields {
        private static final AtomicIntegerFieldUpdater<Fields> STATE =
                AtomicIntegerFieldUpdater.newUpdater(Fields.class, "state");
        private static final VarHandle OWNER;

        static {
            try {
                OWNER = MethodHandles.lookup().findVarHandle(Fields.class, "owner", Thread.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private volatile int state;
        private volatile @Nullable Thread owner;

        void byUpdater() {
            while (!STATE.compareAndSet(this, 0, 1)) {
                Thread.onSpinWait();
            }
        }

        void setFree() {
            state = 0;
        }

        void byHandle() {
            while (!OWNER.compareAndSet(this, (Thread) null, Thread.currentThread())) {
                Thread.yield();
            }
        }

        void release() {
            OWNER.setRelease(this, (Thread) null);
        }

        @Nullable
        Thread of(Fields other) {
            return OWNER.compareAndSet(other, (Thread) null, Thread.currentThread()) ? other.owner : owner;
        }
    }

    /** What only tries, does something else meanwhile, or is never free again. */
    private static final class Others {
        private final AtomicBoolean tried = new AtomicBoolean();
        private final AtomicBoolean once = new AtomicBoolean();
        private final AtomicBoolean helped = new AtomicBoolean();
        private final AtomicBoolean signalled = new AtomicBoolean();
        private final AtomicBoolean dirty = new AtomicBoolean();
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

        void awaitSignal() {
            while (!signalled.getAndSet(false)) {
                Thread.yield();
            }
        }

        void signal() {
            signalled.set(true);
        }

        void again(Runnable each) {
            while (dirty.getAndSet(false)) {
                each.run();
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
                        "first()V",
                        "next()V",
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
    void whatReplacesTheValueHasTakenItIfItWasFree() throws IOException {
        Map<String, Map<Integer, SpinLocks.Use>> found = SpinLocks.of(read("Replaced"));

        assertThat(found.keySet()).containsExactlyInAnyOrder("test()V", "testAndTest()V", "own()V", "free()V");
        assertThat(found.get("test()V").values())
                .extracting(SpinLocks.Use::replaced)
                .containsExactly("Z");
        assertThat(found.get("own()V").values())
                .extracting(SpinLocks.Use::replaced)
                .containsExactly("Ljava/lang/Object;");
        assertThat(found.get("free()V")).hasSize(2);
    }

    @Test
    void theFieldThatAHandleChangesIsTheLock() throws IOException {
        Map<String, Map<Integer, SpinLocks.Use>> found = SpinLocks.of(read("Fields"));

        assertThat(found.keySet()).containsExactlyInAnyOrder("byUpdater()V", "setFree()V", "byHandle()V", "release()V");
        assertThat(found.get("setFree()V").values())
                .extracting(use -> use.field().name() + " " + use.takes())
                .containsExactly("state false");
        assertThat(found.get("byHandle()V").values())
                .extracting(use -> use.field().name() + " " + use.takes())
                .containsExactly("owner true");
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
