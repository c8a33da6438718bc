package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * What instrumented code calls for concurrent maps. Whoever changes a map has the lock of one of its bins meanwhile, also while
 * a function of the program computes the value. Which keys share a bin is not known to a program, so the map as a whole counts
 * as the lock; but one that is changed while it computes a value itself waits for another bin.
 */
public final class Maps {
    private static final int BINS = 64;

    /** Part of a map that has a lock of its own. */
    private static final class Bin {}

    private Maps() {}

    /** A map is about to compute the value of a key, and keeps others out of that bin meanwhile. */
    public static void computes(Object map, @Nullable Object key) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        if (thread.holds(map, How.MAP)) {
            nested(thread, map, key);
        }
        if (!thread.enterKnown(map, How.MAP) && isNamed(thread, map)) {
            thread.enter(map, map, How.MAP);
        }
        thread.computing.begin(map, key);
    }

    /** A map has computed this value, or failed to: then it is null. */
    public static void computed(@Nullable Object value, Object map) {
        ThreadState thread = Threads.current();
        if (!thread.busy) {
            if (value != null && Memos.is(value) && thread.computing.isKnownKey(map)) {
                puts(thread, map, thread.computing.hash(), value);
            }
            thread.computing.end(map);
            thread.exit(map, How.MAP);
            thread.publishes(value);
        }
    }

    /** A map is about to be changed: a key gets this value, or none. */
    public static void changes(Object map, @Nullable Object key, @Nullable Object value) {
        if (Threads.areIn(map)) {
            return;
        }
        ThreadState thread = Threads.current();
        if (!thread.busy && key != null && value != null && Memos.is(value) && Computing.isKnown(key)) {
            puts(thread, map, key.hashCode(), value);
        }
        if (thread.busy || thread.last().isRoot()) {
            return;
        }
        if (thread.computing.any() && thread.holds(map, How.MAP)) {
            nested(thread, map, key);
        } else if (thread.enterKnown(map, How.MAP)) {
            thread.exit(map, How.MAP);
        } else if (isNamed(thread, map)) {
            thread.enter(map, map, How.MAP);
            thread.exit(map, How.MAP);
        }
        thread.publishes(value);
    }

    /** An object that can be waited for was made, perhaps as a part of what a map computes: then it is a lock of that key. */
    static void made(ThreadState thread, Instance made, Object object) {
        if (!thread.computing.any() || !LockClasses.isLock(object)) {
            return;
        }
        for (Path each = thread.last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.MAP) {
                Object map = each.object();
                Instance known = map == null ? null : Instances.known(map, thread.key());
                if (map != null && known != null && thread.computing.isKnownKey(map)) {
                    made.keyLock = KeyLock.of(known, thread.computing.hash(), made.lockClass, thread.computing.makes());
                }
                return;
            }
        }
    }

    private static void puts(ThreadState thread, Object map, int key, Object value) {
        Instance known = Fences.known(thread, map);
        if (known != null && LockClasses.hasOwnName(map, known)) {
            Memos.puts(thread, known, key, value);
        }
    }

    /** Whether a map was given a name when it was made: others are known for their monitors only, if at all. */
    private static boolean isNamed(ThreadState thread, Object map) {
        Instance known = Fences.known(thread, map);
        return known != null && LockClasses.hasOwnName(map, known);
    }

    /** A map is changed by a function that computes a value of it: both bins are locked, one after the other. */
    private static void nested(ThreadState thread, Object map, @Nullable Object key) {
        Instance known = Fences.known(thread, map);
        if (known == null || key == null) {
            return;
        }
        int from = thread.computing.binOf(thread, map);
        int to = binOf(thread, key);
        if (from < 0 || to < 0 || from == to) {
            return;
        }
        Object first = bin(thread, known, from);
        Object second = bin(thread, known, to);
        thread.enter(first, first, How.LOCK);
        thread.enter(second, second, How.LOCK);
        thread.exit(second, How.LOCK);
        thread.exit(first, How.LOCK);
    }

    /** The number of the bin of a key; -1 when the key does not tell. */
    private static int binOf(ThreadState thread, Object key) {
        thread.busy = true;
        try {
            return binOf(key.hashCode());
        } catch (RuntimeException e) {
            return -1;
        } finally {
            thread.busy = false;
        }
    }

    private static int binOf(int hash) {
        return (hash ^ hash >>> 16) & BINS - 1;
    }

    private static Object bin(ThreadState thread, Instance map, int number) {
        thread.busy = true;
        try {
            Object[] bins = map.bins;
            if (bins == null) {
                bins = new Object[BINS];
                map.bins = bins;
            }
            Object bin = bins[number];
            if (bin == null) {
                synchronized (bins) {
                    bin = bins[number];
                    if (bin == null) {
                        bin = new Bin();
                        LockClasses.name(bin, map.lockClass.name + ".bin", thread.key());
                        bins[number] = bin;
                    }
                }
            }
            return bin;
        } finally {
            thread.busy = false;
        }
    }

    /**
     * Which values a thread computes, of which maps. Of a key that is known to tell it at once the number of its bin is kept:
     * to store references is what costs most under a collector with barriers.
     */
    static final class Computing {
        private static final int DEPTH = 8;
        private static final int ASK = -1;

        private final int[] maps = new int[DEPTH];
        private final int[] bins = new int[DEPTH];
        private final int[] hashes = new int[DEPTH];
        private final int[] made = new int[DEPTH];
        private final @Nullable Object[] keys = new Object[DEPTH];
        private int depth;

        boolean any() {
            return depth > 0;
        }

        /** Whether a key is equal to others as its hash says. */
        static boolean isKnown(@Nullable Object key) {
            return key instanceof String || key instanceof Integer || key instanceof Long || key instanceof Enum;
        }

        void begin(Object map, @Nullable Object key) {
            if (depth < DEPTH) {
                maps[depth] = System.identityHashCode(map);
                if (key != null && isKnown(key)) {
                    int hash = key.hashCode();
                    bins[depth] = Maps.binOf(hash);
                    hashes[depth] = hash;
                    made[depth] = 0;
                } else {
                    bins[depth] = ASK;
                    keys[depth] = key;
                }
            }
            depth++;
        }

        /** Whether it computes something of this map at last, of a key that is equal to others as its hash says. */
        boolean isKnownKey(Object map) {
            int last = depth - 1;
            return last >= 0 && last < DEPTH && bins[last] != ASK && maps[last] == System.identityHashCode(map);
        }

        /** The hash of that key. */
        int hash() {
            return hashes[depth - 1];
        }

        /** One more lock is made for it; how many there were before. */
        int makes() {
            return made[depth - 1]++;
        }

        void end(Object map) {
            int wanted = System.identityHashCode(map);
            for (int i = Math.min(depth, DEPTH) - 1; i >= 0; i--) {
                if (depth > DEPTH || maps[i] == wanted) {
                    depth--;
                    forget();
                    return;
                }
            }
        }

        private void forget() {
            for (int i = depth; i < DEPTH && bins[i] == ASK && keys[i] != null; i++) {
                keys[i] = null;
            }
        }

        /** The bin of the key whose value this map computes, the latest one; -1 when there is none. */
        int binOf(ThreadState thread, Object map) {
            int wanted = System.identityHashCode(map);
            for (int i = Math.min(depth, DEPTH) - 1; i >= 0; i--) {
                if (maps[i] == wanted) {
                    Object key = bins[i] == ASK ? keys[i] : null;
                    return key == null ? bins[i] : Maps.binOf(thread, key);
                }
            }
            return -1;
        }
    }
}
