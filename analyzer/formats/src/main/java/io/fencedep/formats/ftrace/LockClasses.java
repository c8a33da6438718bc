package io.fencedep.formats.ftrace;

import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;

/**
 * Lock classes by key and name, where keys are recorded. Classes of one name are {@code name}, {@code name#2} and so on in
 * the order in which they appear, as in {@code /proc/lockdep}. A look-up of a known class allocates nothing.
 */
final class LockClasses {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Names names;
    /** From key and name to the class. */
    private final Long2IntOpenHashMap classes = new Long2IntOpenHashMap();
    /** How many classes have a name. */
    private final Int2IntOpenHashMap versions = new Int2IntOpenHashMap();
    /** Names whose first class was met without its key. */
    private final IntOpenHashSet keyless = new IntOpenHashSet();

    LockClasses(Names names) {
        this.names = names;
    }

    /**
     * The name of the class.
     *
     * @param key 0 when the kernel has not given the lock its key yet: then it is taken for the first class of its name
     */
    int of(long key, int name) {
        if (key == 0) {
            if (versions.putIfAbsent(name, 1) == 0) {
                keyless.add(name);
            }
            return name;
        }
        long id = (key ^ name * MIX) * MIX;
        int known = classes.get(id);
        return known != 0 ? known : add(id, name);
    }

    private int add(long id, int name) {
        int className = name;
        if (!keyless.remove(name)) {
            int version = versions.addTo(name, 1) + 1;
            className = version == 1 ? name : names.intern(names.text(name) + "#" + version);
        }
        classes.put(id, className);
        return className;
    }
}
