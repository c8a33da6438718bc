package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Classes that need others, which need nothing or which nobody else can begin with; an initialiser that takes a lock. */
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

    private static final class Early {
        static final int VALUE = Late.first() + 1;
    }

    /** Needs the other one in a method that its initialiser does not call, nor does the other one's. */
    private static final class Late {
        static int value = Integer.parseInt("3");

        static int first() {
            return value;
        }

        static int second() {
            return Early.VALUE;
        }
    }

    /** Nobody but it uses what is below, so nobody begins with that. */
    private static class Shape {
        static final Shape DEFAULT = Square.isBest() ? new Square() : new Builder().round();

        Shape round() {
            return new Round();
        }
    }

    private static class Square extends Shape {
        static int made = Integer.parseInt("3");

        static boolean isBest() {
            return Flat.count() > made;
        }
    }

    private static final class Flat extends Square {
        static int count = Integer.parseInt("3");

        static int count() {
            return count++;
        }
    }

    private static final class Round extends Shape {
        static int made = Integer.parseInt("3");
    }

    private static final class Builder {
        static int made = Integer.parseInt("3");

        Shape round() {
            return new Round();
        }
    }

    private static final class Front {
        static final int VALUE = Back.value + 1;
    }

    private static final class Back {
        static int value = Front.VALUE + 1;
    }

    /** What runs elsewhere needs nothing of the class, and what needs it runs here. */
    private static final class Streams {
        static final int SUM =
                IntStream.range(0, 1000).parallel().map(Integer::bitCount).sum()
                        + IntStream.range(0, 10).map(i -> i + three()).sum();
        static final int[] made = new int[1];

        static {
            Thread thread = new Thread() {
                private int own;

                @Override
                public void run() {
                    own++;
                }
            };
            thread.start();
            Turns.run(thread::join);
        }

        static int three() {
            return Integer.parseInt("3");
        }
    }

    /** Without code for its children, so that these do not need it. */
    private interface Face {
        Face MASK = new Mask();

        int eyes();
    }

    private static class Mask implements Face {
        static int made = Integer.parseInt("3");

        @Override
        public int eyes() {
            return made;
        }
    }

    /** Finds what makes its objects by reflection, and nobody else does. */
    private interface Result {
        Result EMPTY = find().empty();

        private static Results find() {
            try {
                return (Results) Class.forName(Result.class.getName().replace("Result", "ResultsFound"))
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        default int size() {
            return 0;
        }
    }

    private interface Results {
        Result empty();
    }

    private static final class ResultsFound implements Results {
        static final Result EMPTY = new Nothing();

        @Override
        public Result empty() {
            return EMPTY;
        }
    }

    private static final class Nothing implements Result {}

    private static final Object settings = new Object();

    /** Takes a lock that the only code that uses it holds. */
    private static final class Config {
        static final Object value;

        static {
            synchronized (settings) {
                value = new Object();
            }
        }
    }

    private static void configure() {
        synchronized (settings) {
            System.setProperty("sum", "" + Config.value);
        }
    }

    private static final Object table = new Object();

    /** Takes a lock that others have given back before they use it. */
    private static final class Entries {
        static final Object value;

        static {
            synchronized (table) {
                value = new Object();
            }
        }
    }

    private static String entries() {
        synchronized (table) {
            if (settings == table) {
                return "";
            }
        }
        return "" + Entries.value;
    }

    /** Waits for a task that is code of another class: that needs nothing of this one. */
    private static final class Asks {
        static final String ANSWER = ask();

        private static String ask() {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<String> answer = pool.submit(Answers::given);
            String[] got = new String[1];
            Turns.run(() -> got[0] = answer.get());
            pool.shutdown();
            return got[0];
        }
    }

    private static final class Answers {
        static String given() {
            return "42";
        }
    }

    private InitialisersOk() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> System.setProperty("sum", "" + One.VALUE), () -> System.setProperty("sum", "" + Other.value));
        Turns.take(
                () -> System.setProperty("sum", "" + Early.VALUE),
                () -> System.setProperty("sum", "" + Late.first() + Late.second()));
        Turns.take(() -> System.setProperty("sum", "" + Shape.DEFAULT.round() + Front.VALUE + Streams.SUM));
        Turns.take(() -> System.setProperty("sum", "" + Face.MASK.eyes() + new Mask().eyes()));
        Turns.take(() -> System.setProperty("sum", "" + Result.EMPTY.size()));
        Turns.take(InitialisersOk::configure, InitialisersOk::configure);
        Turns.take(() -> System.setProperty("sum", Asks.ANSWER));
        Turns.take(() -> System.setProperty("sum", "" + Entries.value), () -> System.setProperty("sum", entries()));
    }
}
