package io.fencedep.libraries;

import com.powsybl.commons.util.WeakListenerList;

/** Listeners are told under the lock of their list; another thread adds one under the lock that they need. */
public final class PowsyblListeners {
    private static final Object lock = new Object();

    private PowsyblListeners() {}

    public static void main(String[] arguments) throws Exception {
        WeakListenerList<Runnable> listeners = new WeakListenerList<>();
        Runnable first = PowsyblListeners::listen;
        Runnable second = () -> {};
        listeners.add(first);
        Turns.take(() -> listeners.notify(Runnable::run), () -> {
            synchronized (lock) {
                listeners.add(second);
            }
        });
    }

    private static void listen() {
        synchronized (lock) {
            lock.notifyAll();
        }
    }
}
