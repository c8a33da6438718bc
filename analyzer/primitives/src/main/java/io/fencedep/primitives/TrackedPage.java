package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A page that can be referenced for a short time, pinned for long, used by a device, and moved. Thread-safe. */
public final class TrackedPage {
    private final Tape tape;
    private final String className;
    private final String instance;
    private final ReentrantLock monitor = new ReentrantLock();
    private final Condition dropped = monitor.newCondition();
    /** Who has references; guarded by the monitor, as are the pins. */
    private final ArrayDeque<ThreadLog> references = new ArrayDeque<>();

    private int pins;

    TrackedPage(Recorder recorder, String className, String instance) {
        this.tape = recorder.tape;
        this.className = className;
        this.instance = instance;
    }

    /** A short reference: migration waits until it is closed, by this thread or another. */
    public Scope get() {
        ThreadLog log = tape.log();
        monitor.lock();
        try {
            references.addLast(log);
            tape.locked(() -> log.addForeign(1));
            tell(EventKind.PAGE_GET, className);
        } finally {
            monitor.unlock();
        }
        return Recorder.once(() -> {
            monitor.lock();
            try {
                tell(EventKind.PAGE_PUT, className);
                tape.locked(() -> log.addForeign(-1));
                references.remove(log);
                dropped.signalAll();
            } finally {
                monitor.unlock();
            }
        });
    }

    /** A long pin: the page cannot move until it is closed. */
    public Scope pin(String pinClass) {
        monitor.lock();
        try {
            pins++;
            tell(EventKind.PAGE_PIN, pinClass);
        } finally {
            monitor.unlock();
        }
        return Recorder.once(() -> {
            monitor.lock();
            try {
                pins--;
                tell(EventKind.PAGE_UNPIN, pinClass);
                dropped.signalAll();
            } finally {
                monitor.unlock();
            }
        });
    }

    /** A device reads or writes it until this is closed. */
    public Scope dma(TrackedDevice device) {
        tellDma(EventKind.DMA_BEGIN, device);
        return Recorder.once(() -> tellDma(EventKind.DMA_END, device));
    }

    /** The CPU's entry points to the device from here on; says whether another way leads to those who hold references. */
    public void makeExclusive(boolean callback) {
        tape.tell(tape.log(), EventKind.PAGE_EXCLUSIVE, (event, tables) -> {
            event.instance = tables.instance(Namespace.PAGE, instance);
            event.callback = callback ? Toggle.YES : Toggle.NO;
        });
    }

    /**
     * Moves it once nobody else has a reference or a pin.
     *
     * @param zone where it is, such as {@code movable}; empty when it does not matter
     */
    public void migrate(String zone) throws InterruptedException {
        migrate(zone, Event.ABSENT);
    }

    /**
     * Moves it if others let go of it in time.
     *
     * @param zone where it is, such as {@code movable}; empty when it does not matter
     * @return whether it was moved
     */
    public boolean migrate(String zone, long time, TimeUnit unit) throws InterruptedException {
        return migrate(zone, Recorder.nanos(time, unit));
    }

    String instance() {
        return instance;
    }

    private boolean migrate(String zone, long timeout) throws InterruptedException {
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.PAGE_MIGRATE, (event, tables) -> {
            event.instance = tables.instance(Namespace.PAGE, instance);
            event.zone = tables.name(zone);
        });
        boolean moved = false;
        monitor.lock();
        try {
            long left = timeout;
            while (pins > 0 || references.stream().anyMatch(holder -> holder != log)) {
                if (timeout == Event.ABSENT) {
                    dropped.await();
                } else if (left <= 0) {
                    return false;
                } else {
                    left = dropped.awaitNanos(left);
                }
            }
            moved = true;
            return true;
        } finally {
            monitor.unlock();
            EventResult result = moved ? EventResult.OK : EventResult.FAILED;
            tape.tell(log, EventKind.PAGE_MIGRATED, (event, tables) -> {
                event.instance = tables.instance(Namespace.PAGE, instance);
                event.result = result;
            });
        }
    }

    private void tell(EventKind kind, String named) {
        tape.tell(
                tape.log(), kind, named, (event, tables) -> event.instance = tables.instance(Namespace.PAGE, instance));
    }

    private void tellDma(EventKind kind, TrackedDevice device) {
        tape.tell(tape.log(), kind, (event, tables) -> {
            event.instance = tables.instance(Namespace.PAGE, instance);
            event.device = tables.instance(Namespace.DEVICE, device.name());
        });
    }
}
