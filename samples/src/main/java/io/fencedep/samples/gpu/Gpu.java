package io.fencedep.samples.gpu;

import io.fencedep.primitives.FenceFactory;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedDevice;
import io.fencedep.primitives.TrackedFence;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A device and its driver: takes jobs, executes them, hangs, and is reset. */
@SuppressWarnings("try") // What is opened ends by itself, and is not named in between.
final class Gpu {
    final TrackedDevice device;
    private final FenceFactory fences;
    private final List<Job> visible = new CopyOnWriteArrayList<>();
    private final List<Job> pending = new CopyOnWriteArrayList<>();

    Gpu(Machine machine, String name, String ring) {
        device = machine.recorder.device(name);
        fences = machine.recorder.fences("dma_fence:" + ring).ofDevice(device).onTimeline();
    }

    /** A job that nobody can see yet. */
    Job prepare(Body body) {
        return new Job(fences.create(), body);
    }

    /** Others may wait for the job from here on, and this task must see to it that it is submitted. */
    Job publish(Job job) {
        visible.add(job);
        job.fence.publish();
        return job;
    }

    /** The job is on the ring of the device: it is the device's turn. */
    Job submit(Job job) {
        job.fence.submit();
        pending.add(job);
        return job;
    }

    /** A job on the ring, all at once. */
    Job submit(Body body) {
        return submit(publish(prepare(body)));
    }

    /** Waits for every job that anybody can see. */
    void waitForJobs() throws InterruptedException {
        for (Job job : visible) {
            job.fence.await();
        }
    }

    /** Executes a job, in the task that calls: waits for what comes before it, does it, and signals. */
    void execute(Job job) throws Exception {
        try (Scope section = job.fence.signalling()) {
            for (TrackedFence dependency : job.dependencies) {
                dependency.await();
            }
            job.body.run();
            job.fence.signal();
        } finally {
            pending.remove(job);
        }
    }

    /** The device hangs: gives up its jobs with an error, as the policy of its driver says. */
    void reset(ResetPolicy policy, List<Buffer> videoMemory) throws Exception {
        try (Scope recovery = device.reset()) {
            if (policy == ResetPolicy.AMDGPU_LIKE) {
                for (Buffer buffer : videoMemory) {
                    buffer.reserved(() -> {});
                }
            }
            if (policy != ResetPolicy.FORGETFUL) {
                pending.forEach(job -> job.fence.fail());
            }
            pending.clear();
        }
    }
}
