package io.fencedep.samples.gpu;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.NotifierModel;
import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedNotifier;
import io.fencedep.primitives.TrackedPage;
import java.util.List;

/** What MMU notifiers promise: to stop the device, to be quick, not to block when they are told so. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class NotifierPrograms {
    private static final String PAGE_TABLE = "&gpu->page_table_lock";

    static final List<Program> ALL = List.of(
            Program.cycle(
                            "01b",
                            "signaller-allocates-contract",
                            "The job that signals allocates, and no notifier was seen to wait: the contract knows that one"
                                    + " may.",
                            NotifierPrograms::signallerAllocates,
                            "dma_fence:gfx")
                    .under("linux-gpu"),
            Program.contract(
                            "16",
                            "shadow-page-table-returns-early",
                            "A shadow page table must have stopped the device when its notifier returns; this one has not.",
                            NotifierPrograms::returnsEarly,
                            "shadow-page-table")
                    .neverHangs(),
            Program.contract(
                    "16b",
                    "registration-cache-waits",
                    "A registration cache only forgets: a fence wait in its notifier is needless and dangerous.",
                    NotifierPrograms::cacheWaits,
                    "registration-cache"),
            Program.cycle(
                    "18",
                    "page-table-lock-allocates",
                    "The holder of the page-table lock allocates, and the notifier takes that lock.",
                    NotifierPrograms::allocates,
                    PAGE_TABLE,
                    "mmu_notifier"),
            Program.cycle(
                    "19",
                    "wait-queue-under-driver-lock",
                    "A notifier waits on a wait queue while it holds the driver lock that the waker needs.",
                    NotifierPrograms::waitQueue,
                    "&adev->lock",
                    "completion:gpu-idle-wq"),
            Program.contract(
                    "20",
                    "non-blocking-notifier-blocks",
                    "The OOM reaper said do not block, and the callback sleeps on a mutex.",
                    NotifierPrograms::blocks,
                    "linux-gpu"),
            Program.contract(
                    "21",
                    "accelerator-waits-in-notifier",
                    "Only GPU drivers have an excuse for fence waits in notifiers; this is an accelerator driver.",
                    (m, fixed) -> waitsInNotifier(m, fixed, "habanalabs"),
                    "linux-gpu"),
            Program.contract(
                    "39",
                    "hmm-notifier-waits",
                    "With HMM the page table is updated at once, without a fence wait in the notifier; this one waits.",
                    (m, fixed) -> waitsInNotifier(m, fixed, "nouveau"),
                    "hmm"),
            Program.contract(
                    "39b",
                    "hmm-page-table-lock-blocks",
                    "Nothing blocks under the page-table lock; here a fence wait does.",
                    NotifierPrograms::waitsUnderPageTableLock,
                    "hmm"),
            Program.cycle(
                    "53",
                    "names-the-kernel-prints",
                    "Reclaim and notifiers under the names that a kernel prints are the same things.",
                    NotifierPrograms::kernelNames,
                    "dma_fence:gfx"),
            Program.cycle(
                    "N16b",
                    "nofs-scope-does-not-help",
                    "A nofs scope around the allocation of the signaller: it still runs notifiers.",
                    NotifierPrograms::nofsScope,
                    "mmu_notifier",
                    "dma_fence:gfx"));

    private NotifierPrograms() {}

    private static void signallerAllocates(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> m.allocate(fixed ? AllocFlags.GFP_ATOMIC : AllocFlags.GFP_NOIO));
        if (m.hangs) {
            // Nobody had a notifier when it went well.
            m.mmuNotifier(job.fence::await);
        }
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
    }

    private static void returnsEarly(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedPage page = m.recorder.page("device_page");
        Scope[] write = new Scope[1];
        TrackedNotifier notifier = m.mmuNotifier(() -> {
                    if (fixed) {
                        write[0].close();
                    }
                })
                .model(NotifierModel.SHADOW_PAGE_TABLE);
        m.task("app", "nouveau", () -> {
            write[0] = page.dma(gpu.device);
            notifier.invalidate(true, page);
            // The page belongs to somebody else by now.
            write[0].close();
        });
    }

    private static void cacheWaits(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("rdma0", "gfx");
        TrackedPage page = m.recorder.page("registered_page");
        Job job = gpu.submit(() -> {});
        TrackedNotifier cache = m.mmuNotifier(() -> {
                    if (!fixed) {
                        job.fence.await();
                    }
                })
                .model(NotifierModel.REGISTRATION_CACHE);
        m.task("app", "hfi1", () -> {
            if (!m.hangs) {
                gpu.execute(job);
            }
            try (Scope pin = page.pin("pinned_page");
                    Scope write = page.dma(gpu.device)) {
                cache.invalidate(true, page);
            }
            // A job that the device begins when the application rings its bell.
            gpu.execute(job);
        });
    }

    private static void allocates(Machine m, boolean fixed) {
        TrackedLock pageTable = m.recorder.mutex(PAGE_TABLE);
        TrackedNotifier notifier = m.mmuNotifier(() -> {
            pageTable.lock();
            pageTable.unlock();
        });
        m.task("bind", "nouveau", () -> {
            if (fixed) {
                m.allocate(AllocFlags.GFP_KERNEL);
            }
            pageTable.lock();
            if (!fixed) {
                m.allocate(AllocFlags.GFP_KERNEL);
            }
            pageTable.unlock();
        });
        m.task("kswapd0", "nouveau", () -> notifier.invalidate(true));
    }

    private static void waitQueue(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.mutex("&adev->lock");
        TrackedFence idle = m.recorder.fence("completion:gpu-idle-wq").publish().submit();
        TrackedNotifier notifier = m.mmuNotifier(() -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                idle.await();
            }
            lock.unlock();
            idle.await();
        });
        m.task("irq-thread", "nouveau", () -> {
            try (Scope section = idle.signalling()) {
                m.meet(2);
                lock.lock();
                lock.unlock();
                idle.signal();
            }
        });
        m.task("munmap", "nouveau", () -> notifier.invalidate(true));
    }

    private static void blocks(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.mutex("&adev->lock");
        TrackedFence reaped = m.recorder.fence("completion:reaped").publish().submit();
        TrackedNotifier notifier = m.recorder.notifier("mmu_notifier", mayBlock -> {
            m.meet(2);
            if (!fixed || mayBlock) {
                lock.lock();
            } else if (!lock.tryLock()) {
                return false;
            }
            lock.unlock();
            return true;
        });
        m.task("oom_reaper", "i915", () -> {
            notifier.invalidate(false);
            reaped.signal();
        });
        m.task("victim", "i915", () -> {
            lock.lock();
            m.meet(2);
            if (m.hangs) {
                // There will be no memory before the reaper is through.
                reaped.await();
            }
            lock.unlock();
        });
    }

    private static void waitsInNotifier(Machine m, boolean fixed, String driver) {
        Gpu gpu = m.gpu("device0", "gfx");
        TrackedLock pageTable = m.recorder.mutex(PAGE_TABLE);
        Job job = gpu.submit(() -> {
            if (m.hangs) {
                m.allocate(AllocFlags.GFP_NOIO);
            }
        });
        TrackedNotifier notifier = m.mmuNotifier(() -> {
            if (fixed) {
                // The entries are gone at once; the device faults when it comes back.
                pageTable.lock();
                pageTable.unlock();
            } else {
                job.fence.await();
            }
        });
        m.task("device0", driver, () -> gpu.execute(job));
        m.task("munmap", driver, () -> notifier.invalidate(true));
    }

    private static void waitsUnderPageTableLock(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        TrackedLock pageTable = m.recorder.mutex(PAGE_TABLE);
        Job job = gpu.submit(() -> {
            if (m.hangs) {
                m.meet(2);
                pageTable.lock();
                pageTable.unlock();
            }
        });
        m.task("gpu0", "nouveau", () -> gpu.execute(job));
        m.task("fault", "nouveau", () -> {
            pageTable.lock();
            m.meet(2);
            if (!fixed) {
                job.fence.await();
            }
            pageTable.unlock();
            job.fence.await();
        });
    }

    private static void kernelNames(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> m.allocate(fixed ? AllocFlags.GFP_NOWAIT : AllocFlags.GFP_KERNEL));
        TrackedNotifier notifier = m.recorder.notifier("mmu_notifier_invalidate_range_start", mayBlock -> {
            job.fence.await();
            return true;
        });
        m.shrinker(() -> notifier.invalidate(true));
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("kswapd0", "amdgpu", m.memory::reclaim);
    }

    private static void nofsScope(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> {
            try (Scope careful = m.memory.scope(fixed ? AllocScope.NORECLAIM : AllocScope.NOFS)) {
                m.allocate(AllocFlags.GFP_KERNEL);
            }
        });
        TrackedNotifier userptr = m.mmuNotifier(job.fence::await);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("kswapd0", "amdgpu", () -> userptr.invalidate(true));
    }
}
