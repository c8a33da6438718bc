package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where a program stands, and what can happen next. A writer that waits keeps out readers, as it may. */
final class World {
    /** What became of a move. */
    enum Came {
        DONE,
        BLOCKS,
        GOES_ON,
        REFUSED
    }

    final JavaProgram program;
    private final int bodies;
    private final byte[] at;
    private final boolean[] begun;
    private final boolean[] asked;
    /** How often each body has each thing alone. */
    private final byte[] alone;
    /** How often each body reads each thing. */
    private final byte[] reads;
    /** How often a body that waits for a flag had its lock. */
    private final byte[] given;
    /** What is left of permits, counts and items. */
    private final int[] left;
    /** How many tasks each pool runs. */
    private final int[] running;
    /** The tasks that wait for a pool. */
    private final List<List<Integer>> queued;

    World(JavaProgram program) {
        this.program = program;
        int things = program.things().size();
        bodies = program.bodies().size();
        at = new byte[bodies];
        begun = new boolean[bodies];
        asked = new boolean[bodies];
        given = new byte[bodies];
        alone = new byte[bodies * things];
        reads = new byte[bodies * things];
        left = new int[things];
        running = new int[things];
        queued = new ArrayList<>(Collections.nCopies(things, List.of()));
        for (int i = 0; i < things; i++) {
            Thing thing = program.things().get(i);
            left[i] = thing.kind() == Kind.SEMAPHORE || thing.kind() == Kind.LATCH ? thing.size() : 0;
        }
        program.roots().forEach(root -> begun[root] = true);
    }

    private World(World other) {
        program = other.program;
        bodies = other.bodies;
        at = other.at.clone();
        begun = other.begun.clone();
        asked = other.asked.clone();
        given = other.given.clone();
        alone = other.alone.clone();
        reads = other.reads.clone();
        left = other.left.clone();
        running = other.running.clone();
        queued = new ArrayList<>(other.queued);
    }

    World copy() {
        return new World(this);
    }

    /** Equal for worlds in which the same can happen. */
    String key() {
        StringBuilder key = new StringBuilder();
        for (byte[] counts : List.of(at, given, alone, reads)) {
            key.append(new String(counts, StandardCharsets.ISO_8859_1));
        }
        for (int body = 0; body < bodies; body++) {
            key.append(begun[body] ? '1' : '0').append(asked[body] ? '1' : '0');
        }
        for (int i = 0; i < left.length; i++) {
            key.append((char) left[i]).append((char) running[i]);
        }
        return key.append(queued).toString();
    }

    Act next(int body) {
        return program.bodies().get(body).get(at[body]);
    }

    int step(int body) {
        return at[body];
    }

    boolean asks(int body) {
        return asked[body];
    }

    boolean isThrough(int body) {
        return begun[body] && at[body] == program.bodies().get(body).size();
    }

