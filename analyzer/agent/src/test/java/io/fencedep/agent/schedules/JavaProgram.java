package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Bodies of code that share things.
 *
 * @param roots the bodies that run from the beginning, each in a thread of its own
 */
record JavaProgram(long seed, List<Thing> things, List<List<Act>> bodies, Set<Integer> roots) {
    boolean has(Do what) {
        return bodies.stream().flatMap(List::stream).anyMatch(act -> act.what() == what);
    }

    boolean has(Kind kind) {
        return things.stream().anyMatch(thing -> thing.kind() == kind);
    }

    /** The same, all done a second time with the same locks and pools, but with fences, tasks and threads of its own. */
    JavaProgram twice() {
        List<Thing> all = new ArrayList<>(things);
        int[] other = new int[things.size()];
        for (int i = 0; i < other.length; i++) {
            other[i] = i;
            if (!servesAll(i)) {
                other[i] = all.size();
                all.add(things.get(i));
            }
        }
        for (int i = things.size(); i < all.size(); i++) {
            all.set(i, again(all.get(i), other));
        }
        List<List<Act>> twice = new ArrayList<>(bodies);
        for (List<Act> code : bodies) {
            twice.add(code.stream()
                    .map(act -> new Act(act.what(), other[act.on()]))
                    .toList());
        }
        Set<Integer> begin = new TreeSet<>(roots);
        roots.forEach(root -> begin.add(root + bodies.size()));
        return new JavaProgram(seed, all, twice, begin);
    }

    /** Whether others than those that use it now may use it as well; a pool that is shut down serves nobody else. */
    private boolean servesAll(int thing) {
        return things.get(thing).kind().lasts()
                && bodies.stream().flatMap(List::stream).noneMatch(new Act(Do.DRAIN, thing)::equals);
    }

    private Thing again(Thing thing, int[] other) {
        boolean runs = thing.kind() == Kind.TASK || thing.kind() == Kind.THREAD || thing.kind() == Kind.STAGE;
        int behind = runs ? thing.behind() + bodies.size() : thing.behind();
        boolean names = thing.isPooled() || thing.isOfTwo();
        int size = names ? other[thing.size()] : thing.size();
        int source = thing.source() < 0 ? thing.source() : other[thing.source()];
        return new Thing(thing.kind(), size, behind, source, thing.grouped(), thing.style());
    }

    /** The same without waits for fences other than these: the order that they make is no concern of a filter. */
    JavaProgram withFences(Set<Integer> waited) {
        Predicate<Act> stays = act -> switch (act.what()) {
            case AWAIT, GET, TAKE, UNTIL, MEET -> waited.contains(act.on());
            case PUT -> things.get(act.on()).isUnbounded() || waited.contains(act.on());
            case ACQUIRE -> things.get(act.on()).kind() != Kind.PERMITS || waited.contains(act.on());
            default -> true;
        };
        List<List<Act>> kept = new ArrayList<>();
        bodies.forEach(code -> kept.add(code.stream().filter(stays).toList()));
        return new JavaProgram(seed, things, kept, roots);
    }

    /** All of these fences, and those that are done with them. */
    Set<Integer> together(Set<Integer> fences) {
        Set<Integer> all = new TreeSet<>(fences);
        for (boolean grows = true; grows; ) {
            grows = false;
            for (int i = 0; i < things.size(); i++) {
                Thing thing = things.get(i);
                List<Integer> parts = thing.isOfTwo()
                        ? List.of(i, thing.size(), thing.source())
                        : thing.kind() == Kind.STAGE ? List.of(i, thing.source()) : List.of(i);
                if (parts.stream().anyMatch(all::contains)) {
                    grows |= all.addAll(parts);
                }
            }
        }
        return all;
    }

    /** The same where no task waits for a thread of its pool. */
    JavaProgram withoutLimits() {
        return with(thing -> thing.kind() == Kind.POOL ? thing.ofSize(0) : thing);
    }

    /** The same where nothing that several can have at once is ever used up. */
    JavaProgram withoutCounts() {
        return with(thing -> thing.kind() == Kind.POOL && thing.size() > 1
                ? thing.ofSize(0)
                : thing.kind() == Kind.SEMAPHORE && thing.size() > 1 ? thing.ofSize(bodies.size()) : thing);
    }

    private JavaProgram with(UnaryOperator<Thing> change) {
        return new JavaProgram(seed, things.stream().map(change).toList(), bodies, roots);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < things.size(); i++) {
            Thing thing = things.get(i);
            text.append(i).append('=').append(thing.kind()).append(' ').append(thing.size());
            text.append(thing.behind() < 0 ? "" : " of " + thing.behind());
            text.append(thing.source() < 0 ? "" : " after " + thing.source());
            text.append(thing.grouped() ? " grouped; " : "; ");
        }
        for (int body = 0; body < bodies.size(); body++) {
            text.append(roots.contains(body) ? "\nroot " : "\nbody ").append(body);
            text.append(": ").append(bodies.get(body));
        }
        return text.append('\n').toString();
    }
}
