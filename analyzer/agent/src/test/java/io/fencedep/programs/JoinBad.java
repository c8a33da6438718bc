package io.fencedep.programs;

/** A thread is joined under a monitor that it takes. */
public final class JoinBad {
    private static final Object lock = new Object();
    private static int count;

    private JoinBad() {}

    public static void main(String[] arguments) throws Exception {
        Thread thread = new Thread(() -> {
            synchronized (lock) {
                count++;
            }
        });
        thread.start();
        while (thread.isAlive()) {
            Thread.sleep(1);
        }
        synchronized (lock) {
            thread.join();
        }
    }
}
