package io.fencedep.primitives;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread whose start and join are recorded, so that what they put in order is known. A daemon: it keeps no program alive.
 * Thread-safe; each start and join is told to the recorder.
 */
public final class TrackedThread {
    private static final AtomicLong ORDERS = new AtomicLong();

    private final Tape tape;
    private final Thread thread;
    private final int task;

    TrackedThread(Recorder recorder, String name, Runnable body) {
        this.tape = recorder.tape;
        this.thread = new Thread(body, name);
        thread.setDaemon(true);
        this.task = tape.logOf(thread).task;
    }

    /**
     * Starts it.
     *
     * @throws IllegalThreadStateException if it was started before
     */
    public TrackedThread start() {
        if (thread.getState() != Thread.State.NEW) {
            throw new IllegalThreadStateException("started before: " + thread.getName());
        }
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.TASK_START, (event, tables) -> event.child = task);
        reorder(log);
        thread.start();
        return this;
    }

    /**
     * Waits for its end. A thread that was never started has none to wait for.
     *
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public void join() throws InterruptedException {
        join(Event.ABSENT);
    }

    /**
     * Waits for its end, but not for ever.
     *
     * @return whether it has ended
     * @throws InterruptedException if the calling thread is interrupted while it waits
     */
    public boolean join(long time, TimeUnit unit) throws InterruptedException {
        return join(Recorder.nanos(time, unit));
    }

    /** The thread itself; started and joined through this object only. */
    public Thread thread() {
        return thread;
    }

    private boolean join(long timeout) throws InterruptedException {
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.TASK_JOIN, (event, tables) -> {
            event.child = task;
            event.timeout = timeout;
        });
        boolean ended = false;
        try {
            if (timeout == Event.ABSENT) {
                thread.join();
                ended = true;
            } else {
                TimeUnit.NANOSECONDS.timedJoin(thread, timeout);
                ended = !thread.isAlive();
            }
            return ended;
        } finally {
            EventResult result = ended ? EventResult.OK : EventResult.TIMEOUT;
            tape.tell(log, EventKind.TASK_JOINED, (event, tables) -> {
                event.child = task;
                event.result = result;
            });
            reorder(log);
        }
    }

    /** What happens from here on has another place in the order of starts and joins: it is news once more. */
    private static void reorder(ThreadLog log) {
        log.state += ChainMemo.mix(0x7EA51DEL, ORDERS.incrementAndGet());
    }
}
