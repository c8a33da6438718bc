package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.ThreadState.Waiting;
import io.fencedep.agent.boot.Threads;
import io.fencedep.agent.boot.Trace;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether threads hang, and says what they wait for. A thread hangs when it has been waiting, and
 * has taken, given back and begun nothing else, for as long as was agreed. For the monitors of synchronized methods, which
 * no hook can announce, the JVM is asked.
 */
final class Watch {
    /** What a thread did when it was looked at, and since when it does just that. */
    private record Seen(long signature, Thread.State state, long since) {}

    private final Consumer<String> say;
    private Map<ThreadState, Seen> seen = new HashMap<>();
    private boolean unmanaged;

    Watch(Consumer<String> say) {
        this.say = say;
    }

    /** The threads that have not moved for so long, if any of them holds something. */
    List<ThreadState> hanging(long nanos) {
        Map<ThreadState, Seen> now = new HashMap<>();
        List<ThreadState> hanging = new ArrayList<>();
        boolean holding = false;
        long time = System.nanoTime();
        for (ThreadState each : Threads.all()) {
            Thread host = each.get();
            Thread.State state = host == null ? Thread.State.TERMINATED : host.getState();
            if (state != Thread.State.BLOCKED && state != Thread.State.WAITING) {
                continue;
            }
            long signature = each.signature();
            Seen before = seen.get(each);
            boolean same = before != null && before.signature == signature && before.state == state;
            Seen current = same ? before : new Seen(signature, state, time);
            now.put(each, Objects.requireNonNull(current));
            if (time - current.since >= nanos) {
                hanging.add(each);
                holding |= each.holdsSomething();
            }
        }
        seen = now;
        return holding ? hanging : List.of();
    }

    /** What a hanging thread holds and waits for. */
    Message describe(ThreadState thread) {
        Thread host = thread.get();
        Waiting waiting = thread.waiting;
        if (host == null) {
            return thread.holdsNow();
        }
        if (waiting != null) {
            return thread.waitsNow(waiting, Trace.of(host.getStackTrace()));
        }
        Waiting asking = thread.asking();
        if (asking == null) {
            asking = thread.askingAgain();
        }
        if (asking != null) {
            return thread.waitsNow(asking, Trace.of(host.getStackTrace()));
        }
        Instance monitor = host.getState() == Thread.State.BLOCKED ? monitorOf(thread, host) : null;
        return monitor == null
                ? thread.holdsNow()
                : thread.waitsNow(
                        new Waiting(Message.Kind.BLOCKED, monitor, monitor.lockClass, null, 0),
                        Trace.of(host.getStackTrace()));
    }

    /** The monitor that a thread is blocked at, when it is not what the thread said it would take. */
    private @Nullable Instance monitorOf(ThreadState thread, Thread host) {
        LockInfo lock = lockOf(host);
        if (lock == null) {
            return null;
        }
        Object latest = thread.latest();
        if (latest != null && System.identityHashCode(latest) == lock.getIdentityHashCode()) {
            return null;
        }
        for (ThreadState each : Threads.all()) {
            Instance held = each.number == thread.number
                    ? null
                    : each.holdWith(lock.getIdentityHashCode(), lock.getClassName());
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    @SuppressWarnings("deprecation")
    private @Nullable LockInfo lockOf(Thread host) {
        if (unmanaged) {
            return null;
        }
        try {
            ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(host.getId());
            return info == null ? null : info.getLockInfo();
        } catch (NoClassDefFoundError e) {
            unmanaged = true;
            say.accept("this Java was built without the module java.management:"
                    + " which thread hangs at a synchronized method is not known");
            return null;
        }
    }
}
