package io.fencedep.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Classes that need each other to initialise themselves, in methods of other classes that they call. */
public final class CalledElsewhereBad {
    /** Registers itself where others look for it. */
    private static final class Codec {
        static final Codec PLAIN = Codecs.register(new Codec("plain"));

        final String name;

        Codec(String name) {
            this.name = name;
        }

        static String find(String name) {
            return name;
        }
    }

    private static final class Codecs {
        static final List<Codec> ALL = new ArrayList<>();

        static {
            Defaults.touch();
        }

        static Codec register(Codec codec) {
            ALL.add(codec);
            return codec;
        }
    }

    private static final class Defaults {
        static void touch() {
            String name = Integer.parseInt("3") > 2 ? "plain" : "other";
            Codec.find(name);
        }
    }

    /** Its objects are put into a table by their constructor. */
    private enum Unit {
        METRE,
        MILE;

        Unit() {
            Units.index(this);
        }
    }

    private static final class Units {
        static final Map<String, Unit> BY_NAME = new ConcurrentHashMap<>();
        static final String FIRST = new Format().first();

        static void index(Unit unit) {
            BY_NAME.put(unit.name(), unit);
        }
    }

    private static class Format {
        String first() {
            return String.valueOf(Unit.METRE);
        }
    }

    private CalledElsewhereBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> System.setProperty("sum", Codec.PLAIN.name),
                () -> System.setProperty("sum", "" + Codecs.ALL.size()));
        Turns.take(() -> System.setProperty("sum", "" + Unit.MILE), () -> System.setProperty("sum", Units.FIRST));
    }
}
