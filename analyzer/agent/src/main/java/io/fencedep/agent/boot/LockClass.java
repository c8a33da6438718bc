package io.fencedep.agent.boot;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A class of resources: what the graph has a node for. Unique by name and pool. */
public final class LockClass {
    private static final int MAX_SOURCES = 64;
    private static final int MANY = 4096;
    private static final String NOTIFY = ".notify";
    private static final AtomicLong IDS = new AtomicLong();

    public final String name;
    /** The pool on which work of this class runs; null for what is no work, or runs in no known pool. */
    public final @Nullable Pool pool;

    /** Of work in a pool, its class wherever it runs; else this one. */
    private final LockClass anywhere;

    /** The {@link Pool#runner} of what needs no other name; null until something runs. */
    private @Nullable String home;

    final long id = IDS.incrementAndGet();
    /** The class of its tasks in the pool that was asked for last; racy, a cache. */
    @Nullable
    LockClass lastInPool;
    /** The class of the monitors of its objects, when these are something else as well; racy, a cache. */
    private @Nullable LockClass monitor;

    /** Whether it is such a class. */
    private boolean ofMonitors;

    /** The class of what is notified about; racy, a cache. */
    private @Nullable LockClass notified;

    /** Whether its members are conditions of locks. */
    volatile boolean condition;

    /** Of what is notified: whether somebody has done so who had taken nothing that others wait for. */
    volatile boolean handedOver;

    /** Whether its members are locks that a program builds itself out of what is something else as well. */
    volatile boolean built;

    /** Of tasks, what they were forked under. */
    private volatile HandedUnder handedUnder = HandedUnder.NOTHING;

    /** How many objects of this class were given an instance; racy. */
    private int made;

    /** How many signals or waits of this class were told; racy, to sample what comes later. */
    int told;

    LockClass(String name, @Nullable Pool pool) {
        this.name = name;
        this.pool = pool;
        this.anywhere = this;
    }

    /** Work of a class in a pool. The first pool of such work gives it no other name. */
    LockClass(LockClass work, Pool pool) {
        this.name = work.nameIn(pool);
        this.pool = pool;
        this.anywhere = work;
    }

    /** Whether it is work of this class, in whatever pool. */
    boolean isWorkOf(LockClass work) {
        return anywhere == work;
    }

    /** Of tasks, what they were forked under, in whatever pool. */
    HandedUnder handedUnder() {
        return anywhere.handedUnder;
    }

    void isHandedUnder(HandedUnder locks) {
        handedUnder = locks;
    }

    /** Items of one pool wait for its places only. */
    private synchronized String nameIn(Pool where) {
        String runner = where.runner();
        if (home == null) {
            home = runner;
        }
        return runner.equals(home) ? name : name + " of " + runner;
    }

    /** Whether it is one of what threads are notified of, any number of times. */
    public boolean isNotified() {
        return condition || name.endsWith(NOTIFY);
    }

    /** Whether it is one of tasks. */
    boolean isWork() {
        return name.startsWith("task:") || name.startsWith("task@");
    }

    /** The classes that this one is known to depend on; racy, so one may be told twice. */
    private LockClass[] sources = new LockClass[0];

    /**
     * Whether it is news that what is of this class is signalled only after what is of that class. A future depends on
     * older ones only, so a ring of classes is none of futures: what would close one is left out.
     */
    boolean dependsOn(LockClass source) {
        LockClass[] known = sources;
        for (LockClass each : known) {
            if (each == source) {
                return false;
            }
        }
        if (known.length == MAX_SOURCES || source.reaches(this)) {
            return false;
        }
        LockClass[] more = Arrays.copyOf(known, known.length + 1);
        more[known.length] = source;
        sources = more;
        return true;
    }

    private boolean reaches(LockClass wanted) {
        Set<LockClass> seen = new HashSet<>();
        ArrayDeque<LockClass> open = new ArrayDeque<>();
        open.add(this);
        for (LockClass each = open.poll(); each != null; each = open.poll()) {
            if (each == wanted) {
                return true;
            }
            if (seen.add(each)) {
                open.addAll(List.of(each.sources));
            }
        }
        return false;
    }

    void madeOne() {
        made++;
    }

    /** Whether there were so many of it that one more which is done tells nothing new. */
    boolean isOfMany() {
        return made > MANY;
    }

    /** Whether this occurrence is to be told: the first many, then fewer and fewer. */
    boolean sample() {
        int count = ++told;
        if (count <= 512) {
            return true;
        }
        return count < 16_384 ? count % 16 == 0 : count % 1024 == 0;
    }

    /** The class of the monitors of objects of this class, which are something else as well. */
    LockClass monitor() {
        LockClass known = monitor;
        if (known == null) {
            known = LockClasses.byName(name + ".monitor");
            known.ofMonitors = true;
            monitor = known;
        }
        return known;
    }

    /** Whether its members are monitors of objects that are something else as well, or what is notified on these. */
    public boolean isOfMonitors() {
        return ofMonitors;
    }

    /** Whether its members are locks that a program builds itself out of what is something else as well. */
    public boolean isBuilt() {
        return built;
    }

    /** The class of what {@code wait} waits for on a monitor of this class. */
    LockClass notified() {
        LockClass known = notified;
        if (known == null) {
            known = LockClasses.byName(name + NOTIFY);
            known.ofMonitors = ofMonitors;
            notified = known;
        }
        return known;
    }
}
