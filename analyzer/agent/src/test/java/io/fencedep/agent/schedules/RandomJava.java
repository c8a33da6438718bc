package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.List;
import java.util.Random;

/** Small programs by their seeds. */
final class RandomJava {
    /** What a program has besides locks. */
    enum Flavour {
        LOCKS,
        THREADS,
        POOLS,
        FENCES,
        ALL,
        /** Tasks of few threads, and fences among them. */
        TASKS,
        /** More kinds of locks, and locks that are had in one way after the other. */
        MODES,
        /** What is met or signalled again and again. */
        TURNS,
        /** Futures and what follows them. */
        STAGES,
        /** Pools that run their tasks elsewhere, in any order, or until they are shut down. */
        RUNNERS,
        /** Tasks whose pool may run others while they wait. */
        HELPED,
        /** Tasks of fork-join pools that fork and join others. */
        FORKS;

        /** Whether what can deadlock is certain to: there are no signals. */
        boolean isCertain() {
            return compareTo(FENCES) < 0 || this == MODES || this == RUNNERS || this == FORKS;
        }
    }

    private final Draft draft;
    private final Random random;

    private RandomJava(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    static JavaProgram of(long seed, Flavour flavour) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextInt();
        int least = flavour == Flavour.LOCKS || flavour == Flavour.MODES ? 2 : 1;
        int locks = least + (flavour == Flavour.TASKS ? 0 : random.nextInt(2));
        boolean tries = least == 2 && random.nextInt(3) == 0;
        boolean more = flavour.compareTo(Flavour.MODES) >= 0;
        // What runs in a thread that computes a value must not ask for that value.
        boolean maps = flavour == Flavour.MODES || flavour == Flavour.TURNS || flavour == Flavour.HELPED;
        Draft draft = new Draft(random, locks, tries, more, maps);
        new RandomJava(draft).make(flavour);
        return draft.program(seed);
    }

    private void make(Flavour flavour) {
        draft.locks();
        for (int root = 2 + random.nextInt(2); root > 0; root--) {
            draft.roots.add(draft.bodies.size());
            draft.bodies.add(draft.body());
        }
        if (flavour.compareTo(Flavour.MODES) >= 0) {
            new RandomTurns(draft).add(flavour);
            return;
        }
        if (flavour == Flavour.THREADS || flavour == Flavour.ALL && draft.oneIn(3)) {
            threads();
        }
        if (flavour == Flavour.POOLS || flavour == Flavour.TASKS || flavour == Flavour.ALL && draft.oneIn(2)) {
            pools(flavour == Flavour.TASKS ? 1 : 0);
        }
        if (flavour == Flavour.FENCES || flavour == Flavour.ALL || flavour == Flavour.TASKS) {
            for (int many = 1 + random.nextInt(2); many > 0; many--) {
                fence();
            }
        }
    }

    private void threads() {
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            List<Act> parent = draft.anyBody();
            int thread = draft.thing(Kind.THREAD, 0, draft.bodies.size());
            draft.bodies.add(draft.body());
            boolean outside = !draft.oneIn(3);
            int at = draft.add(parent, 0, outside, new Act(Do.START, thread));
            if (!draft.oneIn(3)) {
                draft.add(parent, at + 1, outside, new Act(Do.JOIN, thread));
            }
        }
    }

    private void pools(int least) {
        int first = draft.thing(Kind.POOL, least + random.nextInt(3 - least), -1);
        int second = draft.oneIn(4) ? draft.thing(Kind.POOL, least + random.nextInt(3 - least), -1) : first;
        for (int many = 1 + least + random.nextInt(3); many > 0; many--) {
            List<Act> parent = draft.anyBody();
            int task = draft.thing(Kind.TASK, draft.oneIn(2) ? first : second, draft.bodies.size());
            draft.bodies.add(draft.body());
            if (draft.oneIn(5)) {
                draft.add(parent, 0, !draft.oneIn(3), new Act(Do.INVOKE, task));
                continue;
            }
            int at = draft.add(parent, 0, !draft.oneIn(3), new Act(Do.SUBMIT, task));
            if (!draft.oneIn(3)) {
                at = draft.add(parent, at + 1, !draft.oneIn(3), new Act(Do.FLUSH, task));
                if (draft.oneIn(4)) {
                    draft.add(parent, at + 1, false, new Act(Do.FLUSH, task));
                }
            }
        }
    }

    private void fence() {
        int one = random.nextInt(draft.bodies.size());
        List<Act> from = draft.bodies.get(one);
        List<Act> to = draft.bodies.get((one + 1 + random.nextInt(draft.bodies.size() - 1)) % draft.bodies.size());
        switch (random.nextInt(9)) {
            case 0, 1 -> latch(from, to);
            case 2, 3 -> pair(from, Do.COMPLETE, to, Do.GET, draft.thing(Kind.FUTURE, 1, -1));
            case 4 -> queue(from, to);
            case 5 -> pair(from, Do.RELEASE, to, Do.ACQUIRE, draft.thing(Kind.PERMITS, 0, -1));
            case 6 -> pair(from, Do.MEET, to, Do.MEET, draft.thing(Kind.BARRIER, 2, -1));
            default -> flag(from, to);
        }
    }

    private void pair(List<Act> from, Do signal, List<Act> to, Do wait, int thing) {
        draft.add(from, signal, thing);
        draft.add(to, wait, thing);
        if (wait == Do.GET && draft.oneIn(3)) {
            draft.add(to, wait, thing);
        }
    }

    private void latch(List<Act> from, List<Act> to) {
        int count = draft.oneIn(3) ? 2 : 1;
        int latch = draft.thing(Kind.LATCH, count, -1);
        pair(from, Do.DOWN, to, Do.AWAIT, latch);
        if (count == 2) {
            draft.add(draft.anyBody(), Do.DOWN, latch);
        }
        List<Act> more = draft.anyBody();
        if (more != from) {
            draft.add(more, Do.AWAIT, latch);
        }
    }

    private void queue(List<Act> from, List<Act> to) {
        int queue = draft.thing(Kind.QUEUE, random.nextInt(2), -1);
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            pair(from, Do.PUT, to, Do.TAKE, queue);
        }
    }

    private void flag(List<Act> from, List<Act> to) {
        int lock = random.nextInt(draft.locks);
        Kind kind = draft.things.get(lock).kind();
        if (kind != Kind.MONITOR && kind != Kind.LOCK || draft.oneIn(2)) {
            kind = draft.oneIn(2) ? Kind.MONITOR : Kind.LOCK;
            lock = draft.thing(kind, 1, -1);
        }
        int flag = draft.thing(Kind.FLAG, 0, lock);
        Act take = new Act(kind == Kind.MONITOR ? Do.ENTER : Do.LOCK, lock);
        Act give = new Act(kind == Kind.MONITOR ? Do.EXIT : Do.UNLOCK, lock);
        from.addAll(random.nextInt(from.size() + 1), List.of(take, new Act(Do.SET, flag), give));
        to.addAll(random.nextInt(to.size() + 1), List.of(take, new Act(Do.UNTIL, flag), give));
    }
}
