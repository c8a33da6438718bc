package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ClassUses;
import io.fencedep.agent.boot.How;
import io.fencedep.agent.boot.Instance;
import io.fencedep.agent.boot.LockClass;
import io.fencedep.agent.boot.Message;
import io.fencedep.agent.boot.Path;
import io.fencedep.core.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which locks initialisers have taken, and in which methods others have taken the same ones. A class is initialised once, so
 * a run does not show who else would have been the first to use it; but what a method uses while it has a lock that it has
 * taken is written in its code.
 */
final class LocksOfInitialisers {
    private static final int MOST = 1_000;
    private static final int MOST_PLACES = 10_000;

    /** An initialiser that has taken a lock. */
    record Need(Instance init, String className, Instance lock, int how) {}

    /** Where a lock was taken. */
    private record Place(String type, String method, Stacks.Known stack) {}

    private final List<Need> needs = new ArrayList<>();
    private final Map<Long, List<Place>> places = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    /** By stacks: the methods that took locks, or nothing where these use no class while they have one. */
    private final Map<Integer, Optional<Place>> known = new HashMap<>();

    private int count;

    /** A thread has taken a lock; told of each that is new. */
    void taken(Message message, int index, Names names, Stacks.Known stack) {
        Path path = message.paths[index];
        int kind = path.how & How.KIND;
        LockClass lockClass = path.chain.lockClass;
        if (lockClass == null || kind > How.STAMPED || (path.how & (How.READ | How.TRIED)) != 0) {
            return;
        }
        Instance lock = message.instances[index];
        Place place = known.computeIfAbsent(
                        stack.stack(), ignored -> Optional.ofNullable(placeOf(names.text(stack.stack()), stack)))
                .orElse(null);
        if (place != null && count < MOST_PLACES) {
            List<Place> mine = places.computeIfAbsent(lock.id, ignored -> new ArrayList<>());
            if (mine.stream().noneMatch(each -> each.type.equals(place.type) && each.method.equals(place.method))) {
                mine.add(place);
                count++;
            }
        }
        for (int i = 0; i < index && needs.size() < MOST; i++) {
            if ((message.paths[i].how & How.KIND) == How.CLASS_INIT) {
                String init = Objects.requireNonNull(message.paths[i].chain.lockClass).name;
                needs.add(new Need(message.instances[i], init, lock, path.how));
            }
        }
    }

    /** The method that took a lock: the first that is not the JDK's. */
    private static @Nullable Place placeOf(String stack, Stacks.Known known) {
        for (String line : stack.split("\n")) {
            int open = line.indexOf('(');
            int dot = open < 0 ? -1 : line.lastIndexOf('.', open);
            if (dot > 0 && !line.startsWith("java.")) {
                String type = line.substring(0, dot);
                String method = line.substring(dot + 1, open);
                return ClassUses.ALL.takesLocks(type, method) ? new Place(type, method, known) : null;
            }
        }
        return null;
    }

    /** What is new of classes that are used by who has the lock that their initialisers need. */
    void uses(BiConsumer<Need, Stacks.Known> use) {
        for (Need need : needs) {
            String type = need.className.substring(need.className.indexOf(':') + 1);
            for (Place place : places.getOrDefault(need.lock.id, List.of())) {
                if (ClassUses.ALL.usesUnderLock(place.type, place.method, type)
                        && told.add(need.lock.id + " " + type + " " + place.type + "." + place.method)) {
                    use.accept(need, place.stack);
                }
            }
        }
    }
}
