package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassUses;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether threads hang, and says what they wait for. A thread hangs when it has been waiting, and
 * has taken, given back and begun nothing else, for as long as was agreed. For the monitors of synchronized methods, which
 * no hook can announce, the JVM is asked.
 */
final class Watch {
    /** What a thread did when it was looked at, and since when it does just that. */
    private static final class Seen {
        final long signature;
        final Thread.State state;
        final long since;
        /** How much it had computed by then, if that matters. */
        final long computed;
        /** Whether it is known what class it waits for. */
        boolean asked;
        /** The class that it waits for, which another thread initialises; null when it does not. */
        @Nullable
        String awaited;

        Seen(long signature, Thread.State state, long computed, long since) {
            this.signature = signature;
            this.state = state;
            this.computed = computed;
            this.since = since;
        }

        boolean isLike(Seen other) {
            return signature == other.signature && state == other.state && computed == other.computed;
        }
    }

    private static final String PARTS_OF_MAPS = "java.util.concurrent.ConcurrentHashMap$";

    private final Consumer<String> say;
    private final AwaitedClasses awaitedClasses;
    private Map<ThreadState, Seen> seen = new HashMap<>();
    private boolean unmanaged;

    Watch(Consumer<String> say) {
        this.say = say;
        this.awaitedClasses = new AwaitedClasses(say);
    }

    /** The threads that have not moved for so long, if any of them holds something, or is missed in another way. */
    List<ThreadState> hanging(long nanos) {
        Map<ThreadState, Seen> now = new HashMap<>();
        List<ThreadState> still = new ArrayList<>();
        long time = System.nanoTime();
        Collection<ThreadState> all = Threads.all();
        // A thread that waits for a class looks as if it ran, but it computes nothing.
        boolean initialising = all.stream().anyMatch(each -> each.view().initialises());
        for (ThreadState each : all) {
            Thread host = each.get();
            Thread.State state = host == null ? Thread.State.TERMINATED : host.getState();
            boolean runs = state == Thread.State.RUNNABLE && initialising && !unmanaged;
            boolean spins = each.view().spins();
            boolean waits = spins
                    || state == Thread.State.BLOCKED
                    || state == Thread.State.WAITING
                    || state == Thread.State.TIMED_WAITING && each.view().waitsInRounds();
            if (host == null || !waits && !runs) {
                continue;
            }
            Seen current = spins
                    ? new Seen(each.view().signature(), Thread.State.WAITING, 0, time)
                    : new Seen(each.view().signature(), state, runs ? awaitedClasses.computed(host) : 0, time);
            Seen before = seen.get(each);
            if (before != null && before.isLike(current)) {
                current = before;
            }
            now.put(each, current);
            if (time - current.since >= nanos) {
                still.add(each);
            }
        }
        seen = now;
        if (initialising && nanos > 0) {
            ask(still);
            still.removeIf(each -> looksAlive(now.get(each)));
        }
        return still.stream()
                        .anyMatch(each -> each.holdsSomething() || each.view().joins() || Idleness.isMissed(each))
                ? still
                : List.of();
    }

    private static boolean looksAlive(@Nullable Seen seen) {
        return seen == null || seen.state == Thread.State.RUNNABLE && seen.awaited == null;
    }

    /** Finds out which of these threads wait for a class, once for each of them. */
    private void ask(List<ThreadState> still) {
        List<ThreadState> unknown = still.stream()
                .filter(each -> {
                    Seen known = seen.get(each);
                    return known != null && known.state == Thread.State.RUNNABLE && !known.asked;
                })
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        Map<Long, String> awaited = awaitedClasses.byThread();
        for (ThreadState each : unknown) {
            Seen known = seen.get(each);
            Thread host = each.get();
            if (known != null && host != null) {
                known.asked = true;
                known.awaited = awaited.get(AwaitedClasses.idOf(host));
            }
        }
    }

    private @Nullable String awaited(ThreadState thread) {
        Seen known = seen.get(thread);
        return known == null ? null : known.awaited;
    }

    private Message waitsForClass(ThreadState thread, Thread host, String needed) {
        StackTraceElement[] stack = host.getStackTrace();
        String begun = begunBefore(thread, stack, needed);
        return thread.view()
                .waitsForClass(initialisation(needed), begun == null ? null : initialisation(begun), Trace.of(stack));
    }

    private Instance initialisation(String type) {
        for (ThreadState each : Threads.all()) {
            Instance held = each.view().initialisationOf(type);
            if (held != null) {
                return held;
            }
        }
        return awaitedClasses.unseen(type);
    }

    private static boolean isSeen(String type) {
        return Threads.all().stream().anyMatch(each -> each.view().initialisationOf(type) != null);
    }

    /**
     * The class that this thread has begun with, so that the JVM wants the one that it waits for first: one that extends that,
     * that another thread waits for, and that nobody else was seen to begin with. Null when there is none.
     */
    private @Nullable String begunBefore(ThreadState thread, StackTraceElement[] stack, String needed) {
        for (Map.Entry<ThreadState, Seen> each : seen.entrySet()) {
            String type = each.getValue().awaited;
            if (type != null
                    && !each.getKey().equals(thread)
                    && !type.equals(needed)
                    && ClassUses.ALL.isSubclass(type, needed)
                    && !isSeen(type)
                    && stack.length > 0
                    && ClassUses.ALL.uses(stack[0].getClassName(), type)) {
                return type;
            }
        }
        return null;
    }

