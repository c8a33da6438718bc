package io.fencedep.agent.boot;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All instances that were given a class or told about, for as long as their objects live. Look-ups take no lock. */
public final class Instances {
    private static final ConcurrentHashMap<Object, Instance> ALL = new ConcurrentHashMap<>(1024);
    private static final ReferenceQueue<Object> DEAD = new ReferenceQueue<>();

    private Instances() {}

    /** The instance of this object, or null when it has none yet. */
    static @Nullable Instance known(Object object, Instance.Key key) {
        Instance found = ALL.get(key.of(object));
        key.clear();
        return found;
    }

    /** The instance of this object; if it has none yet, it gets one of this class. */
    static Instance of(Object object, LockClass lockClass, Instance.Key key) {
        Instance found = known(object, key);
        if (found != null) {
            return found;
        }
        Instance made = new Instance(object, System.identityHashCode(object), lockClass, DEAD);
        ALL.put(made, made);
        lockClass.madeOne();
        return made;
    }

    /**
     * This is done for good. Of a class of very many it is forgotten at once: whoever asks for it later waits for nothing, and
     * what dies young costs the garbage collector nothing, while a reference that outlives its object costs as much as many
     * hooks.
     */
    static void isOver(ThreadState thread, Instance instance) {
        if (instance.lockClass.isOfMany()) {
            boolean before = thread.busy;
            thread.busy = true;
            try {
                ALL.remove(instance);
            } finally {
                thread.busy = before;
            }
        }
    }

    /** Forgets what is dead; for the analysis thread. */
    public static void sweep() {
        for (Reference<?> dead = DEAD.poll(); dead != null; dead = DEAD.poll()) {
            ALL.remove(dead);
        }
    }
}
