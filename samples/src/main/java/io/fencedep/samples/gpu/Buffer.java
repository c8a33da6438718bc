package io.fencedep.samples.gpu;

import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedWwMutex;
import io.fencedep.primitives.WwContext;
import io.fencedep.primitives.WwDeadlockException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A buffer object: a reservation, and the fences of the jobs that use it. */
@SuppressWarnings("try") // What is opened ends by itself, and is not named in between.
final class Buffer {
    final TrackedWwMutex reservation;
    private final List<TrackedFence> users = new CopyOnWriteArrayList<>();

    Buffer(Machine machine) {
        reservation = machine.reservations.mutex();
    }

    /** A job uses the buffer until its fence signals. */
    void usedBy(Job job) {
        users.add(job.fence);
    }

    /** Waits until no job uses it. */
    void waitIdle() throws InterruptedException {
        for (TrackedFence fence : users) {
            fence.await();
        }
    }

    /** Does something with the reservation taken, alone. */
    void reserved(Body body) throws Exception {
        reservation.lock();
        try {
            body.run();
        } finally {
            reservation.unlock();
        }
    }

    /** Does something with all these reserved, in whatever order they come: backs off and tries again. */
    static void reservedTogether(Machine machine, List<Buffer> buffers, Body body) throws Exception {
        List<TrackedWwMutex> wanted =
                buffers.stream().map(buffer -> buffer.reservation).toList();
        try (WwContext context = machine.reservations.context()) {
            takeAll(wanted, context);
            try {
                body.run();
            } finally {
                wanted.forEach(TrackedWwMutex::unlock);
            }
        }
    }

    private static void takeAll(List<TrackedWwMutex> wanted, WwContext context) throws InterruptedException {
        TrackedWwMutex first = wanted.get(0);
        boolean all = false;
        first.lockSlow(context);
        while (!all) {
            try {
                for (TrackedWwMutex each : wanted) {
                    if (!each.isHeldByCurrentThread()) {
                        each.lock(context);
                    }
                }
                all = true;
            } catch (WwDeadlockException e) {
                wanted.stream()
                        .filter(TrackedWwMutex::isHeldByCurrentThread)
                        .toList()
                        .forEach(TrackedWwMutex::unlock);
                e.contended().lockSlow(context);
            }
        }
    }
}
