package io.fencedep.libraries;

import com.google.inject.Guice;
import com.google.inject.Inject;
import com.google.inject.Injector;
import com.google.inject.Singleton;

/** One singleton needs a lock to be made; another thread asks for another singleton under that lock. */
public final class GuiceSingletons {
    private static final Object lock = new Object();

    @Singleton
    static final class One {
        @Inject
        One() {
            synchronized (lock) {
                lock.notifyAll();
            }
        }
    }

    @Singleton
    static final class Other {
        @Inject
        Other() {}
    }

    private GuiceSingletons() {}

    public static void main(String[] arguments) throws Exception {
        Injector injector = Guice.createInjector();
        Turns.take(() -> injector.getInstance(One.class), () -> {
            synchronized (lock) {
                injector.getInstance(Other.class);
            }
        });
    }
}
