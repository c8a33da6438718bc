package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;

/** Classes whose initialisers call others that only sometimes, or somewhere else, need them. */
public final class CalledElsewhereOk {
    private static final class Log {
        static final Log ROOT = Logs.get();

        void say() {
            System.setProperty("said", "yes");
        }
    }

    private static final class Logs {
        static final List<String> NAMES = Options.load();

        static Log get() {
            return new Log();
        }
    }

    private static final class Options {
        static boolean loud;

        static List<String> load() {
            List<String> names = new ArrayList<>();
            if (loud) {
                Log.ROOT.say();
            }
            for (String each : names) {
                System.setProperty(each, "" + Log.ROOT);
            }
            return names;
        }
    }

    /** Only it uses what is part of it. */
    private static final class Outer {
        static final int LIMIT = Inner.limit();

        static int three() {
            return Integer.parseInt("3");
        }

        private static final class Inner {
            static final int BASE = Twice.six();

            static int limit() {
                return BASE + 1;
            }
        }
    }

    private static final class Twice {
        static int six() {
            return 2 * Outer.three();
        }
    }

    /** What it hands over is called later. */
    private static final class Lazy {
        static final int VALUE = Suppliers.size();

        static int three() {
            return Integer.parseInt("3");
        }
    }

    private static final class Suppliers {
        static final List<Runnable> LATER = make();

        static int size() {
            return LATER.size();
        }

        private static List<Runnable> make() {
            return List.of(() -> System.setProperty("later", "" + Lazy.three()));
        }
    }

    private CalledElsewhereOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> Log.ROOT.say(), () -> System.setProperty("sum", "" + Logs.NAMES.size()));
        Turns.take(
                () -> System.setProperty("sum", "" + Outer.LIMIT), () -> System.setProperty("sum", "" + Twice.six()));
        Turns.take(
                () -> System.setProperty("sum", "" + Lazy.VALUE),
                () -> System.setProperty("sum", "" + Suppliers.size()));
    }
}
