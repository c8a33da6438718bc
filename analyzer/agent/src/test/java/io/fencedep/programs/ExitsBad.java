package io.fencedep.programs;

/** Takes two monitors in both orders, the second time in a shutdown hook, and exits with a status of its own. */
public final class ExitsBad {
    private static final Object one = new Object();
    private static final Object other = new Object();

    private ExitsBad() {}

    public static void main(String[] arguments) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> both(other, one)));
        Turns.take(() -> both(one, other));
        System.exit(5);
    }

    private static void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                second.notifyAll();
            }
        }
    }
}
