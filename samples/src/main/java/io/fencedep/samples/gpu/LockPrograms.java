package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Locks alone: two orders, tries, timeouts, gates. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class LockPrograms {
    private static final String A = "&a->lock";
    private static final String B = "&b->lock";

    static final List<Program> ALL = List.of(
            Program.cycle(
                            "25b",
                            "trylock-loop",
                            "A trylock that is tried again and again with another lock held waits all the same.",
                            LockPrograms::trylockLoop,
                            A,
                            B)
                    .as(Severity.WARNING, FindingKind.STALL),
            Program.cycle(
                            "61",
                            "timed-lock",
                            "Two locks in two orders, and one side takes its second lock with a timeout.",
                            LockPrograms::timed,
                            A,
                            B)
                    .as(Severity.WARNING, FindingKind.STALL)
                    .neverHangs(),
            Program.cycle(
                    "63",
                    "gate-hides-no-error",
                    "Two orders under a gate, which is no trouble, and a third way round without it, which is.",
                    LockPrograms::gate,
                    A,
                    B,
                    "&c->lock"),
            Program.cycle(
                    "64",
                    "gate-does-not-guard-a-fence",
                    "A gate keeps two holders apart, not a signal that is still owed.",
                    LockPrograms::gateAndFence,
                    "dma_fence:gfx"),
            Program.cycle(
                    "66",
                    "hung-when-the-trace-ends",
                    "Two locks in two orders; driven to hang, both tasks are stuck when the recording stops.",
                    (m, fixed) -> twoOrders(m, fixed),
                    A,
                    B),
            Program.cycle(
                            "67",
                            "two-threads-of-a-program",
                            "Two orders by two threads of a program; one thread alone is no deadlock.",
                            LockPrograms::program,
                            A,
                            B)
                    .inProgram());

    private LockPrograms() {}

    private static void trylockLoop(Machine m, boolean fixed) {
        TrackedLock a = m.recorder.mutex(A);
        TrackedLock b = m.recorder.mutex(B);
        m.task("evict", "amdgpu", () -> {
            Thread holder = m.hangs ? null : m.holdFor(b, 10);
            for (boolean through = false; !through; ) {
                a.lock();
                if (m.hangs) {
                    m.meet(2);
                }
                // With the bug, a stays locked while it tries.
                do {
                    through = b.tryLock();
                    Thread.sleep(1);
                } while (!through && !fixed);
                if (through) {
                    b.unlock();
                }
                a.unlock();
            }
            if (holder != null) {
                holder.join();
            }
        });
        m.task("bind", "amdgpu", () -> {
            b.lock();
            m.meet(2);
            a.lock();
            a.unlock();
            b.unlock();
        });
    }

    private static void timed(Machine m, boolean fixed) {
        TrackedLock a = m.recorder.mutex(A);
        TrackedLock b = m.recorder.mutex(B);
        m.task("one", "", () -> {
            TrackedLock first = fixed ? b : a;
            TrackedLock second = fixed ? a : b;
            first.lock();
            if (!fixed) {
                m.meet(2);
            }
            if (second.tryLock(50, TimeUnit.MILLISECONDS)) {
                second.unlock();
            }
            first.unlock();
        });
        m.task("two", "", () -> inOrder(m, fixed ? 0 : 2, b, a));
    }

    private static void gate(Machine m, boolean fixed) {
        TrackedLock gate = m.recorder.mutex("&gate->lock");
        TrackedLock a = m.recorder.mutex(A);
        TrackedLock b = m.recorder.mutex(B);
        TrackedLock c = m.recorder.mutex("&c->lock");
        int parties = fixed ? 0 : 3;
        m.task("one", "", () -> {
            if (!m.hangs) {
                gate.lock();
                inOrder(m, 0, a, b);
                gate.unlock();
            }
        });
        m.task("two", "", () -> {
            gate.lock();
            inOrder(m, parties, b, a);
            gate.unlock();
        });
        m.task("three", "", () -> inOrder(m, parties, a, c));
        m.task("four", "", () -> inOrder(m, parties, fixed ? b : c, fixed ? c : b));
    }

    private static void gateAndFence(Machine m, boolean fixed) {
        TrackedLock gate = m.recorder.mutex("&gate->lock");
        TrackedLock lock = m.recorder.mutex("&adev->lock");
        TrackedFence fence = m.recorder.fence("dma_fence:gfx").publish().submit();
        m.task("irq-thread", "amdgpu", () -> {
            m.meet(2);
            gate.lock();
            try (Scope section = fence.signalling()) {
                lock.lock();
                lock.unlock();
                fence.signal();
            }
            gate.unlock();
        });
        m.task("exec", "amdgpu", () -> {
            gate.lock();
            lock.lock();
            m.meet(2);
            if (!fixed) {
                fence.await();
            }
            lock.unlock();
            gate.unlock();
            fence.await();
        });
    }

    private static void twoOrders(Machine m, boolean fixed) {
        TrackedLock a = m.recorder.mutex(A);
        TrackedLock b = m.recorder.mutex(B);
        m.task("one", "", () -> inOrder(m, fixed ? 0 : 2, a, b));
        m.task("two", "", () -> inOrder(m, fixed ? 0 : 2, fixed ? a : b, fixed ? b : a));
    }

    private static void program(Machine m, boolean fixed) {
        TrackedLock a = m.recorder.lock(A);
        TrackedLock b = m.recorder.lock(B);
        if (fixed) {
            m.task("t1", "app", () -> {
                inOrder(m, 0, a, b);
                inOrder(m, 0, b, a);
            });
        } else {
            m.task("t1", "app", () -> inOrder(m, 2, a, b));
            m.task("t2", "app", () -> inOrder(m, 2, b, a));
        }
    }

    /** Takes both; in between, meets so many others who have one; 0 for nobody. */
    private static void inOrder(Machine m, int parties, TrackedLock first, TrackedLock second)
            throws InterruptedException {
        first.lock();
        if (parties > 0) {
            m.meet(parties);
        }
        second.lock();
        second.unlock();
        first.unlock();
    }
}
