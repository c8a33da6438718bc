package io.fencedep.samples.gpu;

import io.fencedep.primitives.TrackedFence;
import java.util.ArrayList;
import java.util.List;

/** Something for a device to do: a fence, what must be done before, and what its driver does on the way to the signal. */
final class Job {
    final TrackedFence fence;
    final List<TrackedFence> dependencies = new ArrayList<>();
    final Body body;

    Job(TrackedFence fence, Body body) {
        this.fence = fence;
        this.body = body;
    }

    /** It runs only when another one is done. */
    Job after(Job other) {
        dependencies.add(other.fence);
        return this;
    }
}
