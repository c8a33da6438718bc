package io.fencedep.agent.boot;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Under which locks tasks are forked, by their classes. Whoever forks a task under a lock and joins it there is stuck if the
 * task needs that lock and another thread has taken it up. So such tasks tell by themselves what they need: others of the same
 * code, which may be the ones that take the lock before they fork them, say nothing of it.
 */
final class HandedUnder {
    /** Under no lock. */
    static final HandedUnder NOTHING = new HandedUnder(Set.of());

    private static final int MOST_NAMES = 4;
    private static final int MOST_CLASSES = 1024;

    private final Set<String> names;
    private final ConcurrentHashMap<LockClass, LockClass> classes = new ConcurrentHashMap<>();

    private HandedUnder(Set<String> names) {
        this.names = names;
    }

    /** What is forked where this is held; in a task that was forked like that itself, also what it was forked under. */
    static HandedUnder of(Chain held) {
        Set<String> all = new LinkedHashSet<>();
        Set<String> inherited = new TreeSet<>();
        for (Chain each = held; each != null; each = each.up) {
            LockClass lockClass = each.lockClass;
            if (lockClass != null && (each.how & How.KIND) == How.WORK) {
                inherited.addAll(lockClass.handedUnder().names);
            } else if (lockClass != null && isLock(each.how & How.KIND)) {
                all.add(lockClass.name);
            }
        }
        all.addAll(inherited);
        Set<String> names = new TreeSet<>();
        all.stream().limit(MOST_NAMES).forEach(names::add);
        return names.isEmpty() ? NOTHING : new HandedUnder(names);
    }

    private static boolean isLock(int kind) {
        return kind == How.MONITOR
                || kind == How.LOCK
                || kind == How.READ_WRITE
                || kind == How.STAMPED
                || kind == How.READERS_FIRST;
    }

    /** The class of tasks of this one that are forked here. */
    LockClass classOf(LockClass work) {
        LockClass known = classes.get(work);
        if (known != null || classes.size() >= MOST_CLASSES) {
            return known == null ? work : known;
        }
        LockClass made = LockClasses.byName(work.name + " under " + String.join(", ", names));
        made.isHandedUnder(this);
        classes.put(work, made);
        return made;
    }
}
