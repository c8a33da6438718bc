package io.fencedep.primitives;

import org.jspecify.annotations.Nullable;

/** Makes fences of one class. Immutable but for the timeline's count; thread-safe. */
public final class FenceFactory {
    private final Recorder recorder;
    private final String className;
    private final @Nullable FenceTimeline timeline;
    private final @Nullable TrackedDevice device;
    private final boolean userspace;

    FenceFactory(Recorder recorder, String className) {
        this(recorder, className, null, null, false);
    }

    private FenceFactory(
            Recorder recorder,
            String className,
            @Nullable FenceTimeline timeline,
            @Nullable TrackedDevice device,
            boolean userspace) {
        this.recorder = recorder;
        this.className = className;
        this.timeline = timeline;
        this.device = device;
        this.userspace = userspace;
    }

    /** The same on a timeline of their own: each fence gets the next number, and later ones signal later. */
    public FenceFactory onTimeline() {
        return new FenceFactory(recorder, className, new FenceTimeline(recorder.name("timeline")), device, userspace);
    }

    /** The same, signalled by a device: none of them can signal while it is reset or takes a fault. */
    public FenceFactory ofDevice(TrackedDevice owner) {
        return new FenceFactory(recorder, className, timeline, owner, userspace);
    }

    /** The same, signalled by user space: nobody can say when. */
    public FenceFactory ofUserSpace() {
        return new FenceFactory(recorder, className, timeline, device, true);
    }

    /** A new fence, which nobody else can see yet. */
    public TrackedFence create() {
        return new TrackedFence(recorder, className, timeline, device, userspace);
    }
}
