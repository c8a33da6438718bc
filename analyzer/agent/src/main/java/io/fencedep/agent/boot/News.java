package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** Which of the things that can be told again and again one thread has told: as many as fit into a small table. */
final class News {
    private static final int SIZE = 256;

    private long @Nullable [] told;

    static long start(long first, long second) {
        return first * 0x9E3779B97F4A7C15L + second;
    }

    static long mix(long code, long more) {
        long mixed = (code ^ more) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    /** Whether this was not told, or so long ago that it is forgotten; from here on it is. */
    boolean isNew(long code) {
        long[] table = told;
        if (table == null) {
            table = new long[SIZE];
            told = table;
        }
        int slot = (int) (code ^ code >>> 32) & SIZE - 1;
        if (table[slot] == code) {
            return false;
        }
        table[slot] = code;
        return true;
    }
}
