package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import io.fencedep.agent.schedules.World.Came;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** All orders in which the steps of a program can happen. */
final class Schedules {
    private static final int TRIES = 60;

    private Schedules() {}

    /**
     * Whether some order of steps ends with bodies that wait for each other; empty when there are more than so many worlds
     * to look at.
     */
    static Optional<Boolean> deadlock(JavaProgram program, int bound) {
        Set<String> seen = new HashSet<>();
        Deque<World> open = new ArrayDeque<>();
        open.push(new World(program));
        while (!open.isEmpty()) {
            World world = open.pop();
            if (!seen.add(world.key())) {
                continue;
            }
            if (seen.size() > bound) {
                return Optional.empty();
            }
            int free = world.freeMove();
            List<Integer> moves = free < 0 ? world.moves() : List.of(free);
            if (moves.isEmpty() && !world.isOver()) {
                return Optional.of(true);
            }
            for (int move : moves) {
                World next = world.copy();
                next.move(move);
                open.push(next);
            }
        }
        return Optional.of(false);
    }

    /**
     * A schedule in which nothing gets stuck.
     *
     * @param steps body, step and what comes of it, as {@code 0:3:r}: done at once, {@code b} blocks, {@code g} goes on
     * @param complete whether it shows all that the program does: nothing was refused to a try, nobody found a flag set or
     *     came last to a barrier, who waits for nobody then
     */
    record Lucky(String steps, boolean complete) {}

    /** A schedule that a JVM follows as well: whoever blocks goes on as soon as it can, and nobody competes with it. */
    static Optional<Lucky> lucky(JavaProgram program, Random random) {
        for (int round = 0; round < TRIES; round++) {
            Run run = new Run(program);
            while (run.isFollowed && run.step(random)) {
                run.goOn();
            }
            if (run.isFollowed && run.world.isOver() && run.world.hasBegunAll()) {
                return Optional.of(new Lucky(run.steps.toString().trim(), run.complete));
            }
        }
        return Optional.empty();
    }

    private static final class Run {
        private final World world;
        private final StringBuilder steps = new StringBuilder();
        private boolean complete = true;
        private boolean isFollowed = true;

        Run(JavaProgram program) {
            world = new World(program);
        }

        /** Any body that does not wait does its next step; false when there is none. */
        boolean step(Random random) {
            List<Integer> able = new ArrayList<>(world.moves());
            able.removeIf(body -> !world.isBody(body) || world.asks(body));
            if (able.isEmpty()) {
                return false;
            }
            int body = able.get(random.nextInt(able.size()));
            int step = world.step(body);
            Act act = world.next(body);
            Came came = world.move(body);
            note(act, came);
            told(body, step, came == Came.BLOCKS ? 'b' : 'r');
            isFollowed = (came != Came.BLOCKS || !isWaitedFor(act, body)) && !mayMissItsThread(act, body);
            return true;
        }

        private void note(Act act, Came came) {
            boolean waitsForNobody = came == Came.DONE && (act.what() == Do.UNTIL || act.what() == Do.MEET);
            complete &= came != Came.REFUSED && !waitsForNobody;
        }

        /** Whether somebody else waits for the same as well: who comes first then is up to the JVM. */
        private boolean isWaitedFor(Act act, int body) {
            for (int other = 0; other < world.program.bodies().size(); other++) {
                if (other != body
                        && world.asks(other)
                        && act.takes()
                        && world.next(other).on() == act.on()) {
                    return true;
                }
            }
            return false;
        }

        /**
         * Whether it is up to the JVM who runs it: a thread of a pool without a queue that has run a task may not be back yet,
         * so who hands one over runs that; and a stage that is through may not be known to be done.
         */
        private boolean mayMissItsThread(Act act, int body) {
            if (act.what() == Do.THEN) {
                Thing source = world.program
                        .things()
                        .get(world.program.things().get(act.on()).source());
                return source.kind() == Kind.STAGE && world.isThrough(source.behind());
            }
            if (act.what() == Do.FLUSH) {
                return mayBeRunByJoiner(world.program.things().get(act.on()));
            }
            if (act.what() != Do.SUBMIT && act.what() != Do.INVOKE) {
                return false;
            }
            int pool = world.program.things().get(act.on()).size();
            return world.program.things().get(pool).isByCaller()
                    && world.program.things().stream()
                            .anyMatch(task -> task.isPooled() && task.size() == pool && world.isThrough(task.behind()));
        }

        /** Whether a task of a fork-join pool has begun, but nothing shows that yet. */
        private boolean mayBeRunByJoiner(Thing task) {
            return world.program.things().get(task.size()).isForkJoin()
                    && world.hasBegun(task.behind())
                    && !world.isCalled(task.behind())
                    && world.step(task.behind()) == 0;
        }

        /** Those that wait and can go on by now do. */
        void goOn() {
            begin();
            List<Integer> ready = new ArrayList<>(world.moves());
            ready.removeIf(body -> !world.isBody(body) || !world.asks(body));
            for (int body : ready) {
                isFollowed &= world.isGranted(body);
                if (isFollowed) {
                    told(body, world.step(body), 'g');
                    world.move(body);
                }
            }
            begin();
            isFollowed &= world.moves().stream().noneMatch(body -> world.isBody(body) && world.asks(body));
        }

        /** Pools that have a thread for a task begin with it; which one that is may be up to the JVM. */
        private void begin() {
            isFollowed &= !world.isAnyOrder();
            for (int move : isFollowed ? world.moves() : List.<Integer>of()) {
                if (!world.isBody(move)) {
                    world.move(move);
                }
            }
        }

        private void told(int body, int step, char came) {
            steps.append(body).append(':').append(step).append(':').append(came).append(' ');
        }
    }
}
