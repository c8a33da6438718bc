package io.fencedep.primitives;

import io.fencedep.core.model.LockMode;

/** How a lock is taken, packed into an integer: the mode, and whether by a try or with a timeout. */
final class Manner {
    static final int WRITE = 0;
    static final int READ = 1;
    static final int TRIED = 2;
    static final int TIMED = 4;

    private Manner() {}

    static LockMode mode(int manner) {
        return (manner & READ) == 0 ? LockMode.WRITE : LockMode.READ;
    }

    static boolean tried(int manner) {
        return (manner & TRIED) != 0;
    }

    static boolean timed(int manner) {
        return (manner & TIMED) != 0;
    }

    /** How it is held, however it was got. */
    static int held(int manner) {
        return manner & READ;
    }
}
