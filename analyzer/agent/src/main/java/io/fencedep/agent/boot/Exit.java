package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/** With which status the program ends. */
public final class Exit {
    private static volatile int status;
    private static volatile @Nullable Runnable beforeHalt;

    private Exit() {}

    /** Names what is to be done before the JVM ends without running hooks. */
    public static void beforeHalt(Runnable end) {
        beforeHalt = end;
    }

    /** The program is about to end the JVM without running hooks. */
    public static void halts() {
        Runnable end = beforeHalt;
        beforeHalt = null;
        if (end != null) {
            end.run();
        }
    }

    /** The JVM begins to end, with this status. */
    public static void begins(int asked) {
        status = asked;
    }

    /** The status that the program asked for; 0 when it just ends. */
    public static int status() {
        return status;
    }
}
