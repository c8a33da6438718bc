package io.fencedep.agent.boot;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which classes the code of which others may initialise: by {@code new}, a static field or method, a method reference, or
 * because they extend them. Filled as classes get their hooks and asked only when initialisers need each other. Names are kept
 * as hashes, and no more than a million of these pairs; those of the first classes also as they are, to be shown.
 */
public final class ClassUses {
    private static final int MOST = 1 << 20;
    private static final int MOST_PARENTS = 1 << 16;
    private static final int MOST_BEFORE = 1 << 10;
    private static final int MOST_NAMES = 1 << 14;
    private static final int[] NONE = {};

    /** Those of the program. */
    public static final ClassUses ALL = new ClassUses();

    /** Pairs of the one that is used and its user, so that all users of a class are neighbours once they are sorted. */
    private long[] uses = new long[1024];

    private int size;
    private boolean sorted;
    private boolean incomplete;
    private final Map<Integer, String> names = new HashMap<>();
    private final Map<Integer, int[]> parents = new HashMap<>();
    /** The classes and interfaces that others extend or implement. */
    private final Set<Integer> extended = new HashSet<>();
    /** Interfaces without code for their children, which these do not initialise. */
    private final Set<Integer> idle = new HashSet<>();
    /** Pairs like the others, for interfaces of which it was not known yet whether their children initialise them. */
    private long[] children = new long[64];

    private int childCount;
    /** Classes that extend another one of the program and have no initialiser of their own. */
    private final Set<Integer> withoutCode = new HashSet<>();
    /** Classes that an initialiser has made objects of by reflection. */
    private final Set<Integer> reflected = new HashSet<>();
    /** For classes whose initialisers are part of a ring: what ran before they were begun. */
    private final Map<Integer, Set<Integer>> ranBefore = new HashMap<>();

    /** For classes whose initialisers need a lock that was held: whose code was on the stack by then. */
    private final Map<Integer, Set<Integer>> underLock = new HashMap<>();

    /** By methods: the classes that they may be the first to use while they have a lock. */
    private final Map<Integer, int[]> usedUnderLock = new HashMap<>();
    /** Pairs like the others, of a class and one in it that uses it only where it has caught an exception. */
    private final Set<Long> whenFailing = new HashSet<>();
    /** Classes that were initialised before any thread was started. */
    private final Set<Integer> early = new HashSet<>();

    ClassUses() {}

    /**
     * What is known of a class.
     *
     * @param type its name, with dots or slashes, as all names here
     * @param parent the class that it extends; empty when that is one of the JDK
     * @param interfaces those of its interfaces that are not the JDK's
     * @param used the other classes that its code may initialise, twice when several of its methods may
     * @param initialises whether it has an initialiser of its own
     */
    public synchronized void add(
            String type, String parent, List<String> interfaces, Iterable<String> used, boolean initialises) {
        int user = hash(type);
        if (size + childCount >= MOST || parents.size() >= MOST_PARENTS) {
            incomplete = true;
            return;
        }
        if (names.size() < MOST_NAMES) {
            names.put(user, type.replace('/', '.'));
        }
        if (!parent.isEmpty()) {
            add(hash(parent), user);
        }
        addParents(user, parent, interfaces, initialises);
        for (String each : used) {
            add(hash(each), user);
        }
    }

    private void addParents(int user, String parent, List<String> interfaces, boolean initialises) {
        int[] all = new int[interfaces.size() + (parent.isEmpty() ? 0 : 1)];
        int count = 0;
        if (!parent.isEmpty()) {
            all[count++] = hash(parent);
        }
        for (String each : interfaces) {
            all[count++] = hash(each);
            if (childCount == children.length) {
                children = Arrays.copyOf(children, childCount * 2);
            }
            children[childCount++] = pair(hash(each), user);
        }
        if (count > 0) {
            for (int each : all) {
                extended.add(each);
            }
            parents.put(user, all);
            sorted = false;
            if (!initialises) {
                withoutCode.add(user);
            }
        }
    }

    /** An interface has no method with code for those that implement it, so that these do not initialise it. */
    public synchronized void leavesToChildren(String type) {
        idle.add(hash(type));
    }

