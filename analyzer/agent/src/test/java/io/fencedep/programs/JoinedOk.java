package io.fencedep.programs;

/** Both orders, the second only when the first thread has been joined. */
public final class JoinedOk {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static int count;

    private JoinedOk() {}

    public static void main(String[] arguments) throws Exception {
        Thread first = new Thread(() -> both(a, b));
        first.start();
        first.join();
        Thread second = new Thread(() -> both(b, a));
        second.start();
        second.join();
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
