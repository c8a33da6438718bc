package io.fencedep.programs;

/** Two monitors in one order. */
public final class MonitorsOk {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static int count;

    private MonitorsOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(a, b), () -> both(a, b));
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
