package io.fencedep.libraries;

import org.apache.commons.lang3.concurrent.Memoizer;

/** The value of a key needs that of another one, and the other way round after both have failed. */
public final class LangValues {
    private static final Memoizer<String, String> values = new Memoizer<>(LangValues::value, true);
    private static boolean turned;

    private LangValues() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(LangValues::fails, () -> {
            turned = true;
            System.out.println(values.compute("two"));
        });
    }

    private static void fails() throws InterruptedException {
        try {
            values.compute("one");
        } catch (IllegalStateException e) {
            System.out.println("as wanted: " + e.getMessage());
        }
    }

    private static String value(String key) throws InterruptedException {
        if (key.equals(turned ? "two" : "one")) {
            return values.compute(turned ? "one" : "two");
        }
        if (!turned) {
            throw new IllegalStateException("not yet");
        }
        return key;
    }
}
