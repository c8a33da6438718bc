package io.fencedep.agent.boot;

/** With which status the program ends. */
public final class Exit {
    private static volatile int status;

    private Exit() {}

    /** The JVM begins to end, with this status. */
    public static void begins(int asked) {
        status = asked;
    }

    /** The status that the program asked for; 0 when it just ends. */
    public static int status() {
        return status;
    }
}
