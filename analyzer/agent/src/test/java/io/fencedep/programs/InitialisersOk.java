package io.fencedep.programs;

/** A class that needs another one, which needs nothing; an initialiser that takes a lock. */
public final class InitialisersOk {
    private static final Object lock = new Object();

    private static final class One {
        static final int VALUE = Other.value + 1;
    }

    private static final class Other {
        static int value = Integer.parseInt("3");

        static {
            synchronized (lock) {
                value++;
            }
        }
    }

    private InitialisersOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> System.setProperty("sum", "" + One.VALUE), () -> System.setProperty("sum", "" + Other.value));
    }
}
