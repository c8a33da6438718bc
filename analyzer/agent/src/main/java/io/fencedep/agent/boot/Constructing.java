package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * Objects whose constructors a thread runs under a lock. Until they are through it takes their monitors without waiting for
 * anybody, unless a constructor has shown its object to others by then: by a field or collection in which these find it, or by
 * code of its class that it has given to another thread.
 */
final class Constructing {
    private static final int MOST = 8;

    private final int[] objects = new int[MOST];
    /** The names of their types; null for what was shown. */
    private final @Nullable String[] types = new String[MOST];

    private int count;

    /** A constructor begins; of one class after the other, the object's own last. */
    void begins(Object object) {
        int known = index(object);
        int at = known < 0 ? count : known;
        if (at == MOST) {
            // Those of constructors that have thrown something.
            at = 0;
        }
        if (at != known) {
            objects[at] = System.identityHashCode(object);
            types[at] = object.getClass().getName();
        }
        count = at + 1;
    }

    /** A constructor is through, and so are all that it called; what it has shown stays so in those of other classes. */
    void ends(Object object) {
        int at = index(object);
        if (at >= 0) {
            count = types[at] == null ? at + 1 : at;
        }
    }

    /** Whether only this thread can know it. */
    boolean has(Object object) {
        int at = index(object);
        return at >= 0 && types[at] != null;
    }

    /** Others may find this object, or what is of this code. */
    void shows(@Nullable Object shown) {
        for (int i = 0; shown != null && i < count; i++) {
            String type = types[i];
            if (type != null
                    && (objects[i] == System.identityHashCode(shown)
                            || outermost(type).equals(outermost(shown.getClass().getName())))) {
                types[i] = null;
            }
        }
    }

    private int index(Object object) {
        for (int i = count - 1; i >= 0; i--) {
            if (objects[i] == System.identityHashCode(object)) {
                return i;
            }
        }
        return -1;
    }

    private static String outermost(String name) {
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}
