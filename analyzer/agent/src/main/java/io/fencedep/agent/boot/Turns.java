package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What makes code anew each time that it has something run: an object with a queue, one for all such code that works on its
 * behalf. An executor that runs one task after the other does so, or the mailbox of an actor. Stands for the code in
 * {@link Reruns}, which tell whether it really runs in turns.
 */
final class Turns extends WeakReference<Object> {
    private static final int MOST = 16_384;
    private static final ConcurrentHashMap<Object, Turns> ALL = new ConcurrentHashMap<>();
    private static final ReferenceQueue<Object> DEAD = new ReferenceQueue<>();

    private final Class<?> code;
    private final int hash;

    private Turns(Object owner, Class<?> code) {
        super(owner, DEAD);
        this.code = code;
        this.hash = hash(owner, code);
    }

    /** What this code takes turns for; null when it stands for itself. */
    static @Nullable Turns of(Object task) {
        Object owner = TaskClasses.owner(task);
        if (owner == null) {
            return null;
        }
        Turns known = ALL.get(new Wanted(owner, task.getClass()));
        return known == null ? add(owner, task.getClass()) : known;
    }

    private static @Nullable Turns add(Object owner, Class<?> code) {
        for (Object dead = DEAD.poll(); dead != null; dead = DEAD.poll()) {
            ALL.remove(dead);
        }
        if (ALL.size() >= MOST) {
            return null;
        }
        Turns made = new Turns(owner, code);
        Turns other = ALL.putIfAbsent(made, made);
        return other == null ? made : other;
    }

    private static int hash(Object owner, Class<?> code) {
        return System.identityHashCode(owner) * 31 + code.hashCode();
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Object owner = get();
        return other instanceof Turns that && owner != null && code == that.code && that.refersTo(owner);
    }

    /** Finds one. */
    private static final class Wanted {
        private final Object owner;
        private final Class<?> code;

        Wanted(Object owner, Class<?> code) {
            this.owner = owner;
            this.code = code;
        }

        @Override
        public int hashCode() {
            return hash(owner, code);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Turns that && that.code == code && that.refersTo(owner);
        }
    }
}
