package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A condition of a lock. Each wait is a fence of its own, which whoever wakes the waiter signals.
 *
 * <p>The condition of a lock class {@code X} has the class {@code X.condition}. A signal that nobody waits for is none.
 */
// Whoever calls it loops, and the date is that of the interface.
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"})
final class TrackedCondition implements Condition {
    /** Blocks, and says whether it was woken in time. */
    private interface Blocking {
        boolean run() throws InterruptedException;
    }

    private final ConditionOwner lock;
    private final Recorder recorder;
    private final Tape tape;
    private final Condition delegate;
    private final String className;
    /** The fences of those who wait, in the order in which they are woken; guarded by the lock itself. */
    private final ArrayDeque<String> waiting = new ArrayDeque<>();

    TrackedCondition(ConditionOwner lock, Recorder recorder, Condition delegate) {
        this.lock = lock;
        this.recorder = recorder;
        this.tape = recorder.tape;
        this.delegate = delegate;
        this.className = lock.identity().className + ".condition";
    }

    @Override
    public void await() throws InterruptedException {
        block(Event.ABSENT, () -> {
            delegate.await();
            return true;
        });
    }

    @Override
    public void awaitUninterruptibly() {
        try {
            block(Event.ABSENT, () -> {
                delegate.awaitUninterruptibly();
                return true;
            });
        } catch (InterruptedException e) {
            throw new AssertionError("an uninterruptible wait was interrupted", e);
        }
    }

    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long[] left = new long[1];
        block(Math.max(0, nanos), () -> {
            left[0] = delegate.awaitNanos(nanos);
            return left[0] > 0;
        });
        return left[0];
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return awaitNanos(unit.toNanos(time)) > 0;
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        long millis = Math.max(0, deadline.getTime() - System.currentTimeMillis());
        return block(TimeUnit.MILLISECONDS.toNanos(millis), () -> delegate.awaitUntil(deadline));
    }

    @Override
    public void signal() {
        if (lock.isHeldByCurrentThread() && !waiting.isEmpty()) {
            signal(tape.log(), waiting.removeFirst());
        }
        delegate.signal();
    }

    @Override
    public void signalAll() {
        if (lock.isHeldByCurrentThread() && !waiting.isEmpty()) {
            ThreadLog log = tape.log();
            waiting.forEach(fence -> signal(log, fence));
            waiting.clear();
        }
        delegate.signalAll();
    }

    private boolean block(long timeout, Blocking blocking) throws InterruptedException {
        ThreadLog log = tape.log();
        long depth = lock.giveUp(log);
        String fence = recorder.name(className);
        tell(log, EventKind.FENCE_CREATE, fence, Event.ABSENT, EventResult.UNSAID);
        waiting.addLast(fence);
        tell(log, EventKind.FENCE_WAIT, fence, timeout, EventResult.UNSAID);
        EventResult result = EventResult.INTERRUPTED;
        try {
            boolean inTime = blocking.run();
            result = inTime ? EventResult.SIGNALED : EventResult.TIMEOUT;
            return inTime;
        } finally {
            waiting.remove(fence);
            tell(log, EventKind.FENCE_WAITED, fence, Event.ABSENT, result);
            tell(log, EventKind.FENCE_DESTROY, fence, Event.ABSENT, EventResult.UNSAID);
            lock.takeBack(log, depth);
        }
    }

    private void signal(ThreadLog log, String fence) {
        tape.tellSignal(log, className, (event, tables) -> event.instance = tables.instance(Namespace.FENCE, fence));
    }

    private void tell(ThreadLog log, EventKind kind, String fence, long timeout, EventResult result) {
        boolean named = kind == EventKind.FENCE_CREATE || kind == EventKind.FENCE_WAIT;
        tape.tell(log, kind, named ? className : "", (event, tables) -> {
            event.instance = tables.instance(Namespace.FENCE, fence);
            event.timeout = timeout;
            event.result = result;
            event.slept = kind == EventKind.FENCE_WAITED ? Toggle.YES : Toggle.UNSAID;
        });
    }
}
