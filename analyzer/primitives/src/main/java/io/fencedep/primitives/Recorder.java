package io.fencedep.primitives;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes what instrumented primitives do, and knows at any time what could deadlock.
 *
 * <p>Every primitive belongs to one recorder; there may be many. What a thread has done before under the same holds is
 * answered by that thread alone; what is new goes through one short lock. Memory grows with distinct chains of classes and
 * with what is held or unsignalled at one time, not with events, nor with locks, fences and threads that come and go.
 * Thread-safe.
 */
public final class Recorder implements AutoCloseable {
    final Tape tape;
    /** Whether every event is told, in full. */
    final boolean full;

    private final Recording recording;
    private final List<Contract> standing;
    private final AtomicLong instances = new AtomicLong();

    private Recorder(Builder builder) {
        recording = new Recording(builder.id, builder.name, "primitives", builder.source, Set.of());
        standing = List.copyOf(builder.contracts);
        full = builder.everyEvent || builder.sink != null;
        tape = new Tape(recording, builder.sink, full);
    }

    /** A recorder with a random id. */
    public static Recorder create() {
        return builder().build();
    }

    /** The recorder of those who need only one, made when it is first asked for. */
    public static Recorder standard() {
        return Standard.RECORDER;
    }

    /** A recorder made to measure. */
    public static Builder builder() {
        return new Builder();
    }

    /** What identifies the recording. */
    public Recording recording() {
        return recording;
    }

    /** The dependencies that were seen so far. The graph is a copy; its cost grows with the number of dependencies. */
    public DependencyGraph graph() {
        return tape.graph();
    }

    /**
     * What could deadlock by what was seen so far, and who is stuck now. The cost grows with the number of dependencies.
     *
     * @param contracts what the system promises besides, and besides the contracts that the recorder was built with
     */
    public Analysis analysis(Contract... contracts) {
        List<Contract> all = new ArrayList<>(standing);
        all.addAll(List.of(contracts));
        return Detector.analyse(graph(), all);
    }

    /** From here to its end, code of this driver runs in this thread. */
    public Scope driver(String name) {
        ThreadLog log = tape.log();
        int before = log.driver;
        int driver = tape.driver(name);
        log.state += Tape.hash("driver", name);
        log.driver = driver;
        return once(() -> {
            log.driver = before;
            log.state -= Tape.hash("driver", name);
        });
    }

    /** From here to its end, this thread runs one system call: what it does in between belongs together. */
    public Scope syscall(String name) {
        boundary(EventKind.SYSCALL_BEGIN, name);
        return once(() -> boundary(EventKind.SYSCALL_END, name));
    }

    private void boundary(EventKind kind, String name) {
        ThreadLog log = tape.log();
        tape.tell(log, kind, (event, tables) -> event.text = tables.name(name));
        log.beginUnit();
    }

    /** A note for people who read the trace. */
    public void mark(String text) {
        tape.tell(tape.log(), EventKind.MARK, (event, tables) -> event.text = tables.name(text));
    }

    /** A thread that is not started yet, whose start and join are recorded. */
    public TrackedThread thread(String name, Runnable body) {
        return new TrackedThread(this, name, body);
    }

    /** A reentrant lock of this class. */
    public TrackedLock lock(String className) {
        return new TrackedLock(this, identity(className, LockKind.MUTEX, 1, true), false);
    }

    /**
     * A reentrant lock.
     *
     * @param fair whether it goes to whoever has waited longest
     */
    public TrackedLock lock(String className, boolean fair) {
        return new TrackedLock(this, identity(className, LockKind.MUTEX, 1, true), fair);
    }

    /**
     * A lock that is not reentrant, such as a mutex of the kernel: whoever takes it twice waits for itself, for ever unless it
     * said for how long, and is reported.
     */
    public TrackedLock mutex(String className) {
        return new TrackedLock(this, identity(className, LockKind.MUTEX, 1, false), false);
    }

    /** A lock for one writer or many readers. */
    public TrackedReadWriteLock readWriteLock(String className) {
        return new TrackedReadWriteLock(this, identity(className, LockKind.RWSEM, 1, true));
    }

    /** A lock whose waiters spin, such as the kernel's {@code spinlock_t}; nothing that sleeps may be waited for under it. */
    public TrackedSpinLock spinLock(String className) {
        return new TrackedSpinLock(this, identity(className, LockKind.SPIN, 1, false));
    }

    /** A lock whose waiters spin on every kernel, the real-time one too: no {@link #spinLock} may be taken under it. */
    public TrackedSpinLock rawSpinLock(String className) {
        return new TrackedSpinLock(this, identity(className, LockKind.RAW_SPIN, 1, false));
    }

    /** A lock for one writer or many readers that is recorded as one whose waiters spin: nothing may sleep under it. */
    public TrackedReadWriteLock spinningReadWriteLock(String className) {
        return new TrackedReadWriteLock(this, identity(className, LockKind.RW_SPIN, 1, true));
    }

    /** A processor with interrupts that can be switched off. */
    public TrackedCpu cpu() {
        return new TrackedCpu(this);
    }

