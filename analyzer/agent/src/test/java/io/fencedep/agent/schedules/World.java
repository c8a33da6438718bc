package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.List;

/** What can happen next in a program. A writer that waits keeps out readers, as it may. */
final class World extends State {
    /** What became of a move. */
    enum Came {
        DONE,
        BLOCKS,
        GOES_ON,
        REFUSED
    }

    World(JavaProgram program) {
        super(program);
    }

    private World(World other) {
        super(other);
    }

    World copy() {
        return new World(this);
    }

    /** Whether all that begins has come to its end. */
    boolean isOver() {
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body)) {
                return false;
            }
        }
        return pools.isIdle();
    }

    /** The bodies that can do something now; behind all bodies, the tasks that a pool without an order can begin with. */
    List<Integer> moves() {
        List<Integer> moves = new ArrayList<>();
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body) && (!asked[body] || isGranted(body))) {
                moves.add(body);
            }
        }
        pools.next().forEach(task -> moves.add(bodies + task));
        return moves;
    }

    boolean isBody(int move) {
        return move < bodies;
    }

    /** Whether it is up to the JVM which task a pool begins with. */
    boolean isAnyOrder() {
        return pools.next().size() > 1;
    }

    /** A body whose next step takes nothing away from anybody, so that it may as well come first; below 0 for none. */
    int freeMove() {
        boolean tries = program.has(Do.TRY);
        for (int body = 0; body < bodies; body++) {
            if (begun[body] && !isThrough(body) && !asked[body]) {
                Act act = next(body);
                boolean free = switch (act.what()) {
                    case DOWN, START, SET -> true;
                    case COMPLETE -> !program.has(Kind.STAGE);
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

    /** Whether a step that was asked for, or would be, is done at once. */
    boolean isGranted(int body) {
        Act act = next(body);
        int on = act.on();
        Thing thing = program.things().get(on);
        int own = own(on, body);
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
            case ACQUIRE -> left[on] > 0;
            case GET -> isDone(on) && (given[body] == 0 || hasFollowed(on));
            case AWAIT -> left[on] == 0;
            case JOIN -> isThrough(thing.behind());
            case FLUSH, INVOKE -> hasReturned(body) && isThrough(thing.behind());
            case SUBMIT, COMPLETE, THEN -> hasReturned(body);
            case DRAIN -> pools.isEmpty(on);
            case TAKE -> thing.kind() == Kind.HANDOVER ? left[on] > given[body] : left[on] > 0;
            case PUT ->
                thing.kind() == Kind.HANDOVER ? takers[on] > given[body] : thing.size() == 0 || left[on] < thing.size();
            case UNTIL -> left[on] > 0 && !othersHave(thing.behind(), body);
            case MEET -> left[on] >= (given[body] / thing.size() + 1) * thing.size();
            default -> true;
        };
    }

    /** A body does its next step, asks for it, or gets what it asked for; or a pool begins with a task. */
    Came move(int body) {
        if (!isBody(body)) {
            begins(body - bodies);
            return Came.DONE;
        }
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
            if (!before) {
                if (hasReturned(body)) {
                    pools.waits(body, act);
                    run();
                }
            }
            return Came.BLOCKS;
        }
        asked[body] = false;
        pools.goesOn(body);
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
        int on = act.on();
        Thing thing = program.things().get(on);
        asked[body] = true;
        switch (act.what()) {
            case MEET -> given[body] = (byte) left[on]++;
            case PUT, TAKE -> meets(body, act, thing);
            case SUBMIT, INVOKE -> submit(body, act, thing);
            case FLUSH -> {
                if (pools.isRunByJoiner(placeOf[body], on)) {
                    pools.remove(on);
                    call(thing.behind(), body, (byte) body);
                }
            }
            case COMPLETE -> {
                left[on] = Math.max(1, left[on]);
                follows(on, body, (byte) body);
            }
            case GET -> given[body] = (byte) (!isDone(on) && isFollowed(on) ? 1 : 0);
            case THEN -> {
                left[on] = 1;
                if (isDone(thing.source())) {
                    follow(on, body, (byte) body);
                } else if (thing.size() < 0) {
                    overtakes(thing.source());
                }
            }
            case UNTIL -> {
                if (left[on] == 0) {
                    int lock = own(thing.behind(), body);
                    given[body] = alone[lock];
                    alone[lock] = 0;
                }
            }
            default -> {}
        }
    }

    /** Those that wait for a future already are woken behind what is said later to follow it. */
    private void overtakes(int future) {
        for (int body = 0; body < bodies; body++) {
            if (asked[body] && next(body).equals(new Act(Do.GET, future))) {
                given[body] = 1;
            }
        }
    }

    private void meets(int body, Act act, Thing thing) {
        if (thing.kind() == Kind.HANDOVER) {
            int[] mine = act.what() == Do.PUT ? left : takers;
            given[body] = (byte) mine[act.on()]++;
        }
    }

    private void take(int body, Act act) {
        int on = act.on();
        int own = own(on, body);
        Thing thing = program.things().get(on);
        switch (act.what()) {
            case ENTER, LOCK, TRY, WRITE -> alone[own]++;
            case EXIT, UNLOCK, UNWRITE -> alone[own]--;
            case READ -> reads[own]++;
            case UNREAD -> reads[own]--;
            case DOWNGRADE -> {
                alone[own]--;
                reads[own]++;
            }
            case ACQUIRE -> left[on]--;
            case RELEASE, SET -> left[on]++;
            case TAKE -> left[on] -= thing.kind() == Kind.HANDOVER ? 0 : 1;
            case PUT -> left[on] += thing.kind() == Kind.HANDOVER ? 0 : 1;
            case DOWN -> left[on] = Math.max(0, left[on] - 1);
            case COMPLETE -> completed(on);
            case START -> begin(thing.behind());
            case UNTIL -> {
                alone[own(thing.behind(), body)] += given[body];
                given[body] = 0;
            }
            default -> {}
        }
        if (act.what() == Do.MEET || act.what() == Do.GET || thing.kind() == Kind.HANDOVER) {
            given[body] = 0;
        }
    }

    /** Two futures in one are done behind all that follows the one that is done last. */
    private void completed(int future) {
        left[future] = FOLLOWED;
        for (int i = 0; i < left.length; i++) {
            Thing thing = program.things().get(i);
            if (thing.isOfTwo() && (thing.size() == future || thing.source() == future)) {
                int other = thing.size() == future ? thing.source() : thing.size();
                left[i] |= thing.kind() == Kind.EITHER || left[other] > 0 ? 1 : 0;
            }
        }
    }

    private void begin(int body) {
        begun[body] = true;
        ends(body);
    }

    private void call(int body, int by, byte caller) {
        owner[body] = owner[by];
        calledBy[body] = caller;
        placeOf[body] = placeOf[by];
        begin(body);
    }

    private void submit(int body, Act act, Thing task) {
        if (pools.isRunByCaller(act, task)) {
            call(task.behind(), body, (byte) body);
        } else {
            pools.add(task.size(), act.on());
            run();
        }
    }

    /** What is to follow a future that is done by now. */
    private void follows(int future, int by, byte caller) {
        for (int i = 0; i < left.length; i++) {
            Thing thing = program.things().get(i);
            if (thing.kind() == Kind.STAGE && thing.source() == future && left[i] > 0) {
                follow(i, by, caller);
            }
        }
    }

    private void follow(int stage, int by, byte caller) {
        Thing thing = program.things().get(stage);
        if (begun[thing.behind()]) {
            return;
        }
        if (thing.size() >= 0) {
            pools.add(thing.size(), stage);
            run();
        } else {
            call(thing.behind(), by, caller);
        }
    }

    /** Where a pool keeps an order, as many tasks as there are threads begin, first come, first served. */
    private void run() {
        for (List<Integer> next = pools.next(); !next.isEmpty(); next = pools.next()) {
            next.removeIf(task ->
                    !program.things().get(program.things().get(task).size()).keepsOrder());
            if (next.isEmpty()) {
                return;
            }
            begins(next.get(0));
        }
    }

    private void begins(int task) {
        int body = program.things().get(task).behind();
        pools.begins(task);
        placeOf[body] = (byte) body;
        begin(body);
    }

    /** A body that is through lets what follows it begin; the last one leaves its thread to the next task. */
    private void ends(int body) {
        if (!isThrough(body)) {
            return;
        }
        for (int i = 0; i < left.length; i++) {
            Thing thing = program.things().get(i);
            if (thing.kind() == Kind.STAGE && thing.behind() == body) {
                follows(i, body, calledBy[body]);
            }
        }
        byte place = placeOf[body];
        if (place == NONE) {
            return;
        }
        for (int other = 0; other < bodies; other++) {
            if (begun[other] && placeOf[other] == place && !isThrough(other)) {
                return;
            }
        }
        for (int other = 0; other < bodies; other++) {
            placeOf[other] = placeOf[other] == place ? NONE : placeOf[other];
        }
        pools.ends(place);
        run();
    }
}
