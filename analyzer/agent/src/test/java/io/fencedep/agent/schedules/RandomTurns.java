package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.RandomJava.Flavour;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What random programs do less often, each kind with few others besides, so that all orders of its steps can be tried. */
final class RandomTurns {
    private static final int BY_CALLER = 7;
    private static final int FORKED = 16;

    private final Draft draft;
    private final Random random;

    RandomTurns(Draft draft) {
        this.draft = draft;
        random = draft.random;
    }

    void add(Flavour flavour) {
        switch (flavour) {
            case MODES -> draft.bodies.forEach(this::downgrades);
            case TURNS -> {
                for (int many = 1 + random.nextInt(2); many > 0; many--) {
                    turns();
                }
            }
            case STAGES -> stages();
            case RUNNERS -> runners(BY_CALLER + random.nextInt(3), 2, draft.oneIn(3));
            case FORKS -> forks();
            default -> {
                runners(BY_CALLER + 1, 2, false);
                helped();
            }
        }
    }

    // ---- locks

    private void downgrades(List<Act> code) {
        for (int taken = 0; taken < code.size(); taken++) {
            if (code.get(taken).what() == Do.WRITE && draft.oneIn(2)) {
                int end = World.end(code, taken);
                int on = code.get(taken).on();
                List<Integer> places = new ArrayList<>();
                int depth = 0;
                for (int i = taken + 1; i <= end; i++) {
                    if (depth == 0) {
                        places.add(i);
                    }
                    depth += code.get(i).takes() ? 1 : code.get(i).gives() ? -1 : 0;
                }
                code.set(end, new Act(Do.UNREAD, on));
                code.add(places.get(random.nextInt(places.size())), new Act(Do.DOWNGRADE, on));
            }
        }
    }

    // ---- signals

    private void turns() {
        switch (random.nextInt(5)) {
            case 0 -> meets();
            case 1 -> handsOver();
            case 2 -> permits();
            case 3 -> queue();
            default -> meetAll();
        }
    }

    /** Two different bodies, each of which does its part several times. */
    private void pairs(Do one, Do other, int thing, int many) {
        int first = random.nextInt(draft.bodies.size());
        int second = (first + 1 + random.nextInt(draft.bodies.size() - 1)) % draft.bodies.size();
        for (int i = 0; i < many; i++) {
            draft.add(draft.bodies.get(first), one, thing);
            draft.add(draft.bodies.get(second), other, thing);
        }
    }

    /** What a thread of a fork-join pool waits for: some of it lets its pool run another task. */
    private void helped() {
        switch (random.nextInt(5)) {
            case 0 -> meets();
            case 1 -> queue();
            case 2 -> pairs(Do.COMPLETE, Do.GET, draft.thing(Kind.FUTURE, 1, -1), 1);
            default -> pairs(Do.DOWN, Do.AWAIT, draft.thing(Kind.LATCH, 1, -1), 1);
        }
    }

    private void meets() {
        pairs(Do.MEET, Do.MEET, draft.thing(Kind.BARRIER, 2, -1), 1 + random.nextInt(2));
    }

    private void meetAll() {
        int all = draft.roots.size();
        int barrier = draft.thing(Kind.BARRIER, all, -1);
        draft.roots.forEach(root -> draft.add(draft.bodies.get(root), Do.MEET, barrier));
    }

    private void handsOver() {
        pairs(Do.PUT, Do.TAKE, draft.thing(Kind.HANDOVER, 0, -1), 1 + random.nextInt(2));
    }

    private void queue() {
        pairs(Do.PUT, Do.TAKE, draft.thing(Kind.QUEUE, random.nextInt(3), -1), 1 + random.nextInt(2));
    }

    /** Some permits are there from the beginning, others are given by one who took none. */
    private void permits() {
        int permits = draft.thing(Kind.PERMITS, 1, -1);
        pairs(Do.RELEASE, Do.ACQUIRE, permits, 1);
        draft.add(draft.anyBody(), Do.ACQUIRE, permits);
    }

