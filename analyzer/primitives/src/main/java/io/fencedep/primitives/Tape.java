package io.fencedep.primitives;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Recording;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one way from primitives to the analysis: brings the events of all threads in order, under one short lock.
 *
 * <p>Before an event of a thread is taken, the analysis is told of the locks that the thread holds and that were not worth
 * telling until then, each at its true position. So whatever the analysis sees of a thread at any event is what it would
 * have seen had every event been told.
 */
final class Tape {
    /** Fills in what is particular to an event. */
    @FunctionalInterface
    interface Filler {
        void fill(Event event, Tables tables);
    }

    /** The key of what is never remembered. */
    static final long NO_KEY = 0;

    final ReentrantLock lock = new ReentrantLock();
    /** How many events were taken. */
    volatile long position;

    private final Recording recording;
    private final boolean full;
    private final Tables tables = new Tables(new Names(), new Instances());
    private final Lowering lowering;
    private final Event event = new Event();
    private final ThreadLogs logs;
    private final long began = System.nanoTime();

    @Nullable
    private EventSink sink;

    @Nullable
    private Exception failure;

    Tape(Recording recording, @Nullable TraceSink sink, boolean full) {
        this.recording = recording;
        this.full = full;
        lowering = new Lowering(tables.names(), tables.instances(), recording.source());
        logs = new ThreadLogs(this, tables.names());
        this.sink = sink == null ? null : sink.open(tables.names(), tables.instances(), recording);
    }

    /** What the calling thread has told. */
    ThreadLog log() {
        return logs.current();
    }

    /** The thread that is about to be started under this name gets this task. */
    ThreadLog logOf(Thread thread) {
        return logs.of(thread);
    }

    /** Does something under the lock. */
    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    int driver(String name) {
        lock.lock();
        try {
            return tables.name(name);
        } finally {
            lock.unlock();
        }
    }

    DependencyGraph graph() {
        lock.lock();
        try {
            return lowering.soFar(recording, List.of());
        } finally {
            lock.unlock();
        }
    }

    /** Takes an event without a class. */
    void tell(ThreadLog log, EventKind kind, @Nullable Filler filler) {
        tell(log, kind, "", filler);
    }

