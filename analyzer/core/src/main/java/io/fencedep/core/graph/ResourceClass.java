package io.fencedep.core.graph;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A class of resources, and what is known of all its instances. */
public final class ResourceClass {

    /**
     * How often fences of a class were signalled in one recording.
     *
     * @param total all signals
     * @param excluded for a node: signals without a wait for it that prove nothing, because the waiter held it
     */
    public record Signals(long total, SortedMap<Node, Long> excluded) {
        public Signals {
            excluded = Collections.unmodifiableSortedMap(new TreeMap<>(excluded));
        }

        Signals merge(Signals other) {
            SortedMap<Node, Long> both = new TreeMap<>(excluded);
            other.excluded.forEach((node, count) -> both.merge(node, count, Math::max));
            return new Signals(Math.max(total, other.total), both);
        }
    }

    private final String name;
    private ResourceKind kind;
    private LockKind lockKind = LockKind.UNKNOWN;
    private long capacity;
    private boolean userspace;
    private boolean percpu;
    private boolean handedOver;
    private final Set<InterruptContext> contexts = EnumSet.noneOf(InterruptContext.class);
    private final SortedSet<String> sharedIn = new TreeSet<>();
    private final SortedSet<String> alternatives = new TreeSet<>();
    private final SortedMap<String, Signals> signals = new TreeMap<>();

    public ResourceClass(String name, ResourceKind kind) {
        this.name = name;
        this.kind = kind;
    }

    public String name() {
        return name;
    }

    public ResourceKind kind() {
        return kind;
    }

    /** What a lock is made of, as far as a trace says. */
    public LockKind lockKind() {
        return lockKind;
    }

    /** How many may hold it at once; 0 when the trace names no number. */
    public long capacity() {
        return capacity;
    }

    /** Whether user space signals fences of this class. */
    public boolean userspace() {
        return userspace;
    }

    /** Whether each lock of it belongs to one CPU, so that an interrupt elsewhere cannot be blocked by it. */
    public boolean percpu() {
        return percpu;
    }

    /** Whether tasks of programs give back what others took: then nobody waits for the one who took it. */
    public boolean handedOver() {
        return handedOver;
    }

    /** Where items of a work class were seen to run; in order. */
    public Set<InterruptContext> contexts() {
        return Collections.unmodifiableSet(contexts);
    }

    /**
     * Whether who waits for an item of this work class does not sleep, as who deletes a timer: its items run in interrupts
     * only, and the waiter in none that could have hit one of them.
     */
    public boolean isSpunFor(InterruptContext waiter) {
        return !contexts.isEmpty()
                && contexts.stream()
                        .allMatch(context -> context != InterruptContext.TASK && context.compareTo(waiter) >= 0);
    }

    /**
     * The recordings that saw it held by a reader. Only there do waits for it come as two dependencies; in any other
     * recording, a wait for its writer is a wait for its readers as well.
     */
    public SortedSet<String> sharedIn() {
        return Collections.unmodifiableSortedSet(sharedIn);
    }

    /** The fence classes of which one is enough; {@link ResourceKind#ANY} only. */
    public SortedSet<String> alternatives() {
        return Collections.unmodifiableSortedSet(alternatives);
    }

    /** Signals of its fences, by recording. */
    public SortedMap<String, Signals> signals() {
        return Collections.unmodifiableSortedMap(signals);
    }

    /** Says what the locks of this class are made of; of two kinds the first one known stays, by order of kinds. */
    public void setLockKind(LockKind other) {
        if (other != LockKind.UNKNOWN && (lockKind == LockKind.UNKNOWN || other.compareTo(lockKind) < 0)) {
            lockKind = other;
        }
    }

    /** Says how many may hold it at once; the largest number stays. */
    public void setCapacity(long holders) {
        capacity = Math.max(capacity, holders);
    }

    /** Says that user space signals fences of this class. */
    public void setUserspace() {
        userspace = true;
    }

    /** Says that its locks belong to one CPU each. */
    public void setPercpu() {
        percpu = true;
    }

    /** Says that one task of a program took it and another one gave it back. */
    public void setHandedOver() {
        handedOver = true;
    }

    /** Says that an item of this work class ran in this context. */
    public void addContext(InterruptContext context) {
        contexts.add(context);
    }

    /** Says that a recording saw it held by a reader. */
    public void addSharedIn(String recording) {
        sharedIn.add(recording);
    }

    /** Says of which classes one is enough. */
    public void addAlternative(String className) {
        alternatives.add(className);
    }

    /** Says how often fences of this class were signalled in a recording. */
    public void addSignals(String recording, Signals counted) {
        signals.merge(recording, counted, Signals::merge);
    }

    void merge(ResourceClass other) {
        if (other.kind.compareTo(kind) < 0) {
            kind = other.kind;
        }
        setLockKind(other.lockKind);
        setCapacity(other.capacity);
        userspace |= other.userspace;
        percpu |= other.percpu;
        handedOver |= other.handedOver;
        contexts.addAll(other.contexts);
        sharedIn.addAll(other.sharedIn);
        alternatives.addAll(other.alternatives);
        other.signals.forEach(this::addSignals);
    }

    ResourceClass copy() {
        ResourceClass copy = new ResourceClass(name, kind);
        copy.merge(this);
        return copy;
    }

    @Override
    public String toString() {
        return name;
    }
}
