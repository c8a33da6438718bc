package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import java.util.List;

/** Devices that hang, and what brings them back. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class ResetPrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                    "22",
                    "reset-blocked-behind-reservation",
                    "One driver waits for a fence under a reservation; the other one's reset takes reservations before it"
                            + " signals.",
                    ResetPrograms::resetSignals,
                    "reservation_ww_class_mutex",
                    "dma_fence:amdgpu-gfx"),
            Program.contract(
                    "22b",
                    "wait-under-reservation-by-policy",
                    "A fence wait under a reservation: forbidden where resets take reservations, seen or not.",
                    ResetPrograms::waitByPolicy,
                    "amdgpu-reset"),
            Program.contract(
                    "22c",
                    "reset-takes-reservation-by-policy",
                    "A reset that takes a reservation: forbidden where others may wait for fences under one.",
                    ResetPrograms::resetByPolicy,
                    "i915-reset"),
            Program.cycle(
                    "22d",
                    "reset-event-alone",
                    "The device hangs; its reset takes reservations, and somebody waits for its fence under one.",
                    ResetPrograms::resetTakesReservation,
                    "reservation_ww_class_mutex",
                    "dma_fence:amdgpu-gfx"),
            Program.cycle(
                    "23",
                    "reset-wakes-the-waiter",
                    "A waiter holds a lock that the reset needs, and nothing but the fence wakes it.",
                    ResetPrograms::resetWakes,
                    "&adev->lock",
                    "dma_fence:gfx"),
            Program.cycle(
                            "24",
                            "reset-leaves-fences-behind",
                            "A reset must finish every fence of its device, if need be with an error; this one forgets.",
                            ResetPrograms::resetForgets,
                            "dma_fence:i915-rcs")
                    .as(Severity.WARNING, FindingKind.CONTRACT)
                    .under("linux-gpu"));

    private ResetPrograms() {}

    private static void resetSignals(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        Buffer buffer = m.buffer();
        Job hung = gpu.submit(() -> {});
        buffer.usedBy(hung);
        m.task("tdr", "amdgpu", () -> {
            try (Scope recovery = gpu.device.reset();
                    Scope section = hung.fence.signalling()) {
                m.meet(2);
                buffer.reserved(() -> {});
                hung.fence.fail();
            }
        });
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

    private static void waitByPolicy(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        Buffer buffer = m.buffer();
        Job job = gpu.submit(() -> {});
        buffer.usedBy(job);
        m.task("gpu0", "amdgpu", () -> {
            if (m.hangs) {
                // The job hangs, and its driver does as it always does.
                m.meet(2);
                gpu.reset(ResetPolicy.AMDGPU_LIKE, List.of(buffer));
            } else {
                gpu.execute(job);
            }
        });
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

    private static void resetByPolicy(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        Buffer buffer = m.buffer();
        Job hung = gpu.submit(() -> {});
        buffer.usedBy(hung);
        m.task("tdr", "amdgpu", () -> {
            m.meet(2);
            gpu.reset(fixed ? ResetPolicy.I915_LIKE : ResetPolicy.AMDGPU_LIKE, List.of(buffer));
        });
        m.task(
                "exec",
                "i915",
                () -> buffer.reserved(() -> {
                    m.meet(2);
                    if (m.hangs) {
                        // Allowed, says its driver.
                        buffer.waitIdle();
                    }
                }));
    }

    private static void resetTakesReservation(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "amdgpu-gfx");
        Buffer buffer = m.buffer();
        Job hung = gpu.submit(() -> {});
        buffer.usedBy(hung);
        ResetPolicy policy = fixed ? ResetPolicy.I915_LIKE : ResetPolicy.AMDGPU_LIKE;
        m.task("tdr", "amdgpu", () -> {
            m.meet(2);
            gpu.reset(policy, List.of(buffer));
        });
        m.task(
                "exec",
                "i915",
                () -> buffer.reserved(() -> {
                    m.meet(2);
                    buffer.waitIdle();
                }));
    }

    private static void resetWakes(Machine m, boolean fixed) {
        TrackedLock lock = m.recorder.lock("&adev->lock");
        TrackedFence fence = m.recorder.fence("dma_fence:gfx").publish().submit();
        TrackedFence resetBegins =
                m.recorder.fence("completion:reset-begins").publish().submit();
        m.task("tdr", "i915", () -> {
            resetBegins.signal();
            try (var section = fence.signalling()) {
                m.meet(2);
                lock.lock();
                lock.unlock();
                fence.signal();
            }
        });
        m.task("exec", "i915", () -> {
            lock.lock();
            m.meet(2);
            if (fixed) {
                TrackedFence.awaitAny(List.of(fence, resetBegins));
            } else {
                fence.await();
            }
            lock.unlock();
        });
    }

    private static void resetForgets(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "i915-rcs");
        Job hung = gpu.submit(() -> {});
        ResetPolicy policy = fixed ? ResetPolicy.I915_LIKE : ResetPolicy.FORGETFUL;
        m.task("tdr", "i915", () -> gpu.reset(policy, List.of()));
        m.task("compositor", "i915", () -> {
            if (m.hangs || fixed) {
                hung.fence.await();
            }
        });
    }
}