    /**
     * Takes an event of the calling thread.
     *
     * @param className what the event is about; empty when the event has no class
     */
    void tell(ThreadLog log, EventKind kind, String className, @Nullable Filler filler) {
        long place = placeKey(log, log.classKey() + kind.ordinal(), className.hashCode());
        Places.Here here = newPlace(log, place);
        lock.lock();
        try {
            replay(log);
            begin(log, kind);
            locate(log, place, here);
            event.className = tables.name(className);
            if (filler != null) {
                filler.fill(event, tables);
            }
            take();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the signal of a fence: now it matters what was waited for on the way. */
    void tellSignal(ThreadLog log, String className, Filler filler) {
        lock.lock();
        try {
            replay(log);
            recallWaits(log);
            tell(log, EventKind.FENCE_SIGNAL, className, filler);
        } finally {
            lock.unlock();
        }
    }

    private void recallWaits(ThreadLog log) {
        log.drainWaits((taken, manner, at, place, stack) -> {
            begin(log, EventKind.ACQUIRE);
            fillAcquire(taken, manner, null, Manner.timed(manner) ? 1 : Event.ABSENT);
            event.at = place;
            event.stack = stack;
            event.line = lineOf(at);
            lowering.recall(event, at);
        });
    }

    /**
     * Takes an acquire that may block, before it does; or one that was got at once.
     *
     * @param key under which the thread may remember that this was told; {@link #NO_KEY} when it is told each time
     * @return the hold, known to the analysis
     */
    HeldLock tellAcquire(
            ThreadLog log, LockIdentity taken, int manner, @Nullable LockIdentity nest, long timeout, long key) {
        long classKey = ChainMemo.mix(log.classKey(), taken.classHash + manner);
        long place = placeKey(log, classKey, 0);
        Places.Here here = newPlace(log, place);
        lock.lock();
        try {
            replay(log);
            begin(log, EventKind.ACQUIRE);
            fillAcquire(taken, manner, nest, timeout);
            locate(log, place, here);
            int at = event.at;
            int stack = event.stack;
            take();
            HeldLock slot = log.push(taken, manner, position, at, stack);
            slot.timeout = timeout;
            slot.told = 1;
            log.told++;
            if (key != NO_KEY && !full && log.foreign == 0 && log.chains.find(key) == ChainMemo.NOT_KNOWN) {
                log.chains.put(key, at, stack, log.waitFor(taken, manner));
            }
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** A lock was got without blocking: told only if that is news. */
    void got(ThreadLog log, LockIdentity taken, int manner, long timeout, long key) {
        int known = full || log.foreign > 0 ? ChainMemo.NOT_KNOWN : log.chains.find(key);
        if (known == ChainMemo.NOT_KNOWN) {
            tellAcquire(log, taken, manner, null, timeout, key);
        } else {
            log.takeQuietly(known, taken, manner, position, timeout);
        }
    }

    /** A try failed: told where that can be a wait, which is when the thread holds anything. */
    void failedTry(ThreadLog log, LockIdentity wanted, int manner) {
        if (full || log.depth > 0 || log.foreign > 0 || log.state != 0) {
            tellLock(log, wanted, manner | Manner.TRIED, Event.ABSENT, true);
        }
    }

    /** Takes that a lock was got after all, or given up. */
    void tellAcquired(ThreadLog log, LockIdentity lockTaken, boolean gaveUp) {
        tell(log, EventKind.ACQUIRED, (filled, names) -> {
            filled.instance = names.instance(Namespace.LOCK, lockTaken.instance);
            filled.result = gaveUp ? EventResult.TIMEOUT : EventResult.UNSAID;
        });
    }

    /** A hold is given back once: the analysis is told if it knows of more than are left. */
    void giveBack(ThreadLog log, HeldLock slot, LockIdentity released) {
        int left = slot.depth();
        if (slot.told > left) {
            tellRelease(log, EventKind.RELEASE, released);
            slot.told--;
        }
    }

    /** Takes a release or downgrade. */
    void tellRelease(ThreadLog log, EventKind kind, LockIdentity released) {
        lock.lock();
        try {
            replay(log);
            begin(log, kind);
            event.instance = tables.instance(Namespace.LOCK, released.instance);
            take();
        } finally {
            lock.unlock();
        }
    }

    /** Takes that a lock which its thread holds was taken once more. */
    void tellAgain(ThreadLog log, HeldLock slot, LockIdentity taken, int manner) {
        tellOnly(log, taken, manner, Event.ABSENT);
        slot.told++;
    }

    /** Takes an acquire that the thread's log does not keep. */
    void tellOnly(ThreadLog log, LockIdentity taken, int manner, long timeout) {
        tellLock(log, taken, manner, timeout, false);
    }

    private void tellLock(ThreadLog log, LockIdentity taken, int manner, long timeout, boolean failed) {
        long place = placeKey(log, ChainMemo.mix(log.classKey(), taken.classHash + manner), failed ? 1 : 2);
        Places.Here here = newPlace(log, place);
        lock.lock();
        try {
            replay(log);
            begin(log, EventKind.ACQUIRE);
            locate(log, place, here);
            fillAcquire(taken, manner, null, timeout);
            event.failed = failed;
            take();
        } finally {
            lock.unlock();
        }
    }

    /** An interrupt begins on top of what the thread does: what it did so far is told, for its handler is another story. */
    void beginInterrupt(ThreadLog log, InterruptContext context, boolean threaded) {
        lock.lock();
        try {
            replay(log);
            recallWaits(log);
            log.context = context;
            log.irqThreaded = threaded;
            log.addForeign(1);
        } finally {
            lock.unlock();
        }
    }

    /** The interrupt has ended, and the thread goes on with what it did before. */
    void endInterrupt(ThreadLog log, InterruptContext before, boolean threadedBefore) {
        lock.lock();
        try {
            replay(log);
            log.addForeign(-1);
            log.context = before;
            log.irqThreaded = threadedBefore;
            // Two interrupts in a row are two: something must lie between them.
            begin(log, EventKind.MARK);
            event.text = tables.name("end of interrupt");
            take();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the start of a unit of work by a task whose number another thread had before. */
    void tellNewIncarnation(ThreadLog log) {
        lock.lock();
        try {
            begin(log, EventKind.SYSCALL_END);
            take();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            if (sink instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Exception e) {
            failed(e);
        } finally {
            sink = null;
            lock.unlock();
        }
        if (failure != null) {
            throw new IllegalStateException("the trace could not be written: " + failure.getMessage(), failure);
        }
    }

    /** A hash for what a thread holds besides locks. */
    static long hash(String kind, String name) {
        long hash = 0xCBF29CE484222325L;
        for (String part : new String[] {kind, name}) {
            for (int i = 0; i < part.length(); i++) {
                hash = (hash ^ part.charAt(i)) * 0x100000001B3L;
            }
            hash = ChainMemo.mix(hash, part.length());
        }
        return hash;
    }

    /** Tells of the locks that the thread holds and that the analysis does not know of, where they belong. */
    private void replay(ThreadLog log) {
        for (; log.told < log.depth; log.told++) {
            HeldLock slot = log.held[log.told];
            LockIdentity taken = slot.lock;
            if (taken != null) {
                begin(log, EventKind.ACQUIRE);
                // What is taken inside a context is told at once.
                fillAcquire(taken, slot.manner, null, slot.timeout);
                event.at = slot.at;
                event.stack = slot.stack;
                event.line = lineOf(slot.position);
                lowering.acceptLate(event, slot.position);
            }
            slot.told = 1;
        }
    }

    private void begin(ThreadLog log, EventKind kind) {
        event.clear();
        event.kind = kind;
        event.task = log.task;
        event.driver = log.driver;
        event.context = log.context;
        event.irqThreaded = log.irqThreaded;
    }

    private void fillAcquire(LockIdentity taken, int manner, @Nullable LockIdentity nest, long timeout) {
        event.instance = tables.instance(Namespace.LOCK, taken.instance);
        event.className = tables.name(taken.className);
        event.lockKind = taken.kind;
        event.capacity = taken.capacity > 1 ? taken.capacity : Event.ABSENT;
        event.mode = Manner.mode(manner);
        event.tried = Manner.tried(manner);
        event.reentrant = taken.reentrant;
        event.timeout = timeout;
        if (nest != null) {
            event.nest = tables.instance(Namespace.LOCK, nest.instance);
        }
    }

    /** The place of the caller, when this thread has not been there before; null when it has. */
    private Places.@Nullable Here newPlace(ThreadLog log, long place) {
        boolean known = !full && log.places.find(place) != ChainMemo.NOT_KNOWN;
        return known ? null : Places.here();
    }

    private static long placeKey(ThreadLog log, long chain, long what) {
        return ChainMemo.mix(chain, what ^ log.task);
    }

    private void locate(ThreadLog log, long key, Places.@Nullable Here here) {
        if (here == null) {
            int slot = log.places.find(key);
            event.at = slot == ChainMemo.NOT_KNOWN ? Names.NONE : log.places.at(slot);
            event.stack = slot == ChainMemo.NOT_KNOWN ? Names.NONE : log.places.stack(slot);
            return;
        }
        event.at = here.at(tables.names());
        event.stack = here.stack(tables.names());
        if (!full) {
            log.places.put(key, event.at, event.stack, ThreadLog.NO_WAIT);
        }
    }

    private void take() {
        long before = position;
        event.line = lineOf(before);
        if (sink != null) {
            event.time = System.nanoTime() - began;
        }
        lowering.accept(event);
        if (sink != null) {
            try {
                sink.accept(event);
            } catch (RuntimeException e) {
                failed(e);
                sink = null;
            }
        }
        position = before + 1;
    }

    /** In a trace, line 1 is the header. */
    private static long lineOf(long position) {
        return position + 2;
    }

    private void failed(Exception e) {
        if (failure == null) {
            failure = e;
        }
    }
}
