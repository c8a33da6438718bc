package io.fencedep.programs;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** Two threads that begin with two classes which need each other; with an argument, a class and one that extends it. */
public final class HangsInitialisersBad {
    private static final CountDownLatch both = new CountDownLatch(2);

    private static void meet() {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class First {
        static final Object value;

        static {
            meet();
            value = Second.value;
        }
    }

    private static final class Second {
        static final Object value;

        static {
            meet();
            value = First.value;
        }
    }

    private static class Parent {
        static final Object value;

        static {
            sleep(300);
            value = new Child();
        }
    }

    private static final class Child extends Parent {
        static final Object own = new Object();
    }

    private HangsInitialisersBad() {}

    public static void main(String[] arguments) {
        boolean extended = arguments.length > 0;
        start(() -> extended ? Parent.value : First.value);
        start(() -> {
            if (!extended) {
                return Second.value;
            }
            sleep(100);
            return Child.own;
        });
        sleep(6_000);
        System.exit(3);
    }

    private static void start(Supplier<Object> code) {
        Thread thread = new Thread(code::get);
        thread.setDaemon(true);
        thread.start();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
