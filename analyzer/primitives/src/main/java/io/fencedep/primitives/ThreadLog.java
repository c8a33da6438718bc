package io.fencedep.primitives;

import io.fencedep.core.model.InterruptContext;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, has told, and has waited for in its present unit of work.
 *
 * <p>The thread alone reads and writes it, except {@link #foreign}. It knows no recorder, so that a thread that lives on
 * keeps no recorder alive.
 */
final class ThreadLog {
    /** A wait that is not remembered: a try. */
    static final int NO_WAIT = -1;

    final WeakReference<Thread> thread;
    /** The id of the task's name. */
    final int task;

    final ChainMemo chains = new ChainMemo();
    final ChainMemo places = new ChainMemo();

    /**
     * Holds of this thread that others may end: while there are any, nothing is taken from the memo. Written under the
     * recorder's lock.
     */
    volatile int foreign;

    /** A sum of hashes: what the thread holds besides locks, its driver, its place in the order of starts and joins. */
    long state;

    /** The id of the driver whose code runs. */
    int driver;

    /** On top of which interrupt context the thread runs. */
    InterruptContext context = InterruptContext.TASK;

    /** Whether that is a handler which may be a thread. */
    boolean irqThreaded;

    /** The processor that it says it runs on. */
    @Nullable
    TrackedCpu cpu;

    HeldLock[] held = new HeldLock[8];
    int depth;
    /** How many of the holds, from the bottom, the analysis knows of. */
    int told;

    /** How many scopes keep interrupts off, by context. */
    private final int[] off = new int[InterruptContext.values().length];

    private int waits;
    private LockIdentity[] waitLocks = new LockIdentity[8];
    private int[] waitManners = new int[8];
    private long[] waitPositions = new long[8];
    private int[] waitAts = new int[8];
    private int[] waitStacks = new int[8];
    private boolean[] waitNews = new boolean[8];

    ThreadLog(Thread thread, int task) {
        this.thread = new WeakReference<>(thread);
        this.task = task;
        for (int i = 0; i < held.length; i++) {
            held[i] = new HeldLock();
        }
    }

    /** The key of taking this lock in this manner with all that is held now. */
    long key(LockIdentity lock, int manner) {
        long below = depth == 0 ? 0 : held[depth - 1].key;
        return ChainMemo.mix(below ^ state, lock.hash + manner);
    }

    /** A hash of the classes that are held, in order. */
    long classKey() {
        long key = state;
        for (int i = 0; i < depth; i++) {
            HeldLock each = held[i];
            if (each.lock != null) {
                key = ChainMemo.mix(key, each.lock.classHash + Manner.held(each.manner));
            }
        }
        return key;
    }

    /** One scope more or less keeps interrupts of this context off; how many there are. */
    int switchedOff(InterruptContext context, int more) {
        off[context.ordinal()] += more;
        return off[context.ordinal()];
    }

    /** More or fewer holds that others may end; under the recorder's lock. */
    void addForeign(int more) {
        int present = foreign;
        foreign = present + more;
    }

    HeldLock push(LockIdentity lock, int manner, long position, int at, int stack) {
        if (depth == held.length) {
            grow();
        }
        HeldLock slot = held[depth];
        slot.lock = lock;
        slot.manner = manner;
        slot.position = position;
        slot.at = at;
        slot.stack = stack;
        boolean write = slot.isForWrite();
        slot.writes = write ? 1 : 0;
        slot.reads = write ? 0 : 1;
        slot.key = keyAt(depth);
        depth++;
        return slot;
    }

    /** A lock was taken in a way that the memo knows: nobody needs to be told. */
    void takeQuietly(int known, LockIdentity lock, int manner, long position, long timeout) {
        int at = chains.at(known);
        int stack = chains.stack(known);
        waited(chains.wait(known), lock, position, at, stack);
        push(lock, manner, position, at, stack).timeout = timeout;
    }

    /** The hold of this lock, or null. */
    @Nullable
    HeldLock find(LockIdentity lock) {
        for (int i = depth - 1; i >= 0; i--) {
            if (held[i].lock == lock) {
                return held[i];
            }
        }
        return null;
    }

    void remove(HeldLock slot) {
        int at = depth - 1;
        while (held[at] != slot) {
            at--;
        }
        if (at < told) {
            told--;
        }
        if (at < depth - 1) {
            System.arraycopy(held, at + 1, held, at, depth - 1 - at);
            held[depth - 1] = slot;
            depth--;
            rekey(at);
        } else {
            depth--;
        }
        slot.clear();
    }

    /** Computes keys anew, from a hold that changed upwards. */
    void rekey(int from) {
        for (int i = from; i < depth; i++) {
            held[i].key = keyAt(i);
        }
    }

    void rekey(HeldLock slot) {
        for (int i = 0; i < depth; i++) {
            if (held[i] == slot) {
                rekey(i);
            }
        }
    }

    private long keyAt(int i) {
        HeldLock slot = held[i];
        long own = slot.lock == null ? 0 : slot.lock.hash;
        return ChainMemo.mix(i == 0 ? 0 : held[i - 1].key, own + Manner.held(slot.manner));
    }

    private void grow() {
        held = Arrays.copyOf(held, depth * 2);
        for (int i = depth; i < held.length; i++) {
            held[i] = new HeldLock();
        }
    }

    /** The number under which waits for locks of this class in this manner are remembered. */
    int waitFor(LockIdentity lock, int manner) {
        if (Manner.tried(manner)) {
            return NO_WAIT;
        }
        for (int i = 0; i < waits; i++) {
            if (waitManners[i] == manner && waitLocks[i].className.equals(lock.className)) {
                return i;
            }
        }
        if (waits == waitLocks.length) {
            int larger = waits * 2;
            waitLocks = Arrays.copyOf(waitLocks, larger);
            waitManners = Arrays.copyOf(waitManners, larger);
            waitPositions = Arrays.copyOf(waitPositions, larger);
            waitAts = Arrays.copyOf(waitAts, larger);
            waitStacks = Arrays.copyOf(waitStacks, larger);
            waitNews = Arrays.copyOf(waitNews, larger);
        }
        waitLocks[waits] = lock;
        waitManners[waits] = manner;
        return waits++;
    }

    /** Notes a wait that the analysis was not told of. */
    void waited(int wait, LockIdentity lock, long position, int at, int stack) {
        if (wait != NO_WAIT) {
            waitLocks[wait] = lock;
            waitPositions[wait] = position;
            waitAts[wait] = at;
            waitStacks[wait] = stack;
            waitNews[wait] = true;
        }
    }

    /** Shows every wait that was noted since the last call, or since the unit of work began, and forgets them. */
    void drainWaits(WaitVisitor visitor) {
        for (int i = 0; i < waits; i++) {
            if (waitNews[i]) {
                waitNews[i] = false;
                visitor.waited(waitLocks[i], waitManners[i], waitPositions[i], waitAts[i], waitStacks[i]);
            }
        }
    }

    /** A unit of work begins: what was waited for before does not belong to it. */
    void beginUnit() {
        Arrays.fill(waitNews, 0, waits, false);
    }

    /** Takes a wait that was not told. */
    interface WaitVisitor {
        void waited(LockIdentity lock, int manner, long position, int at, int stack);
    }
}