    /** Whether whoever initialises a child of this class or interface has it initialised before. */
    synchronized boolean isBegunByChildren(String type) {
        return !idle.contains(hash(type));
    }

    private void add(int used, int user) {
        if (used == user) {
            return;
        }
        if (size == uses.length) {
            uses = Arrays.copyOf(uses, size * 2);
        }
        uses[size++] = pair(used, user);
        sorted = false;
    }

    private static long pair(int used, int user) {
        return (long) used << 32 | user & 0xffffffffL;
    }

    /** Puts all users of a class next to each other. Interfaces are loaded after the first class that implements them. */
    private void sort() {
        if (sorted) {
            return;
        }
        for (int i = 0; i < childCount; i++) {
            int type = (int) (children[i] >> 32);
            if (!idle.contains(type)) {
                add(type, (int) children[i]);
            }
        }
        childCount = 0;
        Arrays.sort(uses, 0, size);
        sorted = true;
    }

    /** Whether all that initialising this class does is to initialise the one that it extends. */
    synchronized boolean onlyInitialisesParent(String type) {
        return withoutCode.contains(hash(type));
    }

    /** A class uses one that it is written in, but only where it has caught an exception. */
    public synchronized void usesWhenFailing(String user, String used) {
        if (whenFailing.size() < MOST_PARENTS) {
            whenFailing.add(pair(hash(used), hash(user)));
        }
    }

    /** Whether the code of one class may be the first to use the other one, when nothing fails. */
    public synchronized boolean uses(String user, String used) {
        sort();
        int wanted = hash(used);
        int by = hash(user);
        return !whenFailing.contains(pair(wanted, by)) && usersOf(wanted).contains(by);
    }

    /** Whether one class is the other one, or extends it. */
    public synchronized boolean isSubclass(String type, String other) {
        return needs(hash(type), hash(other));
    }

    /** An initialiser has made an object of this class by reflection: where no code uses it, this is what begins with it. */
    synchronized void madeByReflection(String type) {
        if (reflected.size() < MOST_BEFORE) {
            reflected.add(hash(type));
        }
    }

    /** There is a class whose code nobody looks at. */
    public synchronized void leftOut() {
        incomplete = true;
    }

    /** This code ran while that class was not initialised: what brought its initialiser about. */
    public synchronized void ranBefore(String type, StackTraceElement[] stack) {
        if (ranBefore.size() >= MOST_BEFORE) {
            return;
        }
        Set<Integer> known = ranBefore.computeIfAbsent(hash(type), ignored -> new HashSet<>());
        for (StackTraceElement frame : stack) {
            if (known.size() < MOST_BEFORE) {
                known.add(hash(frame.getClassName()));
            }
        }
        known.remove(hash(type));
    }

    /** A method may be the first to use these classes while it has a lock that it has taken. */
    public synchronized void addUnderLock(String type, String method, Set<String> used) {
        if (!used.isEmpty() && usedUnderLock.size() < MOST_PARENTS) {
            int[] hashes = new int[used.size()];
            int i = 0;
            for (String each : used) {
                hashes[i++] = hash(each);
            }
            usedUnderLock.put(31 * hash(type) + method.hashCode(), hashes);
        }
    }

    /** Whether a method uses any class while it has a lock. */
    public synchronized boolean takesLocks(String type, String method) {
        return usedUnderLock.containsKey(31 * hash(type) + method.hashCode());
    }

    /** Whether a method may be the first to use a class while it has a lock, without needing that class itself. */
    public synchronized boolean usesUnderLock(String type, String method, String used) {
        int wanted = hash(used);
        for (int each : usedUnderLock.getOrDefault(31 * hash(type) + method.hashCode(), NONE)) {
            if (each == wanted) {
                return !needs(hash(type), wanted);
            }
        }
        return false;
    }

    /** A class was initialised before any thread was started. */
    synchronized void initialisedEarly(String type) {
        if (early.size() < MOST_PARENTS) {
            early.add(hash(type));
        }
    }

    /** Whether a class was initialised before any thread was started. */
    public synchronized boolean isEarly(String type) {
        return early.contains(hash(type));
    }

