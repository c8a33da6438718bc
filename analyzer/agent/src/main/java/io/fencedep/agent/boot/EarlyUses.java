package io.fencedep.agent.boot;

import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The classes that initialisers of classes which they extend have used, in one thread; the latest ones. */
final class EarlyUses {
    private static final int MOST = 64;

    private record Use(WeakReference<Class<?>> type, WeakReference<Class<?>> user) {}

    private final ArrayDeque<Use> uses = new ArrayDeque<>();

    /** The initialiser of a class has used one that extends it. */
    void add(Class<?> type, Class<?> user) {
        if (uses.size() >= MOST) {
            uses.poll();
        }
        uses.add(new Use(new WeakReference<>(type), new WeakReference<>(user)));
    }

    /**
     * The class whose initialiser has used this one, which begins only now: so this is the one that the thread began with, and
     * the JVM made it initialise the other one first. Null when there is none.
     */
    @Nullable
    Class<?> userOf(Class<?> type) {
        for (Use each : uses) {
            if (each.type.refersTo(type)) {
                return each.user.get();
            }
        }
        return null;
    }
}
