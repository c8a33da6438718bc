package io.fencedep.programs;

/** Two monitors in both orders. */
public final class MonitorsBad {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static int count;

    private MonitorsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> both(a, b), () -> both(b, a));
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