    /** This code, or whoever called it, had a lock that the initialiser of the class needs, when it used that class first. */
    synchronized void ranUnderLock(String type, StackTraceElement[] stack) {
        if (underLock.size() < MOST_BEFORE) {
            Set<Integer> known = underLock.computeIfAbsent(hash(type), ignored -> new HashSet<>());
            for (StackTraceElement frame : stack) {
                if (known.size() < MOST_BEFORE) {
                    known.add(hash(frame.getClassName()));
                }
            }
        }
    }

    /**
     * Who may use a class first without that lock: code of another class, or another method of a class that used it then. Who
     * uses a class that no code uses was seen with the lock.
     */
    public synchronized Users usersElsewhere(String type) {
        if (incomplete) {
            return Users.UNKNOWN;
        }
        sort();
        int wanted = hash(type);
        Set<Integer> known = underLock.getOrDefault(wanted, Set.of());
        Set<Integer> elsewhere = new HashSet<>();
        int first = firstUseOf(wanted);
        for (int i = first; i < size && (int) (uses[i] >> 32) == wanted; i++) {
            int user = (int) uses[i];
            boolean several = i > first && uses[i - 1] == uses[i];
            if (several || !known.contains(user)) {
                elsewhere.add(user);
            }
        }
        return new Users(!elsewhere.isEmpty(), named(elsewhere));
    }

    /**
     * Code that can be the first to need a class.
     *
     * @param areSome whether there is any
     * @param example the name of one such class, always the same one; null when it is not known by name
     */
    public record Users(boolean areSome, @Nullable String example) {
        private static final Users UNKNOWN = new Users(true, null);
    }

    @Nullable
    String named(Set<Integer> users) {
        return users.stream()
                .map(names::get)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * Who can begin to initialise a class while the other one is not initialised: code that is neither part of the other one or
     * its subclasses, which cannot run before it is, nor used by these alone. Who begins with a subclass begins with the class.
     * Classes that no code uses but their own are begun in ways that cannot be seen, unless it was seen that reflection does.
     */
    public synchronized Users whoCanBegin(String type, String other) {
        if (incomplete) {
            return Users.UNKNOWN;
        }
        sort();
        int without = hash(other);
        return new Beginners(this, hash(type), without, ranBefore.getOrDefault(without, Set.of())).find();
    }

    /** The classes whose code may initialise this one. */
    Set<Integer> usersOf(int type) {
        Set<Integer> users = new LinkedHashSet<>();
        for (int i = firstUseOf(type); i < size && (int) (uses[i] >> 32) == type; i++) {
            users.add((int) uses[i]);
        }
        return users;
    }

    /** Whether an initialiser has made an object of it by reflection. */
    boolean isReflected(int type) {
        return reflected.contains(type);
    }

    private int firstUseOf(int used) {
        int found = Arrays.binarySearch(uses, 0, size, (long) used << 32);
        return found < 0 ? -found - 1 : found;
    }

    /** Whether one class extends or implements the other one, without any in between. */
    boolean isChild(int type, int parent) {
        for (int each : parents.getOrDefault(type, NONE)) {
            if (each == parent) {
                return true;
            }
        }
        return false;
    }

    /** Whether anything is known to extend or implement this class. */
    public synchronized boolean hasChildren(String type) {
        int parent = hash(type);
        return incomplete || extended.contains(parent);
    }

    /** Whether a class is this one, or cannot be initialised before it. */
    boolean needs(int type, int wanted) {
        if (type == wanted) {
            return true;
        }
        if (idle.contains(wanted)) {
            return false;
        }
        Set<Integer> seen = new HashSet<>();
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(type);
        for (Integer each = open.poll(); each != null; each = open.poll()) {
            for (int parent : parents.getOrDefault(each, NONE)) {
                if (parent == wanted) {
                    return true;
                }
                if (seen.add(parent)) {
                    open.add(parent);
                }
            }
        }
        return false;
    }

    /** The hash of a name, whichever way it is written. */
    private static int hash(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            hash = 31 * hash + (letter == '/' ? '.' : letter);
        }
        return hash;
    }
}
