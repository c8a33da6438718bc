package io.fencedep.samples.gpu;

import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedNotifier;
import java.util.List;

/** Memory that is asked for while others may wait for a fence. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class MemoryPrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                    "01",
                    "notifier-waits-signaller-allocates-noio",
                    "An MMU notifier waits for a fence whose job allocates: GFP_NOIO still runs notifiers.",
                    MemoryPrograms::notifierWaits,
                    "mmu_notifier",
                    "dma_fence:gfx"),
            Program.cycle(
                    "02",
                    "shrinker-waits-signaller-allocates",
                    "A shrinker waits for a fence; the job that signals it allocates with GFP_KERNEL.",
                    MemoryPrograms::shrinkerWaits,
                    "reclaim",
                    "dma_fence:gfx"),
            Program.cycle(
                    "04",
                    "alloc-after-publish",
                    "The fence is visible, and its publisher still allocates before the job is submitted.",
                    MemoryPrograms::allocAfterPublish,
                    "reclaim",
                    "dma_fence:gfx"),
            Program.cycle(
                    "05",
                    "next-serial-before-work",
                    "User space got a fence for work that it has not submitted yet, and allocates in between.",
                    MemoryPrograms::nextSerial,
                    "reclaim",
                    "dma_fence:gfx"),
            Program.cycle(
                    "06",
                    "preempted-between-serial-and-submit",
                    "Between publication and submission the task needs a lock under which others allocate.",
                    MemoryPrograms::preempted,
                    "&adev->lock",
                    "reclaim",
                    "dma_fence:gfx"));

    private MemoryPrograms() {}

    private static void notifierWaits(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> m.allocate(fixed ? AllocFlags.GFP_ATOMIC : AllocFlags.GFP_NOIO));
        TrackedNotifier userptr = m.mmuNotifier(job.fence::await);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("munmap", "amdgpu", () -> userptr.invalidate(true));
    }

    private static void shrinkerWaits(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> m.allocate(fixed ? AllocFlags.GFP_NOWAIT : AllocFlags.GFP_KERNEL));
        m.shrinker(gpu::waitForJobs);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("kswapd0", "", m.memory::reclaim);
    }

    private static void allocAfterPublish(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.prepare(() -> {});
        m.shrinker(gpu::waitForJobs);
        m.task("exec", "amdgpu", () -> {
            if (fixed) {
                // There is no fence yet that a shrinker could find.
                m.allocate(AllocFlags.GFP_KERNEL);
            }
            gpu.publish(job);
            m.meet(2);
            if (!fixed) {
                m.allocate(AllocFlags.GFP_KERNEL);
            }
            gpu.submit(job);
            gpu.execute(job);
        });
        m.task("kswapd0", "", () -> reclaimAfterMeeting(m, 2));
    }

    private static void nextSerial(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.prepare(() -> {});
        m.shrinker(gpu::waitForJobs);
        m.task("game", "amdgpu", () -> {
            try (Scope ioctl = m.recorder.syscall("ioctl")) {
                gpu.publish(job);
                if (fixed) {
                    gpu.submit(job);
                }
            }
            m.meet(2);
            if (!fixed) {
                m.allocate(AllocFlags.GFP_KERNEL);
                try (Scope ioctl = m.recorder.syscall("ioctl")) {
                    gpu.submit(job);
                }
            }
            gpu.execute(job);
        });
        m.task("kswapd0", "", () -> reclaimAfterMeeting(m, 2));
    }

    private static void preempted(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.prepare(() -> {});
        TrackedLock lock = m.recorder.lock("&adev->lock");
        m.shrinker(gpu::waitForJobs);
        m.task("game", "amdgpu", () -> {
            if (fixed) {
                lock.lock();
                lock.unlock();
            }
            gpu.publish(job);
            if (!fixed) {
                m.meet(3);
                lock.lock();
                lock.unlock();
            }
            gpu.submit(job);
            gpu.execute(job);
        });
        m.task("probe", "amdgpu", () -> {
            lock.lock();
            m.meet(fixed ? 1 : 3);
            m.allocate(AllocFlags.GFP_KERNEL);
            lock.unlock();
        });
        m.task("kswapd0", "", () -> reclaimAfterMeeting(m, fixed ? 1 : 3));
    }

    /** In a run that is driven to hang, what reclaim waits for is there by then. */
    private static void reclaimAfterMeeting(Machine m, int parties) throws InterruptedException {
        m.meet(parties);
        m.memory.reclaim();
    }
}