    /**
     * Places of which this many can be taken at once.
     *
     * @throws IllegalArgumentException if there are none
     */
    public TrackedSemaphore semaphore(String className, int places) {
        atLeast(1, places, "places");
        return new TrackedSemaphore(this, identity(className, LockKind.SEMAPHORE, places, false));
    }

    /** Locks any number of which can be taken in any order inside an acquire context. */
    public WwClass wwClass(String name) {
        return new WwClass(this, name);
    }

    /** A fence of this class, which nobody can see yet. */
    public TrackedFence fence(String className) {
        return fences(className).create();
    }

    /** How to make fences of this class: on a timeline, of a device, for user space. */
    public FenceFactory fences(String className) {
        return new FenceFactory(this, className);
    }

    /** From here to its end, this thread is on the way to the signal of every fence of a class. */
    public Scope signalling(String className) {
        ThreadLog log = tape.log();
        long hash = Tape.hash("section", className);
        tape.tell(log, EventKind.SIGNALLING_BEGIN, className, null);
        log.state += hash;
        return once(() -> {
            log.state -= hash;
            tape.tell(log, EventKind.SIGNALLING_END, className, null);
        });
    }

    /**
     * An allocator with this many pages to give.
     *
     * @throws IllegalArgumentException if that is negative
     */
    public TrackedAllocator allocator(long pages) {
        atLeast(0, pages, "pages");
        return new TrackedAllocator(this, pages);
    }

    /**
     * A callback that others must wait for.
     *
     * @param className {@code mmu_notifier} for those that reclaim and allocations wait for
     */
    public TrackedNotifier notifier(String className, TrackedNotifier.Callback callback) {
        return new TrackedNotifier(this, className, null, callback);
    }

    /**
     * A queue that runs work in threads of its own.
     *
     * @param capacity how many items it runs at once; 0 for as many as there are
     * @throws IllegalArgumentException if that is negative
     */
    public TrackedQueue queue(String name, int capacity) {
        atLeast(0, capacity, "capacity");
        return new TrackedQueue(this, name, capacity);
    }

    /** A page of this class. */
    public TrackedPage page(String className) {
        return new TrackedPage(this, className, name("page"));
    }

    /** A device that can hang, be reset, and take faults. */
    public TrackedDevice device(String name) {
        return new TrackedDevice(this, name);
    }

    /**
     * Ends the trace, if there is one; what happens later is still analysed.
     *
     * @throws IllegalStateException if the trace could not be written; its cause is the first failure
     */
    @Override
    public void close() {
        tape.close();
    }

    /** A new instance, named by what it is and a number. */
    String name(String what) {
        return what + "#" + instances.incrementAndGet();
    }

    LockIdentity identity(String className, LockKind kind, int capacity, boolean reentrant) {
        long number = instances.incrementAndGet();
        return new LockIdentity(className + "#" + number, className, kind, capacity, reentrant, number);
    }

    static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + ": " + value + " is less than " + least);
        }
    }

    /** A scope that does something at its end, once. */
    static Scope once(Runnable end) {
        AtomicBoolean open = new AtomicBoolean(true);
        return () -> {
            if (open.compareAndSet(true, false)) {
                end.run();
            }
        };
    }

    /** A time as nanoseconds; none is negative, which in an event would mean that there is no limit. */
    static long nanos(long time, TimeUnit unit) {
        return Math.max(0, unit.toNanos(time));
    }

    /** Says what a recorder records, and where to. */
    public static final class Builder {
        private String id = UUID.randomUUID().toString();
        private String name = "primitives";
        private String source = "primitives";
        private boolean everyEvent;
        private final List<Contract> contracts = new ArrayList<>();

        @Nullable
        private TraceSink sink;

        private Builder() {}

        /** What identifies the recording among others that it is merged with; random when not said. */
        public Builder id(String text) {
            id = text;
            return this;
        }

        /** What reports call the recording. */
        public Builder name(String text) {
            name = text;
            return this;
        }

        /**
         * What the tasks are: {@code primitives}, where any thread may run any of the code, as in a kernel; {@code jvm}, where
         * one thread cannot deadlock with itself and one class often stands for many objects in a consistent order.
         */
        public Builder source(String text) {
            source = text;
            return this;
        }

        /** Writes a full trace: every event, with its place. Recording then costs some microseconds an event. */
        public Builder trace(TraceSink to) {
            sink = to;
            return this;
        }

        /** Takes every event as if a trace were written: the findings are the same, with exact counts and places. */
        public Builder everyEvent() {
            everyEvent = true;
            return this;
        }

        /** Holds whatever is recorded against these too, in each {@link Recorder#analysis}. */
        public Builder contract(Contract... promised) {
            contracts.addAll(List.of(promised));
            return this;
        }

        /** Makes the recorder, and begins its trace if it writes one. */
        public Recorder build() {
            return new Recorder(this);
        }
    }

    /** Makes the standard recorder when it is needed. */
    private static final class Standard {
        static final Recorder RECORDER = builder().source("jvm").build();
    }
}
