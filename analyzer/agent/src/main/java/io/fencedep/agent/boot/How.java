package io.fencedep.agent.boot;

/** In what way something is held or waited for, as bits of one integer. */
public final class How {
    /** The kind, in the lowest bits. */
    public static final int KIND = 15;

    public static final int MONITOR = 0;
    /** A lock that its holder may take again. */
    public static final int LOCK = 1;
    /** A lock with readers that its holder may take again. */
    public static final int READ_WRITE = 2;
    /** A lock with readers that nobody may take twice. */
    public static final int STAMPED = 3;

    public static final int SEMAPHORE = 4;
    /** A task of a pool. */
    public static final int WORK = 5;
    /** A class that is being initialised. */
    public static final int CLASS_INIT = 6;
    /** A section at whose end a fence is signalled. */
    public static final int SECTION = 7;
    /** A map that computes a value: whoever changes it may have to wait, but another one may compute as well. */
    public static final int MAP = 8;
    /** A lock with readers that never wait for a writer who only waits himself. */
    public static final int READERS_FIRST = 9;

    /** Shared with other readers. */
    public static final int READ = 16;
    /** Got without waiting. */
    public static final int TRIED = 32;
    /** Would have given up after a while. */
    public static final int TIMED = 64;
    /** Taken by a synchronized method, which has it when the hook is called. */
    static final int METHOD = 128;
    /** What the analysis knows of; above it is the number of the site. */
    static final int TOLD = 127;
    /** Where the number of the site begins. */
    static final int SITE = 9;
    /** A wait during which its pool lets another thread run: it keeps no place. */
    public static final int HELPED = 256;
    /** Of a wait for a notification: what it would wait for holds already. Of a lock, this is a part of the site. */
    public static final int PASSED = 512;

    /** Of any wait but that for a lock: what it waits for comes out of a task that its pool began with before this one. */
    public static final int BEGUN = 1024;

    /** The lock and the way in which it is shared: what a release names. */
    static final int IDENTITY = KIND | READ;

    private How() {}

    /** How long a wait may last: not at all for 0 nanoseconds, for ever when they are negative. */
    static int within(long nanos) {
        return nanos == 0 ? TRIED : nanos > 0 ? TIMED : 0;
    }
}