    /** What a hanging thread holds and waits for. */
    Message describe(ThreadState thread) {
        Thread host = thread.get();
        Waiting waiting = thread.view().waiting();
        if (host == null) {
            return thread.view().holdsNow();
        }
        String awaited = awaited(thread);
        if (awaited != null) {
            return waitsForClass(thread, host, awaited);
        }
        if (waiting != null) {
            return thread.view().waitsNow(part(waiting), Trace.of(host.getStackTrace()));
        }
        Waiting asking = thread.view().asking();
        if (asking == null) {
            asking = thread.view().askingAgain();
        }
        if (asking != null) {
            return thread.view().waitsNow(asking, Trace.of(host.getStackTrace()));
        }
        ThreadInfo info = host.getState() == Thread.State.BLOCKED ? infoOf(host) : null;
        LockInfo lock = info == null ? null : info.getLockInfo();
        Message map = info == null || lock == null ? null : waitsForMap(thread, host, info, lock);
        if (map != null) {
            return map;
        }
        Instance monitor = lock != null ? monitorOf(thread, lock) : monitorOfMethod(thread, host);
        return monitor == null
                ? thread.view().holdsNow()
                : thread.view()
                        .waitsNow(
                                new Waiting(Message.Kind.BLOCKED, monitor, monitor.lockClass, null, 0),
                                Trace.of(host.getStackTrace()));
    }

    /**
     * The monitor that a virtual thread is blocked at, of which the JVM tells nothing: it is at the beginning of a method. Null
     * when others hold none that this method may want, or several.
     */
    private static @Nullable Instance monitorOfMethod(ThreadState thread, Thread host) {
        StackTraceElement[] stack =
                host.getState() == Thread.State.BLOCKED ? host.getStackTrace() : new StackTraceElement[0];
        Set<Instance> wanted = new HashSet<>();
        for (ThreadState each : Threads.all()) {
            if (stack.length > 0 && each.number != thread.number) {
                if (each.view().ownsMonitor(thread.view().latest())) {
                    return null;
                }
                wanted.addAll(each.view().monitorsOfMethodsIn(stack[0].getClassName()));
            }
        }
        return wanted.size() == 1 ? wanted.iterator().next() : null;
    }

    /** The monitor that a thread is blocked at, when it is not what the thread said it would take. */
    private static @Nullable Instance monitorOf(ThreadState thread, LockInfo lock) {
        Object latest = thread.view().latest();
        if (latest != null && System.identityHashCode(latest) == lock.getIdentityHashCode()) {
            return null;
        }
        for (ThreadState each : Threads.all()) {
            Instance held = each.number == thread.number
                    ? null
                    : each.view().holdWith(lock.getIdentityHashCode(), lock.getClassName());
            if (held != null) {
                return held;
            }
        }
        return null;
    }

    /** Who waits for a parallel computation waits for each part of it, so for one that hangs, if any does. */
    private Waiting part(Waiting waiting) {
        for (ThreadState each : seen.keySet()) {
            Waiting part = each.view().forPartOf(waiting);
            if (part != null) {
                return part;
            }
        }
        return waiting;
    }

    /** The threads that have ended, and hold locks that some of these wait for and that nobody else can give back. */
    static List<ThreadState> endedWithLocksOf(List<ThreadState> hanging) {
        List<ThreadState> found = new ArrayList<>();
        for (ThreadState each : Threads.all()) {
            Thread host = each.get();
            if (host != null
                    && host.getState() == Thread.State.TERMINATED
                    && hanging.stream()
                            .anyMatch(other -> owns(each, host, other.view().latest()))) {
                found.add(each);
            }
        }
        return found;
    }

    private static boolean owns(ThreadState thread, Thread host, @Nullable Object lock) {
        return thread.view().ownsLock(lock)
                && (!(lock instanceof ReentrantLock known)
                        || known.getClass() != ReentrantLock.class
                        || known.toString().endsWith("[Locked by thread " + host.getName() + "]"));
    }

    /** That a thread is blocked at a part of a concurrent map, in which another one computes a value. */
    private static @Nullable Message waitsForMap(ThreadState thread, Thread host, ThreadInfo info, LockInfo lock) {
        if (!lock.getClassName().startsWith(PARTS_OF_MAPS)) {
            return null;
        }
        for (ThreadState each : Threads.all()) {
            Thread owner = each.get();
            if (owner != null && AwaitedClasses.idOf(owner) == info.getLockOwnerId()) {
                return thread.view().waitsForMap(each, Trace.of(host.getStackTrace()));
            }
        }
        return null;
    }

    private @Nullable ThreadInfo infoOf(Thread host) {
        if (unmanaged) {
            return null;
        }
        try {
            return ManagementFactory.getThreadMXBean().getThreadInfo(AwaitedClasses.idOf(host));
        } catch (NoClassDefFoundError e) {
            unmanaged = true;
            say.accept("this Java was built without the module java.management:"
                    + " which thread hangs at a synchronized method is not known");
            return null;
        }
    }
}