    /** Whether all that begins has come to its end. */
    boolean isOver() {
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body)) {
                return false;
            }
        }
        return queued.stream().allMatch(List::isEmpty);
    }

    /** Whether every body has run. */
    boolean hasBegunAll() {
        for (boolean each : begun) {
            if (!each) {
                return false;
            }
        }
        return true;
    }

    /** The bodies that can do something now. */
    List<Integer> moves() {
        List<Integer> moves = new ArrayList<>();
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body) && (!asked[body] || isGranted(body))) {
                moves.add(body);
            }
        }
        return moves;
    }

    /** A body whose next step takes nothing away from anybody, so that it may as well come first; below 0 for none. */
    int freeMove() {
        boolean tries = program.has(Do.TRY);
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body) && !asked[body]) {
                Act act = next(body);
                boolean free = switch (act.what()) {
                    case DOWN, COMPLETE, START, SET -> true;
                    case PUT -> program.things().get(act.on()).size() == 0;
                    default -> act.gives() && !tries;
                };
                if (free) {
                    return body;
                }
            }
        }
        return -1;
    }

    private int count(byte[] held, int thing) {
        int count = 0;
        for (int body = 0; body < bodies; body++) {
            count += held[thing * bodies + body];
        }
        return count;
    }

    private boolean othersHave(int thing, int body) {
        return count(alone, thing) > alone[thing * bodies + body];
    }

    /** Whether a step that was asked for, or would be, is done at once. */
    boolean isGranted(int body) {
        Act act = next(body);
        int on = act.on();
        Thing thing = program.things().get(on);
        int own = on * bodies + body;
        return switch (act.what()) {
            case ENTER, LOCK, TRY -> !othersHave(on, body);
            case WRITE ->
                thing.kind() == Kind.STAMPED || alone[own] == 0
                        ? count(alone, on) == 0 && count(reads, on) == 0
                        : count(reads, on) == reads[own];
            case READ ->
                thing.kind() == Kind.STAMPED || alone[own] + reads[own] == 0
                        ? count(alone, on) == 0 && !isWriterWaiting(on)
                        : true;
            case ACQUIRE, GET, TAKE -> left[on] > 0;
            case AWAIT -> left[on] == 0;
            case FLUSH, INVOKE, JOIN -> isThrough(thing.behind());
            case PUT -> thing.size() == 0 || left[on] < thing.size();
            case UNTIL -> left[on] > 0 && !othersHave(thing.behind(), body);
            case MEET -> left[on] >= thing.size();
            default -> true;
        };
    }

    private boolean isWriterWaiting(int thing) {
        for (int body = 0; body < bodies; body++) {
            if (asked[body] && next(body).equals(new Act(Do.WRITE, thing))) {
                return true;
            }
        }
        return false;
    }

    /** A body does its next step, asks for it, or gets what it asked for. */
    Came move(int body) {
        Act act = next(body);
        boolean before = asked[body];
        if (!before) {
            if (act.what() == Do.TRY && !isGranted(body)) {
                at[body] = (byte) (end(program.bodies().get(body), at[body]) + 1);
                ends(body);
                return Came.REFUSED;
            }
            ask(body, act);
        }
        if (!isGranted(body)) {
            return Came.BLOCKS;
        }
        asked[body] = false;
        take(body, act);
        at[body]++;
        ends(body);
        return before ? Came.GOES_ON : Came.DONE;
    }

    /** Where what is taken here is given back. */
    static int end(List<Act> code, int taken) {
        int depth = 0;
        for (int i = taken; i < code.size(); i++) {
            if (code.get(i).on() == code.get(taken).on()) {
                depth += code.get(i).takes() ? 1 : code.get(i).gives() ? -1 : 0;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException(code + " never gives back " + code.get(taken));
    }

    private void ask(int body, Act act) {
        if (act.what() == Do.MEET) {
            left[act.on()]++;
        } else if (act.what() == Do.INVOKE) {
            submit(act.on(), program.things().get(act.on()).size());
        } else if (act.what() == Do.UNTIL && left[act.on()] == 0) {
            int lock = program.things().get(act.on()).behind() * bodies + body;
            given[body] = alone[lock];
            alone[lock] = 0;
        }
        asked[body] = true;
    }

    private void take(int body, Act act) {
        int on = act.on();
        int own = on * bodies + body;
        Thing thing = program.things().get(on);
        switch (act.what()) {
            case ENTER, LOCK, TRY, WRITE -> alone[own]++;
            case EXIT, UNLOCK, UNWRITE -> alone[own]--;
            case READ -> reads[own]++;
            case UNREAD -> reads[own]--;
            case ACQUIRE, TAKE -> left[on]--;
            case RELEASE, PUT, COMPLETE, SET -> left[on]++;
            case DOWN -> left[on] = Math.max(0, left[on] - 1);
            case START -> begin(thing.behind());
            case SUBMIT -> submit(on, thing.size());
            case UNTIL -> {
                alone[thing.behind() * bodies + body] += given[body];
                given[body] = 0;
            }
            default -> {}
        }
    }

    private void begin(int body) {
        begun[body] = true;
        ends(body);
    }

    private void submit(int task, int pool) {
        List<Integer> waiting = new ArrayList<>(queued.get(pool));
        waiting.add(task);
        queued.set(pool, waiting);
        run(pool);
    }

    /** As many tasks as there are threads begin, first come, first served. */
    private void run(int pool) {
        int threads = program.things().get(pool).size();
        while (!queued.get(pool).isEmpty() && (threads == 0 || running[pool] < threads)) {
            List<Integer> waiting = new ArrayList<>(queued.get(pool));
            int task = waiting.remove(0);
            queued.set(pool, waiting);
            running[pool]++;
            begin(program.things().get(task).behind());
        }
    }

    /** A task that is through leaves its thread to the next one. */
    private void ends(int body) {
        if (!isThrough(body)) {
            return;
        }
        for (Thing thing : program.things()) {
            if (thing.kind() == Kind.TASK && thing.behind() == body) {
                running[thing.size()]--;
                run(thing.size());
            }
        }
    }
}
