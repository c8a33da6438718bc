package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A one-shot event that some wait for and somebody signals, as a dma_fence, a latch or a future.
 *
 * <p>Created, published (from here on others may wait, and the publisher owes the signal), submitted (somebody else owes
 * it), signalled once. Every call is told to the recorder. A fence that is dropped without a signal stays in the recorder's
 * books until {@link #destroy}. Thread-safe.
 */
public final class TrackedFence {
    private final Tape tape;
    private final String instance;
    private final String className;
    private final long seqno;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    /** What opens for those who wait. */
    private final Set<CountDownLatch> waiters = ConcurrentHashMap.newKeySet();
    /** Who owes the signal since it published the fence; guarded by the tape's lock. */
    @Nullable
    private ThreadLog publisher;

    private boolean claimed;
    private volatile boolean signalled;

    TrackedFence(
            Recorder recorder,
            String className,
            @Nullable FenceTimeline timeline,
            @Nullable TrackedDevice device,
            boolean userspace) {
        this.tape = recorder.tape;
        this.instance = recorder.name(className);
        this.className = className;
        this.seqno = timeline == null ? 0 : timeline.next();
        tell(EventKind.FENCE_CREATE, (event, tables) -> {
            if (timeline != null) {
                event.timeline = tables.instance(Namespace.TIMELINE, timeline.instance);
                event.seqno = seqno;
                event.hasSeqno = true;
            }
            if (device != null) {
                event.device = tables.instance(Namespace.DEVICE, device.name());
            }
            event.userspace = userspace;
        });
    }

    /** Shows it to others: from here on this thread owes the signal, until {@link #submit} or the signal. */
    public TrackedFence publish() {
        ThreadLog log = tape.log();
        tape.locked(() -> {
            if (publisher == null && !claimed) {
                publisher = log;
                log.addForeign(1);
            }
        });
        tell(EventKind.FENCE_PUBLISH, null);
        return this;
    }

    /** The duty to signal goes to whoever runs the job. */
    public TrackedFence submit() {
        tell(EventKind.FENCE_SUBMIT, null);
        endDuty();
        return this;
    }

    /** It cannot signal before another fence has. */
    public TrackedFence dependOn(TrackedFence other) {
        tell(EventKind.FENCE_DEPEND, (event, tables) -> event.on = tables.instance(Namespace.FENCE, other.instance));
        return this;
    }

    /** From here to its end, this thread is on the way to the signal. */
    public Scope signalling() {
        ThreadLog log = tape.log();
        tape.locked(() -> log.addForeign(1));
        tell(EventKind.SIGNALLING_BEGIN, null);
        return Recorder.once(() -> {
            tell(EventKind.SIGNALLING_END, null);
            tape.locked(() -> log.addForeign(-1));
        });
    }

    /**
     * Completes it.
     *
     * @return whether it was not complete before
     */
    public boolean signal() {
        return signal(EventResult.OK);
    }

    /**
     * Completes it with an error, as a reset does with the jobs that it gives up; waiters go on.
     *
     * @return whether it was not complete before
     */
    public boolean fail() {
        return signal(EventResult.ERROR);
    }

    /** Whether it is complete, with an error or without. */
    public boolean isSignalled() {
        return signalled;
    }

    /**
     * Waits for the signal.
     *
     * @throws InterruptedException if this thread is interrupted while it waits; the fence is as before
     */
    public void await() throws InterruptedException {
        await(List.of(this), Event.ABSENT);
    }

    /**
     * Waits for the signal, but not for ever.
     *
     * @return whether it came
     * @throws InterruptedException if this thread is interrupted while it waits; the fence is as before
     */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return await(List.of(this), Recorder.nanos(time, unit));
    }

    /**
     * Waits until one of these has signalled. Leaves nothing behind at the others.
     *
     * @throws IllegalArgumentException if there are none, or they are of several recorders
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public static void awaitAny(List<TrackedFence> fences) throws InterruptedException {
        await(List.copyOf(fences), Event.ABSENT);
    }

    /**
     * Waits until one of these has signalled, but not for ever.
     *
     * @return whether one did
     * @throws IllegalArgumentException if there are none, or they are of several recorders
     * @throws InterruptedException if this thread is interrupted while it waits
     */
    public static boolean awaitAny(List<TrackedFence> fences, long time, TimeUnit unit) throws InterruptedException {
        return await(List.copyOf(fences), Recorder.nanos(time, unit));
    }

    /** What follows the signal: completes with it. Stages on it run in the thread that signals, unless they are async. */
    public CompletionStage<Void> stage() {
        return done.minimalCompletionStage();
    }

    /** Forgets it: nobody will wait for it or signal it any more. */
    public void destroy() {
        tell(EventKind.FENCE_DESTROY, null);
        endDuty();
    }

    /** Its number on its timeline; 0 when it has none. */
    public long seqno() {
        return seqno;
    }

    @Override
    public String toString() {
        return instance;
    }

    private boolean signal(EventResult status) {
        ThreadLog log = tape.log();
        tape.lock.lock();
        try {
            if (claimed) {
                return false;
            }
            claimed = true;
            tape.tellSignal(log, className, (event, tables) -> {
                event.instance = tables.instance(Namespace.FENCE, instance);
                event.result = status;
            });
            endDuty();
        } finally {
            tape.lock.unlock();
        }
        signalled = true;
        // Waiters first: a stage may take its time.
        waiters.forEach(CountDownLatch::countDown);
        done.complete(null);
        return true;
    }

    private void endDuty() {
        tape.locked(() -> {
            if (publisher != null) {
                publisher.addForeign(-1);
                publisher = null;
            }
        });
    }

    private static boolean await(List<TrackedFence> fences, long timeout) throws InterruptedException {
        if (fences.isEmpty()) {
            throw new IllegalArgumentException("no fence to wait for");
        }
        TrackedFence first = fences.get(0);
        Tape tape = first.tape;
        if (fences.stream().anyMatch(fence -> fence.tape != tape)) {
            throw new IllegalArgumentException("the fences belong to several recorders");
        }
        ThreadLog log = tape.log();
        boolean slept = fences.stream().noneMatch(TrackedFence::isSignalled);
        tape.tell(log, EventKind.FENCE_WAIT, fences.size() == 1 ? first.className : "", (event, tables) -> {
            name(fences, event, tables);
            event.timeout = timeout;
        });
        EventResult result = EventResult.INTERRUPTED;
        try {
            boolean came = block(fences, timeout);
            result = came ? EventResult.SIGNALED : EventResult.TIMEOUT;
            return came;
        } finally {
            EventResult how = result;
            tape.tell(log, EventKind.FENCE_WAITED, (event, tables) -> {
                name(fences, event, tables);
                event.result = how;
                event.slept = slept ? Toggle.YES : Toggle.NO;
            });
        }
    }

    private static void name(List<TrackedFence> fences, Event event, Tables tables) {
        if (fences.size() == 1) {
            event.instance = tables.instance(Namespace.FENCE, fences.get(0).instance);
        } else {
            fences.forEach(fence -> event.addAny(tables.instance(Namespace.FENCE, fence.instance)));
        }
    }

    /** Sleeps on a latch that each of the fences opens, and leaves nothing behind at those that do not signal. */
    private static boolean block(List<TrackedFence> fences, long timeout) throws InterruptedException {
        CountDownLatch one = new CountDownLatch(1);
        try {
            fences.forEach(fence -> fence.opens(one));
            if (timeout != Event.ABSENT) {
                return one.await(timeout, TimeUnit.NANOSECONDS);
            }
            one.await();
            return true;
        } finally {
            fences.forEach(fence -> fence.waiters.remove(one));
        }
    }

    /** How many wait. */
    int waiters() {
        return waiters.size();
    }

    private void opens(CountDownLatch latch) {
        waiters.add(latch);
        if (signalled) {
            latch.countDown();
        }
    }

    private void tell(EventKind kind, Tape.@Nullable Filler filler) {
        boolean named = kind != EventKind.FENCE_DESTROY;
        tape.tell(tape.log(), kind, named ? className : "", (event, tables) -> {
            event.instance = tables.instance(Namespace.FENCE, instance);
            if (filler != null) {
                filler.fill(event, tables);
            }
        });
    }
}
