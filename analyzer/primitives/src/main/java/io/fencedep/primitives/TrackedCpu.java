package io.fencedep.primitives;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A processor that can be interrupted: it runs handlers, but not while a thread on it has switched interrupts off.
 *
 * <p>A handler runs in the thread that raises the interrupt, as the device does; the recording says that it ran in interrupt
 * context, where nothing may sleep. One handler of a context runs at a time. A thread that says that it runs {@link #on} this
 * processor stands still while a handler runs here; it notices that when it takes or gives back a {@link TrackedSpinLock},
 * so that a handler which spins for a lock of the thread that it interrupted spins for ever, as on a real processor. Every
 * call is told to the recorder. Thread-safe.
 */
public final class TrackedCpu {
    private final Tape tape;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition changed = monitor.newCondition();
    /** How many scopes keep interrupts of this context off; guarded by the monitor, as is what follows. */
    private final Map<InterruptContext, Integer> off = new EnumMap<>(InterruptContext.class);

    private final Map<InterruptContext, Thread> handlers = new EnumMap<>(InterruptContext.class);

    TrackedCpu(Recorder recorder) {
        this.tape = recorder.tape;
    }

    /** From here to its end, this thread runs on this processor, and stands still while a handler runs here. */
    public Scope on() {
        ThreadLog log = tape.log();
        TrackedCpu before = log.cpu;
        log.cpu = this;
        return Recorder.once(() -> log.cpu = before);
    }

    /** From here to its end, this thread keeps hard interrupts of this processor off; soft ones too, as a processor does. */
    public Scope irqsOff() {
        return during(InterruptContext.HARDIRQ, EventKind.IRQS_OFF, EventKind.IRQS_ON);
    }

    /** From here to its end, this thread keeps soft interrupts of this processor off. */
    public Scope softirqsOff() {
        return during(InterruptContext.SOFTIRQ, EventKind.SOFTIRQS_OFF, EventKind.SOFTIRQS_ON);
    }

    /**
     * Raises a hard interrupt: waits until it can be taken, and runs its handler in this thread. Whatever the handler throws
     * comes out here.
     *
     * @throws InterruptedException if this thread is interrupted before the handler runs
     * @throws IllegalStateException if this thread runs a handler of such an interrupt already
     */
    public void interrupt(Runnable handler) throws InterruptedException {
        handle(InterruptContext.HARDIRQ, true, handler);
    }

    /**
     * Raises a hard interrupt whose handler never becomes a thread, on a real-time kernel neither, such as a timer's: it may
     * take raw spinning locks only. Else as {@link #interrupt}.
     *
     * @throws InterruptedException if this thread is interrupted before the handler runs
     * @throws IllegalStateException if this thread runs a handler of such an interrupt already
     */
    public void rawInterrupt(Runnable handler) throws InterruptedException {
        handle(InterruptContext.HARDIRQ, false, handler);
    }

    /**
     * Raises a soft interrupt: as {@link #interrupt}, but hard interrupts may come on top of it, and it waits for them.
     *
     * @throws InterruptedException if this thread is interrupted before the handler runs
     * @throws IllegalStateException if this thread runs a handler already
     */
    public void softInterrupt(Runnable handler) throws InterruptedException {
        handle(InterruptContext.SOFTIRQ, false, handler);
    }

    /** Stands still while somebody else's handler runs here. */
    void standStill() {
        monitor.lock();
        try {
            while (handlers.values().stream().anyMatch(thread -> thread != Thread.currentThread())) {
                changed.awaitUninterruptibly();
            }
        } finally {
            monitor.unlock();
        }
    }

    private Scope during(InterruptContext context, EventKind begin, EventKind end) {
        ThreadLog log = tape.log();
        long hash = Tape.hash("off", context.name());
        count(context, 1);
        if (log.switchedOff(context, 1) == 1) {
            tape.tell(log, begin, null);
            log.state += hash;
        }
        return Recorder.once(() -> {
            if (log.switchedOff(context, -1) == 0) {
                log.state -= hash;
                tape.tell(log, end, null);
            }
            count(context, -1);
        });
    }

    private void count(InterruptContext context, int more) {
        monitor.lock();
        try {
            // What switches interrupts off has to wait for the handler that runs, as whoever else runs there.
            Thread self = Thread.currentThread();
            while (more > 0 && handlers.values().stream().anyMatch(thread -> thread != self)) {
                changed.awaitUninterruptibly();
            }
            off.merge(context, more, Integer::sum);
            changed.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    private void handle(InterruptContext context, boolean threaded, Runnable handler) throws InterruptedException {
        ThreadLog log = tape.log();
        InterruptContext before = log.context;
        boolean threadedBefore = log.irqThreaded;
        if (before.compareTo(context) >= 0) {
            throw new IllegalStateException("a handler of " + before + " cannot be interrupted by " + context);
        }
        begin(context);
        try {
            tape.beginInterrupt(log, context, threaded);
            try {
                handler.run();
            } finally {
                tape.endInterrupt(log, before, threadedBefore);
            }
        } finally {
            end(context);
        }
    }

    private void begin(InterruptContext context) throws InterruptedException {
        monitor.lockInterruptibly();
        try {
            while (!canTake(context)) {
                changed.await();
            }
            handlers.put(context, Thread.currentThread());
        } finally {
            monitor.unlock();
        }
    }

    private void end(InterruptContext context) {
        monitor.lock();
        try {
            handlers.remove(context);
            changed.signalAll();
        } finally {
            monitor.unlock();
        }
    }

    private boolean canTake(InterruptContext context) {
        Thread self = Thread.currentThread();
        boolean on = isOn(InterruptContext.HARDIRQ)
                && (context == InterruptContext.HARDIRQ || isOn(InterruptContext.SOFTIRQ));
        return on && isFree(handlers.get(InterruptContext.HARDIRQ), self) && isSoftFree(context, self);
    }

    private boolean isSoftFree(InterruptContext context, Thread self) {
        return context == InterruptContext.HARDIRQ || isFree(handlers.get(InterruptContext.SOFTIRQ), self);
    }

    private static boolean isFree(@Nullable Thread handler, Thread self) {
        return handler == null || handler == self;
    }

    private boolean isOn(InterruptContext context) {
        return off.getOrDefault(context, 0) == 0;
    }
}
