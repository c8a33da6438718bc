package io.fencedep.agent.boot;

import io.fencedep.agent.boot.ClassUses.Users;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for those who can begin with a class while another one is not initialised; {@link ClassUses#whoCanBegin}. */
final class Beginners {
    private final ClassUses uses;
    private final int type;
    private final int other;
    /** Code that ran before the other one was initialised. */
    private final Set<Integer> running;

    /** The classes that may bring it about that the class is initialised, and who uses each of them. */
    private final Map<Integer, Set<Integer>> usedBy = new HashMap<>();
    /** What each of them uses, on a shortest way to the class. */
    private final Map<Integer, Integer> towards = new HashMap<>();
    /** Those of them that need the other one. */
    private final Set<Integer> dependent = new HashSet<>();

    Beginners(ClassUses uses, int type, int other, Set<Integer> running) {
        this.uses = uses;
        this.type = type;
        this.other = other;
        this.running = running;
    }

    Users find() {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(type);
        for (Integer each = open.poll(); each != null; each = open.poll()) {
            Set<Integer> users = new HashSet<>();
            if (usedBy.putIfAbsent(each, users) != null) {
                continue;
            }
            Set<Integer> all = uses.usersOf(each);
            if (all.isEmpty()) {
                if (!uses.isReflected(each)) {
                    return nearest(Set.of(each));
                }
                dependent.add(each);
            }
            for (int user : all) {
                towards.putIfAbsent(user, each);
                if (running.contains(user)) {
                    return nearest(Set.of(user));
                } else if (begins(user, each)) {
                    users.add(user);
                    open.add(user);
                } else {
                    dependent.add(each);
                }
            }
        }
        addUsed();
        Set<Integer> independent = new HashSet<>(usedBy.keySet());
        independent.removeAll(dependent);
        return nearest(independent);
    }

    /** Whether a user may get to this class before the other one: as its subclass, or by code that can run before. */
    private boolean begins(int user, int used) {
        return user != other && (uses.isChild(user, used) || !uses.needs(user, other));
    }

    /** What is used by those that need the other one counts as one of them. */
    private void addUsed() {
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<Integer, Set<Integer>> each : usedBy.entrySet()) {
                if (!dependent.contains(each.getKey()) && !Collections.disjoint(each.getValue(), dependent)) {
                    more |= dependent.add(each.getKey());
                }
            }
        }
    }

    /** Of these, or what they use on their way to the class, what is the last that is not of that class itself. */
    private Users nearest(Set<Integer> users) {
        Set<Integer> nearest = new HashSet<>();
        for (@Nullable Integer each : users) {
            Integer last = null;
            while (each != null && !uses.needs(each, type)) {
                last = each;
                each = towards.get(each);
            }
            if (last != null) {
                nearest.add(last);
            }
        }
        return new Users(!users.isEmpty(), uses.named(nearest));
    }
}
