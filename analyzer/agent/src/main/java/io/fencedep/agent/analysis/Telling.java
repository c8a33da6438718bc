package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.KeyLock;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;

/** The one event that is filled and handed on again and again, and what things are called in it. */
final class Telling {
    final Names names;
    final Instances instances;
    final Event event = new Event();

    private final EventSink sink;
    private long count;

    Telling(Names names, Instances instances, EventSink sink) {
        this.names = names;
        this.instances = instances;
        this.sink = sink;
    }

    /** How many events were told. */
    long count() {
        return count;
    }

    void begin(EventKind kind, int task) {
        event.clear();
        event.kind = kind;
        event.task = task;
    }

    void emit() {
        count++;
        sink.accept(event);
    }

    void at(Stacks.Known stack) {
        event.at = stack.at();
        event.stack = stack.stack();
    }

    void queue(LockClass lockClass) {
        if (lockClass.pool != null) {
            event.queue = names.intern(lockClass.pool.name());
            event.capacity = lockClass.pool.capacity() > 0 ? lockClass.pool.capacity() : Event.ABSENT;
        }
    }

    private static Namespace namespace(int how) {
        return switch (how & How.KIND) {
            case How.WORK -> Namespace.WORK;
            case How.SECTION -> Namespace.FENCE;
            default -> Namespace.LOCK;
        };
    }

    int instanceOf(Namespace space, Instance instance) {
        return instances.intern(space, "#" + id(instance));
    }

    /** By what an instance is known: what a map makes for one key is one lock. */
    private static long id(Instance instance) {
        KeyLock key = instance.keyLock;
        return key == null || instance.apart ? instance.id : key.id;
    }

    /** A class is two locks: its monitor, and its initialisation. So is what has a monitor and is more than that. */
    int lockInstance(int how, Instance instance, LockClass lockClass) {
        String prefix = (how & How.KIND) == How.CLASS_INIT
                ? "init#"
                : lockClass.isBuilt() ? "built#" : lockClass.isOfMonitors() ? "monitor#" : "#";
        return instances.intern(namespace(how), prefix + id(instance));
    }

    /** The entry of a map of which this computes the value. */
    int entry(Instance task) {
        KeyLock entry = task.entry;
        return instances.intern(Namespace.LOCK, "#" + (entry == null ? task.id : entry.id));
    }

    /** One run of a task's code: of what may run in several threads at once, those of one thread are taken for one. */
    int run(Instance task, int thread) {
        String where = task.mayOverlap() ? " on " + names.text(thread) : "";
        return instances.intern(Namespace.WORK, "#" + task.id + where);
    }

    /** The fence of a section, or one like it when the section is told again: that one is signalled by now. */
    int section(Instance fence, boolean again) {
        return instances.intern(Namespace.FENCE, "#" + fence.id + (again ? " again" : ""));
    }

    int fence(Instance fence, LockClass fenceClass, int generation) {
        String prefix = fenceClass.isOfMonitors() ? "monitor#" : "#";
        String name = prefix + fence.id + (generation == 0 ? "" : "." + generation);
        return instances.intern(Namespace.FENCE, name);
    }
}
