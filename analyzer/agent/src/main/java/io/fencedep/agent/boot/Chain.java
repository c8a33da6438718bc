package io.fencedep.agent.boot;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Classes that were held one above the other, in this order: a node of a tree that all threads share. What was seen of it
 * often enough is settled, and not told again.
 */
public final class Chain {
    private static final int MAX_CHAINS = 65_536;
    private static final int MAX_DEPTH = 48;
    /** So many of one class in a row, and as many more as there are, are one chain: who takes all locks of a table. */
    private static final int ROW = 8;

    private static final int SETTLED = 64;
    private static final int SETTLED_THREADS = 4;
    private static final int SETTLED_BY_FEW = 1024;
    private static final int SAME_CLASS = 1 << 16;
    private static final int CAPTURES = 32;
    /** And as many more by threads of which another one came last. */
    private static final int CAPTURES_BY_OTHERS = 128;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private static final AtomicReferenceFieldUpdater<Chain, Chain[]> CHILDREN =
            AtomicReferenceFieldUpdater.newUpdater(Chain.class, Chain[].class, "children");

    static final Chain ROOT = new Chain(null, null, 0);

    /** Null for the root. */
    public final @Nullable LockClass lockClass;

    final int how;
    final int id;
    final int depth;
    private final int row;
    final @Nullable Chain up;

    private volatile Chain[] children = new Chain[4];
    private final boolean sameClassTwice;
    /** These three are racy counters: they decide how much is told, not what is true. */
    private int reports;

    private int threads;
    private long lastReporter = -1;
    private int captures;
    private long lastCapturer;

    private @Nullable Trace lastTrace;
    /** Under what a task is forked here; racy, a cache. */
    private @Nullable HandedUnder handsUnder;

    private boolean settled;

    private Chain(@Nullable Chain up, @Nullable LockClass lockClass, int how) {
        this.up = up;
        this.lockClass = lockClass;
        this.how = how;
        this.id = COUNT.incrementAndGet();
        this.depth = up == null ? 0 : up.depth + 1;
        this.row = up != null && up.is(lockClass, how) ? up.row + 1 : 1;
        boolean twice = false;
        for (Chain each = up; each != null && lockClass != null; each = each.up) {
            twice |= each.lockClass == lockClass;
        }
        this.sameClassTwice = twice;
    }

    /** How many chains there are. */
    public static int count() {
        return COUNT.get();
    }

    /** Whether so many chains are known that new ones are not looked at. */
    public static boolean isFull() {
        return COUNT.get() >= MAX_CHAINS;
    }

    private boolean is(@Nullable LockClass wanted, int wantedHow) {
        return lockClass != null && lockClass == wanted && how == wantedHow;
    }

    /** The chain with one more class, which is this one at the end of a long row of it; null when there are too many. */
    @Nullable
    Chain child(LockClass wanted, int wantedHow) {
        if (row >= ROW && is(wanted, wantedHow)) {
            return this;
        }
        int hash = (int) (wanted.id * 31 + wantedHow) * 0x9E3779B9;
        while (true) {
            Chain[] table = children;
            int mask = table.length - 1;
            int used = 0;
            int slot = hash & mask;
            for (Chain each = table[slot]; each != null; each = table[slot]) {
                if (each.lockClass == wanted && each.how == wantedHow) {
                    return each;
                }
                slot = (slot + 1) & mask;
                used++;
            }
            if (depth >= MAX_DEPTH || COUNT.get() >= MAX_CHAINS) {
                return null;
            }
            Chain made = new Chain(this, wanted, wantedHow);
            if (CHILDREN.compareAndSet(this, table, with(table, made, hash, used))) {
                return made;
            }
        }
    }

    /** A copy with one more entry, larger when it would be more than half full. */
    private static Chain[] with(Chain[] table, Chain made, int hash, int probes) {
        int size = 0;
        for (Chain each : table) {
            size += each == null ? 0 : 1;
        }
        Chain[] larger;
        if ((size + 1) * 2 <= table.length && probes < 8) {
            larger = Arrays.copyOf(table, table.length);
        } else {
            larger = new Chain[table.length * 2];
            for (Chain each : table) {
                if (each != null && each.lockClass != null) {
                    place(larger, each, (int) (each.lockClass.id * 31 + each.how) * 0x9E3779B9);
                }
            }
        }
        place(larger, made, hash);
        return larger;
    }

    private static void place(Chain[] table, Chain chain, int hash) {
        int mask = table.length - 1;
        int slot = hash & mask;
        while (table[slot] != null) {
            slot = (slot + 1) & mask;
        }
        table[slot] = chain;
    }

    /** Under what a task is forked where this is held. */
    HandedUnder handsUnder() {
        HandedUnder known = handsUnder;
        if (known == null) {
            known = HandedUnder.of(this);
            handsUnder = known;
        }
        return known;
    }

    boolean isSettled() {
        return settled;
    }

    /** One more occurrence was told. */
    void reported(long thread) {
        reports++;
        threads += lastReporter == thread ? 0 : 1;
        lastReporter = thread;
        boolean enough = reports >= SETTLED && threads >= SETTLED_THREADS || reports >= SETTLED_BY_FEW;
        settled = enough && (!sameClassTwice || reports >= SAME_CLASS);
    }

    /**
     * The stack of this occurrence: its own as long as there are few, or where the one before was another thread's, who may do
     * something else; else one from before.
     */
    Trace trace(long thread) {
        Trace last = lastTrace;
        if (last != null && captures >= (thread == lastCapturer ? CAPTURES : CAPTURES + CAPTURES_BY_OTHERS)) {
            return last;
        }
        captures++;
        lastCapturer = thread;
        Trace trace = new Trace();
        lastTrace = trace;
        return trace;
    }

    /** The stack of an occurrence that is told again: its own as long as there are very few, else that of the one before. */
    @Nullable
    Trace traceAgain(@Nullable Trace before, long thread) {
        return captures < CAPTURES / 2 ? trace(thread) : before;
    }
}
