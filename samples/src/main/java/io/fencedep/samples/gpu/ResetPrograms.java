package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import java.util.List;

/** Devices that hang, and what brings them back. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class ResetPrograms {
    static final List<Program> ALL = List.of(
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
            new Program(
                    "24",
                    "reset-leaves-fences-behind",
                    "A reset must finish every fence of its device, if need be with an error; this one forgets.",
                    Severity.WARNING,
                    FindingKind.CONTRACT,
                    java.util.Set.of("dma_fence:i915-rcs"),
                    List.of("linux-gpu"),
                    true,
                    ResetPrograms::resetForgets));

    private ResetPrograms() {}

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
