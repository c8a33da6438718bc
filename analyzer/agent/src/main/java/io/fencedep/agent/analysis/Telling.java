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
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The one event that is filled and handed on again and again, and what things are called in it. */
final class Telling {
    /** So many are kept although their objects are gone; each takes some 400 bytes. */
    private static final int GONE = 1 << 14;

    final Names names;
    final Instances instances;
    final Event event = new Event();

    private final EventSink sink;
    /** By the numbers of instances: whose they are; null for what is not named again when it is over. */
    private @Nullable Instance[] owners = new Instance[1024];

    private long count;

    Telling(Names names, Instances instances, EventSink sink) {
        this.names = names;
        this.instances = instances;
        this.sink = sink;
        instances.keepWhile(this::isAlive);
    }

    /** A table for the instances of a program that runs: what is gone is forgotten early, all else is kept. */
    static Instances table() {
        return new Instances(GONE);
    }

    private boolean isAlive(int id) {
        Instance owner = id < owners.length ? owners[id] : null;
        return owner != null && !owner.refersTo(null);
    }

    private int named(Namespace space, String name, @Nullable Instance owner) {
        int id = instances.intern(space, name);
        if (id >= owners.length) {
            owners = Arrays.copyOf(owners, Math.max(id + 1, owners.length * 2));
        }
        owners[id] = owner;
        return id;
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
        return named(space, "#" + id(instance), instance);
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
        return named(namespace(how), prefix + id(instance), instance);
    }

    /** The entry of a map of which this computes the value. */
    int entry(Instance task) {
        KeyLock entry = task.entry();
        return named(Namespace.LOCK, "#" + (entry == null ? task.id : entry.id), task);
    }

    /** One run of a task's code: of what may run in several threads at once, those of one thread are taken for one. */
    int run(Instance task, int thread) {
        String where = task.mayOverlap() ? " on " + names.text(thread) : "";
        return named(Namespace.WORK, "#" + task.id + where, task);
    }

    /** The fence of a section, or one like it when the section is told again: that one is signalled by now. */
    int section(Instance fence, boolean again) {
        return named(Namespace.FENCE, "#" + fence.id + (again ? " again" : ""), fence);
    }

    int fence(Instance fence, LockClass fenceClass, int generation) {
        String prefix = fenceClass.isOfMonitors() ? "monitor#" : "#";
        String name = prefix + fence.id + (generation == 0 ? "" : "." + generation);
        return named(Namespace.FENCE, name, generation == 0 ? fence : null);
    }
}
