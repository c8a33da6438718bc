package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.primitives.AllocFlags;
import io.fencedep.primitives.FenceFactory;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Fences that user space signals, and fences in the wrong order. */
// Scopes end by themselves; a lock that is given back in some other place is what these programs are about.
@SuppressWarnings({"try", "LockNotBeforeTry"})
final class UserFencePrograms {
    static final List<Program> ALL = List.of(
            Program.cycle(
                            "07",
                            "user-fence-with-timeout",
                            "A fence that user space signals, waited for with a timeout: no deadlock, but stalls.",
                            UserFencePrograms::timedOut,
                            "reservation_ww_class_mutex",
                            "user_fence:app",
                            "reclaim")
                    .as(Severity.WARNING, FindingKind.STALL)
                    .neverHangs(),
            Program.cycle(
                    "08",
                    "user-fence-cycle",
                    "Two user fences wait for each other.",
                    UserFencePrograms::eachOther,
                    "user_fence:compositor",
                    "user_fence:client"),
            Program.cycle(
                            "10",
                            "timeline-order",
                            "A job waits for a later one of its own timeline.",
                            UserFencePrograms::timeline,
                            "dma_fence:gfx")
                    .as(Severity.ERROR, FindingKind.RECURSION),
            Program.cycle(
                            "42",
                            "kernel-fence-behind-user-queue",
                            "A kernel fence depends on a user queue: nobody in the kernel can say when it signals.",
                            UserFencePrograms::behindUserQueue,
                            "user_fence:user-queue")
                    .as(Severity.WARNING, FindingKind.UNBOUNDED));

    private UserFencePrograms() {}

    private static void timedOut(Machine m, boolean fixed) {
        Buffer buffer = m.buffer();
        TrackedFence user = m.recorder
                .fences("user_fence:app")
                .ofUserSpace()
                .create()
                .publish()
                .submit();
        m.shrinker(() -> buffer.reserved(() -> {}));
        m.task("app", "user", () -> {
            try (Scope section = user.signalling()) {
                m.meet(2);
                m.allocate(AllocFlags.GFP_KERNEL);
                user.signal();
            }
        });
        m.task("exec", "amdgpu", () -> {
            if (fixed) {
                m.meet(2);
                user.await(50, TimeUnit.MILLISECONDS);
            }
            buffer.reserved(() -> {
                if (!fixed) {
                    m.meet(2);
                    user.await(50, TimeUnit.MILLISECONDS);
                }
            });
        });
        m.task("kswapd0", "", m.memory::reclaim);
    }

    private static void eachOther(Machine m, boolean fixed) {
        FenceFactory compositor = m.recorder.fences("user_fence:compositor").ofUserSpace();
        FenceFactory client = m.recorder.fences("user_fence:client").ofUserSpace();
        TrackedFence frame = compositor.create().publish().submit();
        TrackedFence next = compositor.create().publish().submit();
        TrackedFence buffer = client.create().publish().submit();
        m.task("compositor", "user", () -> {
            try (Scope section = frame.signalling()) {
                if (m.hangs && !fixed) {
                    buffer.await();
                }
                frame.signal();
            }
        });
        m.task("client", "user", () -> {
            try (Scope section = buffer.signalling()) {
                frame.await();
                buffer.signal();
            }
        });
        m.task("compositor", "user", () -> {
            try (Scope section = next.signalling()) {
                if (!fixed) {
                    buffer.await();
                }
                next.signal();
            }
        });
    }

    private static void timeline(Machine m, boolean fixed) {
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job earlier = gpu.submit(() -> {});
        Job later = gpu.submit(() -> {});
        if (fixed) {
            later.after(earlier);
        } else {
            earlier.after(later);
        }
        m.task("gpu0", "amdgpu", () -> {
            // Two engines with one timeline: it goes well as long as the second one is faster.
            Job first = fixed || m.hangs ? earlier : later;
            gpu.execute(first);
            gpu.execute(first == earlier ? later : earlier);
        });
    }

    private static void behindUserQueue(Machine m, boolean fixed) {
        TrackedFence user = m.recorder
                .fences("user_fence:user-queue")
                .ofUserSpace()
                .create()
                .publish()
                .submit();
        Gpu gpu = m.gpu("gpu0", "gfx");
        Job job = gpu.submit(() -> {
            if (!fixed) {
                user.await();
            }
        });
        m.task("app", "user", () -> {
            if (!m.hangs || fixed) {
                user.signal();
            }
        });
        m.task("gpu0", "amdgpu", () -> gpu.execute(job));
    }
}
