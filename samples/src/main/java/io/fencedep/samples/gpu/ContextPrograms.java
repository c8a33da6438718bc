package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedCpu;
import io.fencedep.primitives.TrackedReadWriteLock;
import io.fencedep.primitives.TrackedSpinLock;
import java.util.List;

/** Where nothing may sleep: with interrupts off, and under locks whose waiters spin. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class ContextPrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                            "33",
                            "wait-with-interrupts-off",
                            "A fence wait with interrupts off: the interrupt that signals the fence can never come.",
                            ContextPrograms::interruptsOff,
                            "dma_fence:gfx")
                    .as(Severity.ERROR, FindingKind.WAIT_CONTEXT),
            Program.cycle(
                            "33b",
                            "sleep-under-spinlock",
                            "A fence wait under a spinlock.",
                            ContextPrograms::underSpinLock,
                            "&s->spinlock")
                    .as(Severity.ERROR, FindingKind.WAIT_CONTEXT),
            Program.cycle(
                    "N07b",
                    "plain-readers",
                    "Two readers in two orders: a deadlock as soon as a writer queues between them.",
                    ContextPrograms::readers,
                    "&s->spinlock",
                    "&x->rwlock"));

    private ContextPrograms() {}

    private static void interruptsOff(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedCpu cpu = m.recorder.cpu();
        Job job = gpu.submit(() -> {});
        m.task("gpu0", "amdgpu", () -> {
            m.meet(2);
            cpu.interrupt(job.fence::signal);
        });
        m.task("exec", "amdgpu", () -> {
            try (Scope off = cpu.irqsOff()) {
                m.meet(2);
                if (!fixed) {
                    job.fence.await();
                }
            }
            job.fence.await();
        });
    }

    private static void underSpinLock(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedCpu cpu = m.recorder.cpu();
        TrackedSpinLock lock = m.recorder.spinLock("&s->spinlock");
        Job job = gpu.submit(() -> {});
        m.task("gpu0", "amdgpu", () -> {
            m.meet(2);
            cpu.interrupt(() -> {
                if (m.hangs) {
                    // Another interrupt than the one that was seen: it needs the lock first.
                    lock.lock();
                    lock.unlock();
                }
                job.fence.signal();
            });
        });
        m.task("exec", "amdgpu", () -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                job.fence.await();
            }
            lock.unlock();
            job.fence.await();
        });
    }

    private static void readers(Machine m, boolean fixed) {
        TrackedSpinLock spin = m.recorder.spinLock("&s->spinlock");
        TrackedReadWriteLock rw = m.recorder.spinningReadWriteLock("&x->rwlock");
        m.task("writer", "", () -> {
            if (m.hangs) {
                m.meet(3);
                rw.writeLock().lock();
                rw.writeLock().unlock();
            }
        });
        m.task("one", "", () -> {
            if (fixed) {
                m.meet(3);
                readThenSpin(rw, spin, () -> {});
                return;
            }
            spin.lock();
            m.meet(3);
            if (m.hangs) {
                m.until(rw::hasQueuedThreads);
            }
            rw.readLock().lock();
            rw.readLock().unlock();
            spin.unlock();
        });
        m.task("two", "", () -> readThenSpin(rw, spin, () -> m.meet(3)));
    }

    private static void readThenSpin(TrackedReadWriteLock rw, TrackedSpinLock spin, Body between) throws Exception {
        rw.readLock().lock();
        between.run();
        spin.lock();
        spin.unlock();
        rw.readLock().unlock();
    }
}
