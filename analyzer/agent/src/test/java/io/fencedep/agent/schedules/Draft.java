package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A random program while it is being made: its locks, and bodies that take them. */
final class Draft {
    private static final int STYLES = 7;
    private static final int MORE_STYLES = 10;
    private static final int TASK_STYLES = 16;

    final Random random;
    final List<Thing> things = new ArrayList<>();
    final List<List<Act>> bodies = new ArrayList<>();
    final Set<Integer> roots = new TreeSet<>();
    final int locks;
    private final boolean tries;
    /** Whether it has what makes a difference only between ways to do the same. */
    private final boolean more;

    private final boolean maps;

    Draft(Random random, int locks, boolean tries, boolean more, boolean maps) {
        this.random = random;
        this.locks = locks;
        this.tries = tries;
        this.more = more;
        this.maps = maps;
    }

    JavaProgram program(long seed) {
        List<List<Act>> code = bodies.stream().map(List::copyOf).toList();
        return new JavaProgram(seed, List.copyOf(things), code, Set.copyOf(roots));
    }

    boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    int thing(Kind kind, int size, int behind) {
        int styles = kind == Kind.TASK ? TASK_STYLES : more && kind != Kind.POOL ? MORE_STYLES : STYLES;
        things.add(new Thing(kind, size, behind, random.nextInt(styles)));
        return things.size() - 1;
    }

    void locks() {
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
        if (more && oneIn(3)) {
            return maps && oneIn(2) ? Kind.MAP : Kind.READ_WRITE;
        }
        return switch (random.nextInt(8)) {
            case 0, 1, 2 -> Kind.MONITOR;
            case 3, 4 -> Kind.LOCK;
            case 5 -> Kind.READ_WRITE;
            case 6 -> Kind.STAMPED;
            default -> Kind.SEMAPHORE;
        };
    }

    List<Act> body() {
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
            case MONITOR, MAP -> Do.ENTER;
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

    List<Act> anyBody() {
        return bodies.get(random.nextInt(bodies.size()));
    }

    /** Adds a step somewhere from there on, outside of all sections if so wanted; where it is then. */
    int add(List<Act> code, int from, boolean outside, Act act) {
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

    void add(List<Act> code, Do what, int on) {
        add(code, 0, false, new Act(what, on));
    }
}
