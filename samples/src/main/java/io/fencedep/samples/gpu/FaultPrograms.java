package io.fencedep.samples.gpu;

import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedNotifier;
import io.fencedep.primitives.TrackedQueue;
import io.fencedep.primitives.TrackedWork;
import java.util.List;

/** Page faults of devices, and the page tables that they share with the CPU. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class FaultPrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                    "11",
                    "cross-driver-cycle",
                    "Two drivers on one buffer: a chain through both of them that neither shows alone.",
                    FaultPrograms::crossDriver,
                    "mmu_notifier",
                    "dma_fence:i915-rcs",
                    "dma_fence:amdgpu-gfx",
                    "&amdgpu_vm->eviction_lock"),
            Program.cycle(
                    "13",
                    "userptr-notifier-lock",
                    "A userptr notifier waits for a fence with its own lock held, and the signaller takes that lock.",
                    FaultPrograms::notifierLock,
                    "&adev->notifier_lock",
                    "dma_fence:gfx"),
            Program.cycle(
                    "17",
                    "fault-waits-for-invalidate-end",
                    "A fault handler sleeps for the end of an invalidation with the page-table lock that the notifier"
                            + " wants.",
                    FaultPrograms::invalidateEnd,
                    "&gpu->page_table_lock",
                    "completion:invalidate-end"),
            Program.cycle(
                    "35",
                    "job-fence-with-page-faults",
                    "A job that can take recoverable page faults owns a dma_fence that reclaim waits for.",
                    FaultPrograms::faultingJob,
                    "dma_fence:compute-job",
                    "gpu_page_fault_work",
                    "reclaim"),
            Program.cycle(
                    "36",
                    "shared-engine-with-faulting-compute",
                    "A 3D job queues behind compute work on one engine, and that work takes page faults.",
                    FaultPrograms::sharedEngine,
                    "dma_fence:3d-job",
                    "engine_rcs0_job",
                    "gpu_page_fault_work",
                    "reclaim"),
            Program.cycle(
                    "37",
                    "page-table-updates-through-the-scheduler",
                    "Page-table updates wait for user jobs that wait for the fault being served.",
                    FaultPrograms::pageTableUpdates,
                    "gpu_page_fault_work",
                    "dma_fence:sdma-pt-update",
                    "dma_fence:user-job"),
            Program.cycle(
                    "37b",
                    "recoverable-fault-events",
                    "Until a fault is served, no fence of the device signals; serving it asks for memory.",
                    FaultPrograms::faultEvents,
                    "dma_fence:amdgpu-gfx",
                    "reclaim"));

    private FaultPrograms() {}

    private static void crossDriver(Machine m, boolean fixed) {
        Gpu amdgpu = m.gpu("amdgpu0", "amdgpu-gfx");
        Gpu i915 = m.gpu("i9150", "i915-rcs");
        TrackedLock eviction = m.recorder.lock("&amdgpu_vm->eviction_lock");
        Job producer = amdgpu.submit(() -> {
            m.meet(2);
            if (!fixed) {
                eviction.lock();
                eviction.unlock();
            }
        });
        Job consumer = i915.submit(() -> {}).after(producer);
        TrackedNotifier userptr = m.mmuNotifier(consumer.fence::await);
        m.task("amdgpu-gfx", "amdgpu", () -> amdgpu.execute(producer));
        m.task("i915-rcs", "i915", () -> i915.execute(consumer));
        m.task("munmap", "i915", () -> userptr.invalidate(true));
        m.task("glxgears", "amdgpu", () -> {
            eviction.lock();
            m.meet(2);
            m.allocate(AllocFlags.GFP_NOFS);
            eviction.unlock();
        });
    }

    private static void notifierLock(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedLock lock = m.recorder.lock("&adev->notifier_lock");
        Job job = gpu.submit(() -> {
            m.meet(2);
            lock.lock();
            lock.unlock();
        });
        TrackedNotifier userptr = m.mmuNotifier(() -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                job.fence.await();
            }
            lock.unlock();
            job.fence.await();
        });
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("munmap", "amdgpu", () -> userptr.invalidate(true));
    }

    private static void invalidateEnd(Machine m, boolean fixed) {
        TrackedLock pageTable = m.recorder.lock("&gpu->page_table_lock");
        TrackedFence end =
                m.recorder.fence("completion:invalidate-end").publish().submit();
        TrackedNotifier notifier = m.mmuNotifier(() -> {
            try (Scope section = end.signalling()) {
                m.meet(2);
                pageTable.lock();
                pageTable.unlock();
                end.signal();
            }
        });
        m.task("munmap", "nouveau", () -> notifier.invalidate(true));
        m.task("fault", "nouveau", () -> {
            pageTable.lock();
            m.meet(2);
            if (!fixed) {
                end.await();
            }
            pageTable.unlock();
            end.await();
        });
    }

    private static void faultingJob(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "compute-job");
        TrackedQueue faults = m.recorder.queue("gpu-faults", 0);
        AllocFlags flags = fixed ? AllocFlags.GFP_NOWAIT : AllocFlags.GFP_KERNEL;
        Job job = gpu.submit(() -> faults.submit("gpu_page_fault_work", () -> m.run(() -> m.allocate(flags)))
                .flush());
        m.shrinker(job.fence::await);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("kswapd0", "", m.memory::reclaim);
    }

    private static void sharedEngine(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "3d-job");
        TrackedQueue engine = m.recorder.queue("rcs0", 0);
        TrackedQueue faults = m.recorder.queue("gpu-faults", 0);
        TrackedFence preempted =
                m.recorder.fence("dma_fence:engine-preempt").publish().submit();
        Body compute = () -> faults.submit("gpu_page_fault_work", () -> m.run(() -> m.allocate(AllocFlags.GFP_KERNEL)))
                .flush();
        TrackedWork[] running = new TrackedWork[1];
        Job job = gpu.submit(() -> {
            if (fixed) {
                // Whatever runs on the engine is taken off it, page faults and all.
                preempted.await();
            } else {
                running[0].flush();
            }
        });
        m.shrinker(job.fence::await);
        m.task("gpu0-compute", "amdgpu", () -> {
            running[0] = engine.submit("engine_rcs0_job", () -> m.run(compute));
            preempted.signal();
            m.letRun(running[0]);
            m.meet(2);
        });
        m.task("gpu0", "amdgpu", () -> {
            m.meet(2);
            gpu.execute(job);
        });
        m.task("kswapd0", "", m.memory::reclaim);
    }

    private static void pageTableUpdates(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "user-job");
        Gpu sdma = m.gpu("sdma0", "sdma-pt-update");
        TrackedQueue faults = m.recorder.queue("gpu-faults", 0);
        Job before = gpu.submit(() -> {});
        Job update = sdma.submit(() -> {});
        TrackedWork[] fault = new TrackedWork[1];
        Job job = gpu.submit(() -> {
            fault[0] = faults.submit("gpu_page_fault_work", () -> m.run(update.fence::await));
            fault[0].flush();
        });
        if (!fixed) {
            update.after(m.hangs ? job : before);
        }
        m.task("gpu0", "amdgpu", () -> gpu.execute(before));
        m.task("sdma-sched", "amdgpu", () -> sdma.execute(update));
        m.task("gpu0/2", "amdgpu", () -> gpu.execute(job));
    }

    private static void faultEvents(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        Job job = gpu.submit(() -> {});
        m.shrinker(job.fence::await);
        m.task("fault-worker", "amdgpu", () -> {
            if (fixed) {
                m.memory.alloc(1, AllocFlags.GFP_NOWAIT);
            }
            try (Scope serving = gpu.device.fault()) {
                if (!fixed) {
                    m.allocate(AllocFlags.GFP_KERNEL);
                }
            }
            gpu.execute(job);
        });
        m.task("kswapd0", "", m.memory::reclaim);
    }
}
