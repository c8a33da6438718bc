package io.fencedep.agent.boot;

import org.jspecify.annotations.Nullable;

/**
 * The lock that a concurrent map makes for a key while it computes the value. When that value is removed and made anew, there
 * is another object, but whoever takes the locks of several keys takes the same ones as before: so these objects are one
 * lock, as long as no two of them are held at once.
 */
public final class KeyLock {
    /** So many are remembered for each map; whichever comes last has the place. */
    private static final int PLACES = 256;

    /** A number that no instance has. */
    public final long id = Instance.nextId();

    private final int key;
    final LockClass lockClass;
    private final int ordinal;

    /** The object that is held, how often, and by what; for the analysis thread. */
    private @Nullable Instance held;

    private int holds;
    private @Nullable Object holder;

    private KeyLock(int key, LockClass lockClass, int ordinal) {
        this.key = key;
        this.lockClass = lockClass;
        this.ordinal = ordinal;
    }

    /**
     * The lock that this map makes for a key.
     *
     * @param key the hash of a key that is known to be equal to another one where that is equal
     * @param ordinal how many locks were made before for the same value
     */
    static KeyLock of(Instance map, int key, LockClass lockClass, int ordinal) {
        @Nullable KeyLock[] places = map.keyLocks;
        if (places == null) {
            places = new KeyLock[PLACES];
            map.keyLocks = places;
        }
        int at = (key * 31 + (int) lockClass.id) * 31 + ordinal;
        at = (at ^ at >>> 16 ^ at >>> 8) & PLACES - 1;
        KeyLock known = places[at];
        if (known == null || known.key != key || known.lockClass != lockClass || known.ordinal != ordinal) {
            known = new KeyLock(key, lockClass, ordinal);
            places[at] = known;
        }
        return known;
    }

    /** Such an object is taken; whether no other one is held meanwhile. */
    public boolean taken(Instance object, Object by) {
        if (held != null && held.id != object.id) {
            return false;
        }
        held = object;
        holder = by;
        holds++;
        return true;
    }

    /** What has taken the object that is held, the latest one; null when none is. */
    public @Nullable Object holder() {
        return holder;
    }

    /** What was taken is given back. */
    public void released() {
        holds--;
        if (holds == 0) {
            held = null;
            holder = null;
        }
    }
}
