package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import io.fencedep.primitives.TrackedNotifier;
import io.fencedep.primitives.TrackedReadWriteLock;
import io.fencedep.primitives.WwContext;
import java.util.List;

/** Reservations of buffers, and the locks of drivers around them. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class ReservationPrograms {
    private static final String RESERVATION = "reservation_ww_class_mutex";

    static final List<Program> ALL = List.of(
            Program.cycle(
                    "03",
                    "wait-under-reservation",
                    "One task waits for a fence while it holds a reservation that the signaller takes first.",
                    ReservationPrograms::waitUnderReservation,
                    RESERVATION,
                    "dma_fence:gfx"),
            Program.cycle(
                    "14",
                    "notifier-takes-reservation",
                    "A notifier takes a reservation under which others allocate.",
                    ReservationPrograms::notifierTakesReservation,
                    "mmu_notifier",
                    RESERVATION),
            Program.cycle(
                    "15",
                    "user-copy-under-reservation",
                    "get_user_pages under a reservation against a fault handler that takes the reservation.",
                    ReservationPrograms::userCopy,
                    RESERVATION,
                    "mmap_lock"),
            Program.cycle(
                    "25",
                    "trylock-still-leads-on",
                    "A reservation taken by trylock: what its holder waits for still keeps others out.",
                    ReservationPrograms::trylock,
                    RESERVATION,
                    "dma_fence:gfx"),
            Program.cycle(
                    "26",
                    "reaping-deleted-during-eviction",
                    "Eviction reaps a deleted buffer and waits for its fence with another reservation held, which the"
                            + " recovery of the device wants.",
                    ReservationPrograms::reaping,
                    RESERVATION,
                    "dma_fence:deleted-bo"),
            Program.cycle(
                    "27",
                    "invalidate-mappings-inversion",
                    "The exporter calls the importer under the reservation; the importer takes its own lock first"
                            + " elsewhere.",
                    ReservationPrograms::invalidateMappings,
                    RESERVATION,
                    "&vm->lock"),
            Program.cycle(
                    "28",
                    "revoke-waits-for-unmap",
                    "Revoking a shared buffer waits for the importer's unmap with a lock that the importer needs.",
                    ReservationPrograms::revoke,
                    "&adev->lock",
                    "completion:dma-buf-unmapped"),
            Program.cycle(
                    "41",
                    "preempt-fence-takes-vm-lock",
                    "The worker that signals a preemption fence takes the VM lock that its waiter holds.",
                    ReservationPrograms::preemptFence,
                    "&vm->lock",
                    "dma_fence:preempt"),
            Program.cycle(
                    "52",
                    "nest-keeps-other-locks",
                    "An acquire context excuses its own class, not the lock taken in between.",
                    ReservationPrograms::lockInContext,
                    RESERVATION,
                    "&dev->struct_mutex"),
            Program.cycle(
                            "N08b",
                            "ww-without-context",
                            "Two reservations without an acquire context, in two orders.",
                            ReservationPrograms::withoutContext,
                            RESERVATION)
                    .as(Severity.ERROR, FindingKind.RECURSION));

    private ReservationPrograms() {}

    private static void waitUnderReservation(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Buffer buffer = m.buffer();
        Job job = gpu.submit(() -> {
            m.meet(2);
            buffer.reserved(() -> {});
        });
        buffer.usedBy(job);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("exec", "i915", () -> {
            buffer.reserved(() -> {
                m.meet(2);
                if (!fixed) {
                    buffer.waitIdle();
                }
            });
            buffer.waitIdle();
        });
    }

    private static void notifierTakesReservation(Machine m, boolean fixed) {
        Buffer buffer = m.buffer();
        TrackedNotifier userptr = m.mmuNotifier(() -> buffer.reserved(() -> {}));
        m.task("munmap", "amdgpu", () -> userptr.invalidate(true));
        m.task("exec", "amdgpu", () -> {
            if (fixed) {
                m.allocate(AllocFlags.GFP_KERNEL);
            }
            buffer.reserved(() -> {
                if (!fixed) {
                    m.allocate(AllocFlags.GFP_KERNEL);
                }
            });
        });
    }

    private static void userCopy(Machine m, boolean fixed) {
        Buffer buffer = m.buffer();
        TrackedReadWriteLock mmap = m.recorder.readWriteLock("mmap_lock");
        m.task("exec", "radeon", () -> {
            if (fixed) {
                mmap.readLock().lock();
                mmap.readLock().unlock();
            }
            buffer.reserved(() -> {
                m.meet(2);
                if (!fixed) {
                    mmap.readLock().lock();
                    mmap.readLock().unlock();
                }
            });
        });
        m.task("munmap", "", () -> {
            mmap.writeLock().lock();
            m.meet(2);
            buffer.reserved(() -> {});
            mmap.writeLock().unlock();
        });
    }

    private static void trylock(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Buffer buffer = m.buffer();
        Job job = gpu.submit(() -> {
            m.meet(2);
            buffer.reserved(() -> {});
        });
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("evict", "amdgpu", () -> {
            boolean reserved = buffer.reservation.tryLock();
            m.meet(2);
            if (fixed && reserved) {
                buffer.reservation.unlock();
            }
            job.fence.await();
            if (!fixed && reserved) {
                buffer.reservation.unlock();
            }
        });
    }

    private static void reaping(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "deleted-bo");
        Buffer evicted = m.buffer();
        Buffer deleted = m.buffer();
        Job job = gpu.submit(() -> {
            m.meet(2);
            evicted.reserved(() -> {});
        });
        deleted.usedBy(job);
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
        m.task("evict", "amdgpu", () -> {
            evicted.reserved(() -> {
                m.meet(2);
                if (!fixed && deleted.reservation.tryLock()) {
                    deleted.waitIdle();
                    deleted.reservation.unlock();
                }
            });
            deleted.waitIdle();
        });
    }

    private static void invalidateMappings(Machine m, boolean fixed) {
        Buffer buffer = m.buffer();
        TrackedLock vm = m.recorder.lock("&vm->lock");
        TrackedNotifier importer = m.recorder.notifier("move_notify", mayBlock -> {
            vm.lock();
            vm.unlock();
            return true;
        });
        m.task(
                "exporter",
                "amdgpu",
                () -> buffer.reserved(() -> {
                    m.meet(2);
                    importer.invalidate(true);
                }));
        m.task("importer", "xe", () -> {
            if (fixed) {
                m.meet(2);
                buffer.reserved(() -> {
                    vm.lock();
                    vm.unlock();
                });
            } else {
                vm.lock();
                m.meet(2);
                buffer.reserved(() -> {});
                vm.unlock();
            }
        });
    }

    private static void revoke(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.lock("&adev->lock");
        TrackedFence unmapped =
                m.recorder.fence("completion:dma-buf-unmapped").publish().submit();
        m.task("importer", "i915", () -> {
            try (var section = unmapped.signalling()) {
                m.meet(2);
                lock.lock();
                lock.unlock();
                unmapped.signal();
            }
        });
        m.task("exporter", "amdgpu", () -> {
            lock.lock();
            m.meet(2);
            if (!fixed) {
                unmapped.await();
            }
            lock.unlock();
            unmapped.await();
        });
    }

    private static void preemptFence(Machine m, boolean fixed) {
        TrackedReadWriteLock vm = m.recorder.readWriteLock("&vm->lock");
        TrackedFence preempted = m.recorder.fence("dma_fence:preempt").publish().submit();
        m.task("preempt-worker", "xe", () -> {
            try (var section = preempted.signalling()) {
                m.meet(2);
                if (!fixed) {
                    vm.writeLock().lock();
                    vm.writeLock().unlock();
                }
                preempted.signal();
            }
        });
        m.task("evict", "xe", () -> {
            vm.writeLock().lock();
            m.meet(2);
            preempted.await();
            vm.writeLock().unlock();
        });
    }

    private static void lockInContext(Machine m, boolean fixed) {
        TrackedLock device = m.recorder.mutex("&dev->struct_mutex");
        Buffer a = m.buffer();
        Buffer b = m.buffer();
        Buffer c = m.buffer();
        m.task("exec1", "amdgpu", () -> inContext(m, fixed, device, a, c, false));
        // Younger than the other one, which therefore waits for it.
        m.task("exec2", "amdgpu", () -> inContext(m, fixed, device, c, b, true));
    }

    /** Two buffers, and a lock between them; or before them, if that is fixed. */
    private static void inContext(Machine m, boolean fixed, TrackedLock device, Buffer one, Buffer two, boolean younger)
            throws Exception {
        if (fixed) {
            device.lock();
            Buffer.reservedTogether(m, List.of(one, two), () -> {});
            device.unlock();
            return;
        }
        if (younger) {
            m.meet(2);
        }
        try (WwContext context = m.reservations.context()) {
            one.reservation.lock(context);
            if (younger) {
                m.meet(4);
                device.lock();
                device.unlock();
            } else {
                m.meet(2);
                device.lock();
                m.meet(4);
                two.reservation.lock(context);
                two.reservation.unlock();
                device.unlock();
            }
            one.reservation.unlock();
        }
    }

    private static void withoutContext(Machine m, boolean fixed) {
        Buffer first = m.buffer();
        Buffer second = m.buffer();
        m.task("exec1", "amdgpu", () -> both(m, fixed, first, second));
        m.task("exec2", "amdgpu", () -> both(m, fixed, second, first));
    }

    private static void both(Machine m, boolean fixed, Buffer one, Buffer other) throws Exception {
        if (fixed) {
            Buffer.reservedTogether(m, List.of(one, other), () -> {});
        } else {
            one.reserved(() -> {
                m.meet(2);
                other.reserved(() -> {});
            });
        }
    }
}
