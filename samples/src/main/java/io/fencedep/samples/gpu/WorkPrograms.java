package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedQueue;
import io.fencedep.primitives.TrackedReadWriteLock;
import io.fencedep.primitives.TrackedSemaphore;
import io.fencedep.primitives.TrackedWork;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Work that others flush, queues with few places, and slots of the hardware. */
// A lock that is given back in some other place is what these programs are about.
@SuppressWarnings("LockNotBeforeTry")
final class WorkPrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                    "31",
                    "hotplug-worker-userptr-gem-mm",
                    "CPU hotplug, a worker, userptr, gem locking and core mm: all are needed to close the loop.",
                    WorkPrograms::hotplug,
                    "cpu_hotplug_lock",
                    "userptr_worker",
                    "&obj->mm.lock",
                    "mmap_lock"),
            Program.cycle(
                    "32",
                    "flush-under-lock",
                    "flush_work under a lock that the work takes.",
                    WorkPrograms::flushUnderLock,
                    "&dev->struct_mutex",
                    "userptr_worker"),
            Program.cycle(
                    "32b",
                    "ordered-queue",
                    "On an ordered queue one work waits for a fence that the next work would signal.",
                    WorkPrograms::orderedQueue,
                    "dma_fence:gfx"),
            Program.cycle(
                    "44",
                    "queue-slots-run-out",
                    "The holder of the last hardware queue slot waits for a job that needs one.",
                    WorkPrograms::slots,
                    "hw_queue_slot",
                    "dma_fence:i915-rcs"),
            Program.cycle(
                    "50",
                    "flush-of-a-whole-queue",
                    "Flushing a queue under a lock that one of its items takes.",
                    WorkPrograms::flushQueue,
                    "&dev->struct_mutex"),
            Program.cycle(
                            "51",
                            "item-behind-item",
                            "An item of an ordered queue waits for another item of the same queue.",
                            WorkPrograms::itemBehindItem,
                            "ordered_work_2")
                    .as(Severity.ERROR, FindingKind.CYCLE));

    private WorkPrograms() {}

    private static void hotplug(Machine m, boolean fixed) throws Exception {
        TrackedReadWriteLock hotplug = m.recorder.readWriteLock("cpu_hotplug_lock");
        TrackedReadWriteLock mmap = m.recorder.readWriteLock("mmap_lock");
        TrackedLock gem = m.recorder.lock("&obj->mm.lock");
        TrackedQueue queue = m.recorder.queue("i915-userptr", 0);
        m.task("suspend", "", () -> {
            hotplug.writeLock().lock();
            m.meet(3);
            TrackedWork worker = userptrWorker(queue, gem);
            m.letRun(worker);
            if (!fixed) {
                flush(worker);
            }
            hotplug.writeLock().unlock();
            flush(worker);
        });
        m.task("exec", "i915", () -> {
            gem.lock();
            m.meet(3);
            mmap.readLock().lock();
            mmap.readLock().unlock();
            gem.unlock();
        });
        m.task("mprotect", "", () -> {
            mmap.writeLock().lock();
            m.meet(3);
            hotplug.readLock().lock();
            hotplug.readLock().unlock();
            mmap.writeLock().unlock();
        });
    }

    private static TrackedWork userptrWorker(TrackedQueue queue, TrackedLock lock) {
        return queue.submit("userptr_worker", () -> {
            lock.lock();
            lock.unlock();
        });
    }

    private static void flush(TrackedWork work) throws InterruptedException {
        try {
            work.flush();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the work failed", e);
        }
    }

    private static void flushUnderLock(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.lock("&dev->struct_mutex");
        TrackedQueue queue = m.recorder.queue("i915-userptr", 0);
        m.task("close", "i915", () -> {
            TrackedWork before = userptrWorker(queue, lock);
            m.letRun(before);
            lock.lock();
            TrackedWork work = m.hangs ? userptrWorker(queue, lock) : before;
            if (!fixed) {
                flush(work);
            }
            lock.unlock();
            flush(work);
        });
    }

    private static void orderedQueue(Machine m, boolean fixed) {
        TrackedFence fence = m.recorder.fence("dma_fence:gfx").publish().submit();
        TrackedQueue waiting = m.recorder.queue("ordered", 1);
        TrackedQueue signalling = fixed ? m.recorder.queue("signalling", 1) : waiting;
        m.task("submit", "amdgpu", () -> {
            // Driven to hang, the waiter is first.
            m.meet(2);
            TrackedWork signaller = signalling.submit("signal_work", fence::signal);
            m.letRun(signaller);
            flush(signaller);
        });
        m.task("exec", "amdgpu", () -> {
            TrackedWork waiter = waiting.submit("wait_work", () -> m.run(fence::await));
            m.meet(2);
            flush(waiter);
        });
    }

    private static void slots(Machine m, boolean fixed) {
        TrackedSemaphore slots = m.recorder.semaphore("hw_queue_slot", 1);
        Gpu gpu = m.gpu("gpu0", "i915-rcs");
        Job job = gpu.submit(() -> {
            m.meet(2);
            slots.acquire();
            slots.release();
        });
        m.task("process-b", "i915", () -> gpu.execute(job));
        m.task("process-a", "i915", () -> {
            slots.acquire();
            m.meet(2);
            if (!fixed) {
                job.fence.await();
            }
            slots.release();
            job.fence.await();
        });
    }

    private static void flushQueue(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.lock("&dev->struct_mutex");
        TrackedQueue queue = m.recorder.queue("i915", 0);
        m.task("unload", "i915", () -> {
            m.letRun(userptrWorker(queue, lock));
            lock.lock();
            if (m.hangs) {
                userptrWorker(queue, lock);
            }
            if (!fixed) {
                queue.flush();
            }
            lock.unlock();
            queue.flush();
        });
    }

    private static void itemBehindItem(Machine m, boolean fixed) {
        TrackedQueue queue = m.recorder.queue("ordered", 1);
        TrackedQueue other = fixed ? m.recorder.queue("other", 1) : queue;
        m.task("exec", "amdgpu", () -> {
            TrackedWork[] second = new TrackedWork[1];
            if (!m.hangs) {
                second[0] = other.submit("ordered_work_2", () -> {});
                m.letRun(second[0]);
            }
            TrackedWork first = queue.submit(
                    "ordered_work_1",
                    () -> m.run(() -> {
                        if (m.hangs) {
                            second[0] = other.submit("ordered_work_2", () -> {});
                        }
                        flush(second[0]);
                    }));
            flush(first);
        });
    }
}
