package io.fencedep.programs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** Classes that need each other to initialise themselves, or a thread that needs theirs. */
public final class InitialisersBad {
    private static final class One {
        static final int VALUE = Other.value + 1;
    }

    private static final class Other {
        static int value = One.VALUE + 1;
    }

    private static class Parent {
        static final Parent CHILD = new Child();
    }

    private static final class Child extends Parent {
        static final int VALUE = Integer.parseInt("3");
    }

    private static final class East {
        static final int VALUE = West.value + 1;
    }

    /** Needs the other one in what its initialiser calls: a constructor, and what that calls. */
    private static final class West {
        static int value = new West().more;

        private final int more;

        West() {
            more = plus();
        }

        private static int plus() {
            return East.VALUE + 1;
        }
    }

    private static class Base {
        static final Base LEAF = new Leaf();
    }

    /** Is the one that is used first here. */
    private static final class Leaf extends Base {
        static final int VALUE = Integer.parseInt("3");
    }

    private static final class Left {
        static final Right OTHER = new Right();
    }

    private static final class Right {
        static final Left OTHER = new Left();
    }

    private static class Root {
        static final Root TWIG = new Twig();
        static final Root OTHER_TWIG = new OtherTwig();
    }

    /** Has no initialiser of its own, but needs its parent's. */
    private static final class Twig extends Root {}

    /** For which the same is not told again. */
    private static final class OtherTwig extends Root {}

    /** Whose children, unlike those of other interfaces, need it: it has code for them. */
    private interface Face {
        Face MASK = new Mask() {};

        default int eyes() {
            return 2;
        }
    }

    /** Is between the interface and the class that its initialiser makes an object of. */
    private abstract static class Mask implements Face {}

    private static final class OtherMask extends Mask {}

    private static class Service {
        static final Object PROVIDER = newest("Provider");

        private static Object newest(String name) {
            try {
                return Class.forName(Service.class.getName().replace("Service", name))
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Provider extends Service {}

    /** These use the class that they are part of, which uses them. */
    private static final class North {
        static final int VALUE = three() + South.value;
    }

    private static final class South {
        static int value = three() + North.VALUE;
    }

    /** What other threads may do first. */
    private static final class Users {
        static int other() {
            return Other.value;
        }

        static Parent child() {
            return new Child();
        }

        static Root twig() {
            return new Twig();
        }

        static Root otherTwig() {
            return new OtherTwig();
        }

        static Face mask() {
            return new OtherMask();
        }

        static Service provider() {
            return new Provider();
        }

        static Region region() {
            return Regions.make();
        }

        static Right right() {
            return new Right();
        }
    }

    private static final class Starts {
        static int count;

        static {
            Thread thread = new Thread(() -> count++);
            thread.start();
            Turns.run(() -> thread.join(1));
        }
    }

    private static final class Submits {
        static int count;

        static {
            ExecutorService pool = Executors.newSingleThreadExecutor();
            Future<?> task = pool.submit(() -> count++);
            Turns.run(() -> {
                try {
                    task.get(1, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    pool.shutdown();
                }
            });
            pool.shutdown();
        }
    }

    /** The thread has code of its own that uses what it is started by. */
    private static final class Extends {
        static int count;

        static {
            Thread thread = new Thread() {
                @Override
                public void run() {
                    count++;
                }
            };
            thread.start();
            Turns.run(() -> thread.join(1));
        }
    }

    /** Few enough parts that this thread runs them all. */
    private static final class Streams {
        static int sum = IntStream.range(0, 1).parallel().map(i -> i + three()).sum();
    }

    private static final Object settings = new Object();

    /** Takes a lock that whoever uses it first may hold, or may not. */
    private static final class Config {
        static final Object value;

        static {
            synchronized (settings) {
                value = new Object();
            }
        }
    }

    private static final Object table = new Object();

    /** Takes a lock that others have while they use it. */
    private static final class Entries {
        static final Object value;

        static {
            synchronized (table) {
                value = new Object();
            }
        }
    }

    /** Takes the lock of itself, which whoever uses it first may hold already. */
    private static final class Itself {
        static final Object value = make();

        private static Object make() {
            synchronized (Itself.class) {
                return new Object();
            }
        }
    }

    /** Is made by a class that makes parts of it. */
    private interface Region {
        Region NOWHERE = Regions.make();

        default int size() {
            return 1;
        }
    }

    private static final class Part implements Region {}

    private static final class Regions {
        static final Region FIRST = new Part();

        static Region make() {
            return new Part();
        }
    }

    private InitialisersBad() {}

    private static int three() {
        return Integer.parseInt("3");
    }

    /** Its initialiser needs a lock that one of those has who use it first. */
    private static final class Plugin {
        static {
            Plugins.register("plugin");
        }

        static void touch() {
            Plugins.register("touched");
        }
    }

    private static final class Plugins {
        static synchronized void register(String name) {
            System.setProperty("name", name);
        }

        static synchronized Object create() {
            return new Plugin();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> System.setProperty("sum", "" + One.VALUE + Parent.CHILD + Starts.count + Submits.count));
        Turns.take(() -> System.setProperty("sum", "" + Users.other() + Users.child() + Leaf.VALUE + Base.LEAF));
        Turns.take(
                () -> System.setProperty("sum", "" + North.VALUE), () -> System.setProperty("sum", "" + South.value));
        Turns.take(() -> System.setProperty("sum", "" + East.VALUE), () -> System.setProperty("sum", "" + West.value));
        Turns.take(() -> System.setProperty("sum", "" + Root.TWIG + Users.twig() + Users.otherTwig()));
        Turns.take(() -> System.setProperty("sum", "" + Streams.sum + Extends.count));
        Turns.take(() -> System.setProperty("sum", "" + Face.MASK + Users.mask()));
        Turns.take(() -> System.setProperty("sum", "" + Service.PROVIDER + Users.provider()));
        Turns.take(() -> System.setProperty("sum", "" + Region.NOWHERE.size() + Users.region()));
        Turns.take(() -> System.setProperty("sum", "" + Left.OTHER + Users.right()));
        Turns.take(
                () -> {
                    synchronized (settings) {
                        System.setProperty("sum", "" + Config.value);
                    }
                },
                () -> System.setProperty("sum", "" + Config.value));
        Turns.take(
                () -> {
                    synchronized (Itself.class) {
                        System.setProperty("sum", "" + Itself.value);
                    }
                },
                () -> System.setProperty("sum", "" + Itself.value));
        Turns.take(() -> System.setProperty("sum", "" + Entries.value), () -> {
            synchronized (table) {
                System.setProperty("sum", "" + Entries.value);
            }
        });
        Turns.take(Plugins::create, Plugin::touch);
    }
}
