package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedQueue;
import io.fencedep.primitives.TrackedWork;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fences that nobody said who signals: what the signaller did on its way tells. And fences that are waited for in time. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class CompletionPrograms {
    private static final String A = "&a->lock";
    private static final String B = "&b->lock";

    static final List<Program> ALL = List.of(
            Program.cycle(
                            "05b",
                            "serial-across-syscalls",
                            "Publication and submission in different system calls: user space decides whether the fence"
                                    + " signals.",
                            CompletionPrograms::acrossSyscalls,
                            "dma_fence:gfx")
                    .as(Severity.WARNING, FindingKind.UNBOUNDED),
            Program.cycle(
                            "55",
                            "timeout-is-a-stall",
                            "A wait with a timeout under a lock that the signaller needs: it stalls.",
                            CompletionPrograms::stall,
                            "&adev->lock",
                            "dma_fence:gfx")
                    .as(Severity.WARNING, FindingKind.STALL)
                    .neverHangs(),
            Program.cycle(
                    "62",
                    "stall-hides-no-error",
                    "A stall and a deadlock through the same lock: both are told.",
                    CompletionPrograms::stallAndError,
                    "&adev->lock",
                    "&dev->struct_mutex",
                    "dma_fence:amdgpu-gfx"),
            Program.cycle(
                    "65",
                    "work-that-signals-takes-the-lock",
                    "A work item that was queued after the fence was published takes the lock and then signals.",
                    CompletionPrograms::workSignals,
                    B,
                    "dma_fence:gfx"),
            Program.cycle(
                    "N01b",
                    "waiter-slept",
                    "The waiter slept while the completer's work took a lock: the kernel's cross-release rule.",
                    CompletionPrograms::waiterSlept,
                    A,
                    B,
                    "completion:bio"),
            Program.cycle(
                            "N01c",
                            "habit-of-the-completer",
                            "Nobody slept, but the work that completes took the lock first, every time.",
                            CompletionPrograms::habit,
                            B,
                            "completion:bio")
                    .as(Severity.WARNING, FindingKind.CYCLE));

    private CompletionPrograms() {}

    private static void acrossSyscalls(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.prepare(() -> {});
        m.task("game", "amdgpu", () -> {
            try (Scope ioctl = m.recorder.syscall("ioctl")) {
                gpu.publish(job);
                if (fixed) {
                    gpu.submit(job);
                }
            }
            if (!fixed) {
                if (m.hangs) {
                    // The game has crashed.
                    return;
                }
                try (Scope ioctl = m.recorder.syscall("ioctl")) {
                    gpu.submit(job);
                }
            }
            gpu.execute(job);
        });
        m.task("compositor", "amdgpu", job.fence::await);
    }

    private static void stall(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedLock lock = m.recorder.mutex("&adev->lock");
        Job job = gpu.submit(() -> {
            m.meet(2);
            lock.lock();
            lock.unlock();
        });
        m.task("amdgpu-sched", "amdgpu", () -> gpu.execute(job));
        m.task("exec", "amdgpu", () -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                job.fence.await(50, TimeUnit.MILLISECONDS);
            }
            lock.unlock();
            job.fence.await(50, TimeUnit.MILLISECONDS);
        });
    }

    private static void stallAndError(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        TrackedLock lock = m.recorder.mutex("&adev->lock");
        TrackedLock device = m.recorder.mutex("&dev->struct_mutex");
        Job job = gpu.submit(() -> {
            m.meet(3);
            lock.lock();
            lock.unlock();
        });
        m.task("amdgpu-sched", "amdgpu", () -> gpu.execute(job));
        m.task("one", "amdgpu", () -> {
            lock.lock();
            if (!fixed) {
                job.fence.await(20, TimeUnit.MILLISECONDS);
            }
            lock.unlock();
        });
        m.task("two", "amdgpu", () -> {
            lock.lock();
            m.meet(3);
            device.lock();
            device.unlock();
            lock.unlock();
        });
        m.task("three", "amdgpu", () -> {
            device.lock();
            m.meet(3);
            if (!fixed) {
                job.fence.await();
            }
            device.unlock();
            job.fence.await();
        });
    }

    private static void workSignals(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.mutex(B);
        TrackedFence fence = m.recorder.fence("dma_fence:gfx");
        TrackedQueue queue = m.recorder.queue("gpu-sched", 0);
        m.task("submit", "amdgpu", () -> {
            fence.publish().submit();
            m.meet(2);
            TrackedWork work = queue.submit("gpu_sched_work", () -> {
                lock.lock();
                lock.unlock();
                fence.signal();
            });
            m.letRun(work);
        });
        m.task("exec", "amdgpu", () -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                fence.await();
            }
            lock.unlock();
            fence.await();
        });
    }

    private static void waiterSlept(Machine m, boolean fixed) {
        TrackedLock a = m.recorder.mutex(A);
        TrackedLock b = m.recorder.mutex(B);
        TrackedQueue queue = m.recorder.queue("bio", 0);
        m.task("waiter", "", () -> {
            for (int i = 0; i < 2; i++) {
                Thread waiter = Thread.currentThread();
                TrackedFence done = m.recorder.fence("completion:bio").publish().submit();
                a.lock();
                m.meet(2);
                queue.submit(
                        "gpu_sched_work",
                        () -> m.run(() -> {
                            m.asleep(waiter);
                            b.lock();
                            b.unlock();
                            done.signal();
                        }));
                done.await();
                a.unlock();
            }
        });
        m.task("other", "", () -> {
            TrackedLock first = fixed ? a : b;
            TrackedLock second = fixed ? b : a;
            if (fixed) {
                m.meet(2);
            }
            first.lock();
            if (!fixed) {
                m.meet(2);
            }
            second.lock();
            second.unlock();
            first.unlock();
        });
    }

    private static void habit(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.mutex(B);
        TrackedFence done = m.recorder.fence("completion:bio");
        TrackedQueue queue = m.recorder.queue("bio", 0);
        boolean[] published = new boolean[1];
        m.task("waiter", "", () -> {
            // Queued before anybody could know the fence: nothing says that they belong together.
            TrackedWork work = queue.submit(
                    "gpu_sched_work",
                    () -> m.run(() -> {
                        m.until(() -> published[0]);
                        m.meet(2);
                        lock.lock();
                        lock.unlock();
                        done.signal();
                    }));
            done.publish().submit();
            published[0] = true;
            m.letRun(work);
            lock.lock();
            m.meet(2);
            if (!fixed) {
                done.await();
            }
            lock.unlock();
            done.await();
        });
    }
}
