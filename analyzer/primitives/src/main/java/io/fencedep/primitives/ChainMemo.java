package io.fencedep.primitives;

import java.util.Arrays;

/**
 * What one thread has told already: keys of chains, each with the place where the chain was first seen and the wait that it
 * ends in.
 *
 * <p>Open addressing over primitive arrays, at most {@link #LARGEST} slots: when those are three quarters full everything
 * is forgotten, which costs telling it once more and nothing else. Used by its own thread only.
 */
final class ChainMemo {
    static final int NOT_KNOWN = -1;
    private static final int LARGEST = 1 << 12;

    private long[] keys = new long[64];
    private int[] ats = new int[64];
    private int[] stacks = new int[64];
    private int[] waits = new int[64];
    private int size;

    /** The slot of this key, valid until the next {@link #put}; {@link #NOT_KNOWN} when there is none. */
    int find(long key) {
        int mask = keys.length - 1;
        for (int slot = (int) key & mask; keys[slot] != 0; slot = (slot + 1) & mask) {
            if (keys[slot] == key) {
                return slot;
            }
        }
        return NOT_KNOWN;
    }

    int at(int slot) {
        return ats[slot];
    }

    int stack(int slot) {
        return stacks[slot];
    }

    int wait(int slot) {
        return waits[slot];
    }

    /** Remembers a key that is not known yet. */
    void put(long key, int at, int stack, int wait) {
        if (size >= keys.length / 4 * 3) {
            makeRoom();
        }
        size++;
        place(key, at, stack, wait);
    }

    private void place(long key, int at, int stack, int wait) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (keys[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        keys[slot] = key;
        ats[slot] = at;
        stacks[slot] = stack;
        waits[slot] = wait;
    }

    private void makeRoom() {
        if (keys.length == LARGEST) {
            Arrays.fill(keys, 0);
            size = 0;
            return;
        }
        long[] oldKeys = keys;
        int[] oldAts = ats;
        int[] oldStacks = stacks;
        int[] oldWaits = waits;
        int larger = oldKeys.length * 2;
        keys = new long[larger];
        ats = new int[larger];
        stacks = new int[larger];
        waits = new int[larger];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                place(oldKeys[i], oldAts[i], oldStacks[i], oldWaits[i]);
            }
        }
    }

    /** A key that is never 0, from what came before and what is added. */
    static long mix(long chain, long value) {
        long mixed = (chain ^ value) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 29;
        return mixed == 0 ? 1 : mixed;
    }
}