    // ---- futures

    private void stages() {
        int pool = draft.oneIn(2) ? -1 : draft.thing(Kind.POOL, random.nextInt(3), -1);
        int first = future();
        int follows = first;
        List<Act> registers = draft.anyBody();
        int at = 0;
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            int stage = draft.things.size();
            boolean pooled = pool >= 0 && draft.oneIn(2);
            draft.things.add(
                    new Thing(Kind.STAGE, pooled ? pool : -1, draft.bodies.size(), follows, false, random.nextInt(6)));
            draft.bodies.add(draft.body());
            at = draft.add(registers, at, !draft.oneIn(3), new Act(Do.THEN, stage)) + 1;
            if (draft.oneIn(2)) {
                at = draft.add(registers, at, false, new Act(Do.GET, stage)) + 1;
            }
            follows = stage;
        }
        if (draft.oneIn(2)) {
            int second = future();
            int both = draft.things.size();
            Kind kind = draft.oneIn(3) ? Kind.EITHER : Kind.BOTH;
            draft.things.add(new Thing(kind, first, -1, second, false, random.nextInt(6)));
            draft.add(draft.anyBody(), Do.GET, both);
        }
    }

    private int future() {
        int future = draft.thing(Kind.FUTURE, 1, -1);
        draft.add(draft.anyBody(), Do.COMPLETE, future);
        return future;
    }

    // ---- pools

    /**
     * Tasks that fork others and join them; whoever is no task of the pool hands the first one over. With more threads, who
     * waits for a task may run whatever that has forked.
     */
    private void forks() {
        int pool = draft.things.size();
        draft.things.add(new Thing(Kind.POOL, 1, -1, BY_CALLER + 1));
        List<Act> parent = draft.anyBody();
        for (int many = 2 + random.nextInt(2); many > 0; many--) {
            int task = draft.things.size();
            draft.things.add(new Thing(Kind.TASK, pool, draft.bodies.size(), FORKED));
            draft.bodies.add(draft.body());
            int at = draft.add(parent, 0, !draft.oneIn(3), new Act(Do.SUBMIT, task));
            if (!draft.oneIn(4)) {
                draft.add(parent, at + 1, !draft.oneIn(3), new Act(Do.FLUSH, task));
            }
            parent = draft.oneIn(3) ? draft.anyBody() : draft.bodies.get(draft.bodies.size() - 1);
        }
    }

    private void runners(int style, int most, boolean shut) {
        boolean timer = style == BY_CALLER + 2;
        int pool = draft.things.size();
        draft.things.add(new Thing(Kind.POOL, most == 1 || timer ? 1 : 1 + random.nextInt(most), -1, style));
        boolean drained = shut && !timer;
        List<Act> only = draft.bodies.get(0);
        int last = 0;
        for (int many = 1 + random.nextInt(3); many > 0; many--) {
            List<Act> parent = drained ? only : draft.anyBody();
            int task = draft.things.size();
            draft.things.add(new Thing(Kind.TASK, pool, draft.bodies.size(), draft.oneIn(2) ? 0 : 3));
            draft.bodies.add(draft.body());
            int at = draft.add(parent, 0, !draft.oneIn(3), new Act(Do.SUBMIT, task));
            last = Math.max(last, at) + 1;
            // Who runs a task in a fork-join pool and waits there for another one of it may run that itself.
            boolean inside = draft.things.stream()
                    .anyMatch(thing -> thing.kind() == Kind.TASK && draft.bodies.get(thing.behind()) == parent);
            if (!draft.oneIn(3) && (!inside || style == BY_CALLER)) {
                last = Math.max(last, draft.add(parent, at + 1, !draft.oneIn(3), new Act(Do.FLUSH, task))) + 1;
            }
        }
        if (drained) {
            draft.add(only, last, false, new Act(Do.DRAIN, pool));
        }
    }
}
