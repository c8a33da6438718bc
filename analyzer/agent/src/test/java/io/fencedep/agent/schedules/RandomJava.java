package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

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
        TASKS
    }

    private static final int STYLES = 7;
    private static final int TASK_STYLES = 16;

    private final Random random;
    private final List<Thing> things = new ArrayList<>();
    private final List<List<Act>> bodies = new ArrayList<>();
    private final Set<Integer> roots = new TreeSet<>();
    private final int locks;
    private final boolean tries;

    private RandomJava(long seed, Flavour flavour) {
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        random.nextInt();
        locks = (flavour == Flavour.LOCKS ? 2 : 1) + (flavour == Flavour.TASKS ? 0 : random.nextInt(2));
        tries = flavour == Flavour.LOCKS && oneIn(3);
    }

    static JavaProgram of(long seed, Flavour flavour) {
        return new RandomJava(seed, flavour).make(seed, flavour);
    }

    private JavaProgram make(long seed, Flavour flavour) {
        locks();
        for (int root = 2 + random.nextInt(2); root > 0; root--) {
            roots.add(bodies.size());
            bodies.add(body());
        }
        if (flavour == Flavour.THREADS || flavour == Flavour.ALL && oneIn(3)) {
            threads();
        }
        if (flavour == Flavour.POOLS || flavour == Flavour.TASKS || flavour == Flavour.ALL && oneIn(2)) {
            pools(flavour == Flavour.TASKS ? 1 : 0);
        }
        if (flavour == Flavour.FENCES || flavour == Flavour.ALL || flavour == Flavour.TASKS) {
            for (int many = 1 + random.nextInt(2); many > 0; many--) {
                fence();
            }
        }
        List<List<Act>> code = bodies.stream().map(List::copyOf).toList();
        return new JavaProgram(seed, List.copyOf(things), code, Set.copyOf(roots));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private int thing(Kind kind, int size, int behind) {
        things.add(new Thing(kind, size, behind, random.nextInt(kind == Kind.TASK ? TASK_STYLES : STYLES)));
        return things.size() - 1;
    }

    private void locks() {
        Kind common = lock();
        boolean grouped = locks > 1 && oneIn(4);
        boolean mixed = !oneIn(3);
        for (int i = 0; i < locks; i++) {
            Kind kind = mixed ? lock() : common;
            if (grouped && i < 2) {
                Kind shared = common == Kind.LOCK ? Kind.LOCK : Kind.MONITOR;
                things.add(new Thing(shared, 1, -1, true, random.nextInt(STYLES)));
            } else {
                thing(kind, kind == Kind.SEMAPHORE && oneIn(3) ? 2 : 1, -1);
            }
        }
    }

    private Kind lock() {
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Kind.MONITOR;
            case 3, 4 -> Kind.LOCK;
            case 5 -> Kind.READ_WRITE;
            case 6 -> Kind.STAMPED;
            default -> Kind.SEMAPHORE;
        };
    }

    private List<Act> body() {
        List<Act> code = new ArrayList<>();
        sections(code, 2 + random.nextInt(3), new ArrayList<>());
        return code;
    }

    private void sections(List<Act> code, int most, List<Integer> held) {
        for (int many = random.nextInt(most); many > 0; many--) {
            int lock = random.nextInt(locks);
            Kind kind = things.get(lock).kind();
            boolean again = (kind == Kind.MONITOR || kind == Kind.LOCK) && oneIn(6);
            if (!held.contains(lock) || again) {
                Do take = take(kind);
                held.add(lock);
                code.add(new Act(take, lock));
                sections(code, most - 1, held);
                code.add(new Act(give(take), lock));
                held.remove(Integer.valueOf(lock));
            }
        }
    }

    private Do take(Kind kind) {
        return switch (kind) {
            case MONITOR -> Do.ENTER;
            case LOCK -> tries && oneIn(3) ? Do.TRY : Do.LOCK;
            case READ_WRITE, STAMPED -> random.nextBoolean() ? Do.READ : Do.WRITE;
            default -> Do.ACQUIRE;
        };
    }

    private static Do give(Do take) {
        return switch (take) {
            case ENTER -> Do.EXIT;
            case LOCK, TRY -> Do.UNLOCK;
            case READ -> Do.UNREAD;
            case WRITE -> Do.UNWRITE;
            default -> Do.RELEASE;
        };
    }

    private List<Act> anyBody() {
        return bodies.get(random.nextInt(bodies.size()));
    }

    /** Adds a step somewhere from there on, outside of all sections if so wanted; where it is then. */
    private int add(List<Act> code, int from, boolean outside, Act act) {
        List<Integer> places = new ArrayList<>();
        int depth = 0;
        for (int i = 0; i <= code.size(); i++) {
            if (i >= from && (!outside || depth == 0)) {
                places.add(i);
            }
            depth +=
                    i == code.size() ? 0 : code.get(i).takes() ? 1 : code.get(i).gives() ? -1 : 0;
        }
        int at = places.get(random.nextInt(places.size()));
        code.add(at, act);
        return at;
    }

    private void add(List<Act> code, Do what, int on) {
        add(code, 0, false, new Act(what, on));
    }

    private void threads() {
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            List<Act> parent = anyBody();
            int thread = thing(Kind.THREAD, 0, bodies.size());
            bodies.add(body());
            boolean outside = !oneIn(3);
            int at = add(parent, 0, outside, new Act(Do.START, thread));
            if (!oneIn(3)) {
                add(parent, at + 1, outside, new Act(Do.JOIN, thread));
            }
        }
    }

    private void pools(int least) {
        int first = thing(Kind.POOL, least + random.nextInt(3 - least), -1);
        int second = oneIn(4) ? thing(Kind.POOL, least + random.nextInt(3 - least), -1) : first;
        for (int many = 1 + least + random.nextInt(3); many > 0; many--) {
            List<Act> parent = anyBody();
            int task = thing(Kind.TASK, oneIn(2) ? first : second, bodies.size());
            bodies.add(body());
            if (oneIn(5)) {
                add(parent, 0, !oneIn(3), new Act(Do.INVOKE, task));
                continue;
            }
            int at = add(parent, 0, !oneIn(3), new Act(Do.SUBMIT, task));
            if (!oneIn(3)) {
                at = add(parent, at + 1, !oneIn(3), new Act(Do.FLUSH, task));
                if (oneIn(4)) {
                    add(parent, at + 1, false, new Act(Do.FLUSH, task));
                }
            }
        }
    }

    private void fence() {
        int one = random.nextInt(bodies.size());
        List<Act> from = bodies.get(one);
        List<Act> to = bodies.get((one + 1 + random.nextInt(bodies.size() - 1)) % bodies.size());
        switch (random.nextInt(9)) {
            case 0, 1 -> latch(from, to);
            case 2, 3 -> pair(from, Do.COMPLETE, to, Do.GET, thing(Kind.FUTURE, 1, -1));
            case 4 -> queue(from, to);
            case 5 -> pair(from, Do.RELEASE, to, Do.ACQUIRE, thing(Kind.PERMITS, 0, -1));
            case 6 -> pair(from, Do.MEET, to, Do.MEET, thing(Kind.BARRIER, 2, -1));
            default -> flag(from, to);
        }
    }

    private void pair(List<Act> from, Do signal, List<Act> to, Do wait, int thing) {
        add(from, signal, thing);
        add(to, wait, thing);
        if (wait == Do.GET && oneIn(3)) {
            add(to, wait, thing);
        }
    }

    private void latch(List<Act> from, List<Act> to) {
        int count = oneIn(3) ? 2 : 1;
        int latch = thing(Kind.LATCH, count, -1);
        pair(from, Do.DOWN, to, Do.AWAIT, latch);
        if (count == 2) {
            add(anyBody(), Do.DOWN, latch);
        }
        List<Act> more = anyBody();
        if (more != from) {
            add(more, Do.AWAIT, latch);
        }
    }

    private void queue(List<Act> from, List<Act> to) {
        int queue = thing(Kind.QUEUE, random.nextInt(2), -1);
        for (int many = 1 + random.nextInt(2); many > 0; many--) {
            pair(from, Do.PUT, to, Do.TAKE, queue);
        }
    }

    private void flag(List<Act> from, List<Act> to) {
        int lock = random.nextInt(locks);
        Kind kind = things.get(lock).kind();
        if (kind != Kind.MONITOR && kind != Kind.LOCK || oneIn(2)) {
            kind = oneIn(2) ? Kind.MONITOR : Kind.LOCK;
            lock = thing(kind, 1, -1);
        }
        int flag = thing(Kind.FLAG, 0, lock);
        Act take = new Act(kind == Kind.MONITOR ? Do.ENTER : Do.LOCK, lock);
        Act give = new Act(kind == Kind.MONITOR ? Do.EXIT : Do.UNLOCK, lock);
        from.addAll(random.nextInt(from.size() + 1), List.of(take, new Act(Do.SET, flag), give));
        to.addAll(random.nextInt(to.size() + 1), List.of(take, new Act(Do.UNTIL, flag), give));
    }
}
