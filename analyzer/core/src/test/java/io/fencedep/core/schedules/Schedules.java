package io.fencedep.core.schedules;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** All orders in which the steps of a program can happen. */
public final class Schedules {
    private static final int TRIES = 40;

    private Schedules() {}

    /**
     * Whether some order of steps ends with tasks that wait for each other; empty when there are more than so many states
     * to look at.
     */
    public static Optional<Boolean> deadlock(Program program, int bound) {
        Random order = new Random(0); // In no order of its own, a deadlock is met sooner.
        Set<String> seen = new HashSet<>();
        Deque<State> open = new ArrayDeque<>();
        open.push(new State(program));
        while (!open.isEmpty()) {
            State state = open.pop();
            if (!seen.add(state.key())) {
                continue;
            }
            if (seen.size() > bound) {
                return Optional.empty();
            }
            int free = state.freeMove();
            List<Integer> moves = free < 0 ? state.moves() : List.of(free);
            if (free < 0) {
                Collections.shuffle(moves, order);
            }
            if (moves.isEmpty() && !state.isOver()) {
                return Optional.of(true);
            }
            for (int move : moves) {
                State next = state.copy();
                next.move(move, (body, phase) -> {});
                open.push(next);
            }
        }
        return Optional.of(false);
    }

    /**
     * What a recorder sees of an order in which nothing gets stuck; empty when none is found soon.
     *
     * @param objects how many locks are of one class
     */
    static Optional<Recorded> recorded(Program program, int objects, Random random) {
        return recorded(program, objects, random, () -> Recorded.Style.any(program, random));
    }

    /** The same, with all that can be told, where each lock is of a class of its own. */
    public static Optional<Recorded> recorded(Program program, Random random) {
        return recorded(program, 1, random, () -> Recorded.Style.FULL);
    }

    private static Optional<Recorded> recorded(
            Program program, int objects, Random random, Supplier<Recorded.Style> style) {
        for (int round = 0; round < TRIES; round++) {
            State state = new State(program);
            Recorded recorded = new Recorded(program, objects, style.get());
            List<Integer> moves = state.moves();
            while (!moves.isEmpty()) {
                state.move(moves.get(random.nextInt(moves.size())), (body, phase) -> recorded.add(state, body, phase));
                moves = state.moves();
            }
            if (state.isOver() && state.isComplete()) {
                return Optional.of(recorded);
            }
        }
        return Optional.empty();
    }
}
