package io.fencedep.formats.kernellog;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceContext;
import java.util.regex.Matcher;

/** Tells what tables of held locks show as events: who has taken what, and who waits for it. */
final class HeldLockEvents {
    private final TraceContext context;
    private final ReadStats stats;
    private final Event event = new Event();
    private String suffix = "";

    HeldLockEvents(TraceContext context, ReadStats stats) {
        this.context = context;
        this.stats = stats;
    }

    /** From here on this stands behind the names of tasks. */
    void putBehindTasks(String text) {
        suffix = text;
    }

    /** A task asks for a lock, and may have got it. */
    void take(String task, HeldLocks.Item item, boolean writes, boolean got) {
        start(EventKind.ACQUIRE, task, item.number());
        instance(item);
        event.className = context.names().intern(className(item));
        event.subclass = subclass(item);
        event.mode = writes ? LockMode.WRITE : LockMode.RECURSIVE_READ;
        at(item.lock().at());
        emit();
        if (got) {
            start(EventKind.ACQUIRED, task, item.number());
            instance(item);
            emit();
        }
    }

    void release(String task, HeldLocks.Item item) {
        start(EventKind.RELEASE, task, item.number());
        instance(item);
        emit();
    }

    /** A task has a lock that no table names. */
    void owns(String task, long number, String instance, String name, String kind, boolean reads) {
        start(EventKind.ACQUIRE, task, number);
        lock(instance, name, kind, reads);
        emit();
        start(EventKind.ACQUIRED, task, number);
        lock(instance, name, kind, false);
        emit();
    }

    /** A task waits for such a lock. */
    void waits(String task, long number, String instance, String name, String kind, boolean reads, String at) {
        start(EventKind.ACQUIRE, task, number);
        lock(instance, name, kind, reads);
        at(at);
        emit();
    }

    private void lock(String instance, String name, String kind, boolean reads) {
        event.instance = context.instances().intern(Namespace.LOCK, instance);
        event.className = context.names().intern(name);
        event.lockKind =
                kind.equals("mutex") ? LockKind.MUTEX : kind.equals("semaphore") ? LockKind.SEMAPHORE : LockKind.RWSEM;
        event.mode = reads ? LockMode.READ : LockMode.WRITE;
    }

    private void instance(HeldLocks.Item item) {
        String name = item.lock().address().isEmpty()
                ? item.lock().name()
                : item.lock().address();
        event.instance = context.instances().intern(Namespace.LOCK, name);
    }

    private void at(String place) {
        if (!place.isEmpty()) {
            event.at = context.names().intern(place);
        }
    }

    private static String className(HeldLocks.Item item) {
        Matcher split = SplatEvents.SUBCLASS.matcher(item.lock().name());
        return split.matches() ? split.group(1) : item.lock().name();
    }

    private static int subclass(HeldLocks.Item item) {
        Matcher split = SplatEvents.SUBCLASS.matcher(item.lock().name());
        return split.matches() ? Integer.parseInt(split.group(2)) : 0;
    }

    private void start(EventKind kind, String task, long number) {
        event.clear();
        event.kind = kind;
        event.line = number;
        event.task = context.names().intern(task + suffix);
        event.irqs = Toggle.NO; // nobody says
        event.softirqs = Toggle.NO;
    }

    private void emit() {
        stats.event();
        context.sink().accept(event);
    }
}
