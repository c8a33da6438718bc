package io.fencedep.programs;

/** Both orders, by one thread. */
public final class AloneOk {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static int count;

    private AloneOk() {}

    public static void main(String[] arguments) throws Exception {
        both(a, b);
        both(b, a);
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
