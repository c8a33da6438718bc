package io.fencedep.programs;

/** Both orders, but never without a third monitor. */
public final class GateOk {
    private static final Object a = new Object();
    private static final Object b = new Object();
    private static final Object gate = new Object();
    private static int count;

    private GateOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (gate) {
                        both(a, b);
                    }
                },
                () -> {
                    synchronized (gate) {
                        both(b, a);
                    }
                });
    }

    static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }
}
