package io.fencedep.programs;

/** Waits on an inner monitor under an outer one that the notifier needs. */
public final class NestedMonitorBad {
    private static final Object outer = new Object();
    private static final Object inner = new Object();
    private static boolean ready;

    private NestedMonitorBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> {
                    synchronized (outer) {
                        synchronized (inner) {
                            ready = true;
                            inner.notifyAll();
                        }
                    }
                },
                () -> {
                    synchronized (outer) {
                        synchronized (inner) {
                            inner.wait(1);
                        }
                    }
                });
    }
}
