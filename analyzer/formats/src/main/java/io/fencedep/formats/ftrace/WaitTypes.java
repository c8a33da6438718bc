package io.fencedep.formats.ftrace;

/**
 * lockdep's numbers for wait types. A kernel without CONFIG_PROVE_RAW_LOCK_NESTING has one less of them: sleeping locks
 * are 3 there, and spinning ones 2 whether raw or not. Which kernel it was is known once {@code rcu_read_lock} was seen,
 * whose inner type is that of spinning locks, or a 4.
 */
final class WaitTypes {
    private static final int SPIN = 2;
    private static final int SLEEP = 4;
    private static final int SHORT_SLEEP = 3;
    private static final byte[] RCU = Bytes.of(" lock_type=0 name=\"rcu_read_lock\"");

    private enum Scale {
        UNKNOWN,
        SHORT,
        FULL
    }

    private Scale scale = Scale.UNKNOWN;

    /** Looks for evidence in the beginning of an input. */
    void look(byte[] head) {
        int at = Bytes.find(head, 0, head.length, RCU);
        if (at > 0) {
            rcu(head[at - 1] - '0');
        }
    }

    /** The inner type of {@code rcu_read_lock}. */
    void rcu(int inner) {
        if (scale == Scale.UNKNOWN && inner >= SPIN) {
            scale = inner == SPIN ? Scale.SHORT : Scale.FULL;
        }
    }

    /** The type in fencedep's numbers, 1 to 4; 0 when there is none or it cannot be told yet. */
    int of(int printed) {
        if (printed >= SLEEP) {
            scale = Scale.FULL;
        }
        if (printed != SHORT_SLEEP || scale == Scale.FULL) {
            return Math.min(printed, SLEEP);
        }
        return scale == Scale.SHORT ? SLEEP : 0;
    }

    /** Whether spinning locks and raw ones have different types here. */
    boolean tellsRaw() {
        return scale == Scale.FULL;
    }
}
