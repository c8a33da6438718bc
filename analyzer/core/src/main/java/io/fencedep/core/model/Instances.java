package io.fencedep.core.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Gives each distinct instance (a lock, a fence, a page) a small integer for as long as somebody cares about it.
 *
 * <p>A trace may name instances without end, so ids are used again: when the table has grown to its limit, instances
 * that the {@linkplain #setKeeper keeper} calls idle and that were not named for a while are forgotten. Id 0 is "no
 * instance". A look-up allocates nothing. Not thread-safe: one table per recording.
 */
public final class Instances {
    /** The id of the absent instance. */
    public static final int NONE = 0;

    private static final int DEFAULT_LIMIT = 1 << 18;
    private static final byte[] EMPTY = {};

    private byte[][] bytes = new byte[1024][];
    private int[] hashes = new int[1024];
    private byte[] spaces = new byte[1024];
    private int[] touched = new int[1024];
    private int[] free = new int[64];
    private int freeCount;
    private int[] slots = new int[4096];
    private int used = 1;
    private int live;
    private int clock;
    private int limit;
    private long forgotten;
    private IntPredicate idle = id -> false;
    private IntPredicate nameable = id -> false;
    private IntConsumer forget = id -> {};
    private IntConsumer listeners = id -> {};

    public Instances() {
        this(DEFAULT_LIMIT);
    }

    /** A table that starts to forget idle instances when it holds this many. */
    public Instances(int limit) {
        this.limit = limit;
        bytes[0] = EMPTY;
    }

    /**
     * Says who knows which instances nobody needs.
     *
     * @param idle whether an instance has no state that could still matter
     * @param forget told of each id just before it is given to another instance
     */
    public void setKeeper(IntPredicate idle, IntConsumer forget) {
        this.idle = idle;
        this.forget = forget;
    }

    /**
     * Says who knows what may be named again, as a program that still runs does: that is not forgotten, idle or not. Such a
     * table may have a low limit, since nothing is lost when it comes to that.
     */
    public void keepWhile(IntPredicate nameable) {
        this.nameable = nameable;
    }

    /** Asks to be told of each id just before it is given to another instance, whoever the keeper is. */
    public void whenForgotten(IntConsumer listener) {
        listeners = listeners.andThen(listener);
    }

    /** The id of this instance; the empty name is {@link #NONE}. */
    public int intern(Namespace space, String name) {
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        return intern(space, utf8, 0, utf8.length);
    }

    /** The id of the instance that these UTF-8 bytes name. */
    public int intern(Namespace space, byte[] utf8, int from, int length) {
        if (length == 0) {
            return NONE;
        }
        byte spaceNumber = (byte) space.ordinal();
        int hash = Hashes.of(utf8, from, length) * 31 + spaceNumber;
        int mask = slots.length - 1;
        int slot = hash & mask;
        clock++;
        while (slots[slot] != 0) {
            int id = slots[slot];
            if (hashes[id] == hash
                    && spaces[id] == spaceNumber
                    && bytes[id].length == length
                    && Arrays.equals(bytes[id], 0, length, utf8, from, from + length)) {
                touched[id] = clock;
                return id;
            }
            slot = (slot + 1) & mask;
        }
        if (live >= limit) {
            sweep();
        }
        return add(spaceNumber, hash, utf8, from, length);
    }

    /** Whether this id still is this instance; if so, it counts as named once more. Cheaper than {@link #intern}. */
    public boolean isStill(int id, Namespace space, byte[] utf8) {
        boolean same = id != NONE && spaces[id] == space.ordinal() && hashes[id] != 0 && Arrays.equals(bytes[id], utf8);
        if (same) {
            touched[id] = ++clock;
        }
        return same;
    }

    /** The name of this instance; empty for {@link #NONE}. */
    public String text(int id) {
        return new String(bytes[id], StandardCharsets.UTF_8);
    }

    /** One more than the largest id in use. */
    public int size() {
        return used;
    }

    /** How many instances were forgotten so far. */
    public long forgotten() {
        return forgotten;
    }

    private int add(byte space, int hash, byte[] utf8, int from, int length) {
        int id = freeCount > 0 ? free[--freeCount] : used++;
        if (id == hashes.length) {
            int size = id * 2;
            bytes = Arrays.copyOf(bytes, size);
            hashes = Arrays.copyOf(hashes, size);
            spaces = Arrays.copyOf(spaces, size);
            touched = Arrays.copyOf(touched, size);
        }
        byte[] name = bytes[id];
        if (name == null || name.length != length) {
            name = new byte[length];
            bytes[id] = name;
        }
        System.arraycopy(utf8, from, name, 0, length);
        hashes[id] = hash;
        spaces[id] = space;
        touched[id] = clock;
        live++;
        if (live * 2 > slots.length) {
            slots = new int[slots.length * 2];
            reinsert();
        } else {
            place(id);
        }
        return id;
    }

    /** Forgets idle instances that were not named within the last quarter of a limit of look-ups. */
    private void sweep() {
        boolean[] unused = new boolean[used];
        for (int i = 0; i < freeCount; i++) {
            unused[free[i]] = true;
        }
        int recent = limit / 4;
        int before = live;
        for (int id = 1; id < used; id++) {
            if (!unused[id] && clock - touched[id] > recent && idle.test(id) && !nameable.test(id)) {
                forget.accept(id);
                listeners.accept(id);
                hashes[id] = 0;
                if (freeCount == free.length) {
                    free = Arrays.copyOf(free, freeCount * 2);
                }
                free[freeCount++] = id;
                live--;
                forgotten++;
            }
        }
        if (before - live < limit / 4) {
            limit *= 2;
        }
        Arrays.fill(slots, 0);
        reinsert();
    }

    private void reinsert() {
        boolean[] unused = new boolean[used];
        for (int i = 0; i < freeCount; i++) {
            unused[free[i]] = true;
        }
        for (int id = 1; id < used; id++) {
            if (!unused[id]) {
                place(id);
            }
        }
    }

    private void place(int id) {
        int mask = slots.length - 1;
        int slot = hashes[id] & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = id;
    }
}
