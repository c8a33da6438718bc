package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Act.Do;
import io.fencedep.agent.schedules.Thing.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the pools of a {@link World} run, and what waits for them. */
final class Pools {
    private final JavaProgram program;
    /** How many tasks each pool runs. */
    private final int[] running;
    /** The tasks that wait for a pool. */
    private final List<List<Integer>> queued;
    /** Bodies that wait for something that makes their pool run another task meanwhile. */
    private final boolean[] lent;

    Pools(JavaProgram program) {
        this.program = program;
        running = new int[program.things().size()];
        queued = new ArrayList<>(Collections.nCopies(running.length, List.of()));
        lent = new boolean[program.bodies().size()];
    }

    private Pools(Pools other) {
        program = other.program;
        running = other.running.clone();
        queued = new ArrayList<>(other.queued);
        lent = other.lent.clone();
    }

    Pools copy() {
        return new Pools(this);
    }

    void key(StringBuilder key) {
        for (int each : running) {
            key.append((char) each);
        }
        for (boolean each : lent) {
            key.append(each ? '1' : '0');
        }
        key.append(queued);
    }

    boolean isIdle() {
        return queued.stream().allMatch(List::isEmpty);
    }

    boolean isFull(int pool) {
        int threads = program.things().get(pool).size();
        return threads > 0 && running[pool] >= threads;
    }

    boolean isEmpty(int pool) {
        return queued.get(pool).isEmpty() && running[pool] == 0;
    }

    int waiting(int pool) {
        return queued.get(pool).size();
    }

    void add(int pool, int task) {
        List<Integer> waiting = new ArrayList<>(queued.get(pool));
        waiting.add(task);
        queued.set(pool, waiting);
    }

    /** The tasks that can begin now: of a pool that keeps an order the first one. */
    List<Integer> next() {
        List<Integer> next = new ArrayList<>();
        for (int pool = 0; pool < running.length; pool++) {
            List<Integer> waiting = queued.get(pool);
            if (!waiting.isEmpty() && !isFull(pool)) {
                next.addAll(program.things().get(pool).keepsOrder() ? waiting.subList(0, 1) : waiting);
            }
        }
        return next;
    }

    void begins(int task) {
        remove(task);
        running[program.things().get(task).size()]++;
    }

    /** A task waits no longer. */
    void remove(int task) {
        int pool = program.things().get(task).size();
        List<Integer> waiting = new ArrayList<>(queued.get(pool));
        waiting.remove(Integer.valueOf(task));
        queued.set(pool, waiting);
    }

    /** Whether a body that runs where this place is joins a task which its own pool has not begun: then it runs that itself. */
    boolean isRunByJoiner(int place, int task) {
        int pool = program.things().get(task).size();
        return place >= 0
                && program.things().get(pool).isForkJoin()
                && poolOf(place) == pool
                && queued.get(pool).contains(task);
    }

    void ends(int body) {
        int pool = poolOf(body);
        if (pool >= 0) {
            running[pool]--;
        }
    }

    /** A body waits: when no other one runs in its pool, that may run another task meanwhile. */
    void waits(int body, Act act) {
        int pool = poolOf(body);
        if (pool >= 0 && program.things().get(pool).isForkJoin() && running[pool] == 1 && isHelped(act)) {
            lent[body] = true;
            running[pool]--;
        }
    }

    void goesOn(int body) {
        if (lent[body]) {
            lent[body] = false;
            running[poolOf(body)]++;
        }
    }

    private boolean isHelped(Act act) {
        Thing thing = program.things().get(act.on());
        return switch (act.what()) {
            case GET -> true;
            case AWAIT -> thing.isManaged();
            case FLUSH -> program.things().get(thing.size()).isForkJoin();
            case TAKE, PUT -> thing.kind() == Kind.QUEUE;
            case UNTIL -> program.things().get(thing.behind()).kind() == Kind.LOCK;
            case MEET -> !thing.isExchanger();
            default -> false;
        };
    }

    int poolOf(int body) {
        for (int i = 0; i < program.things().size(); i++) {
            Thing thing = program.things().get(i);
            if (thing.isPooled() && thing.behind() == body) {
                return thing.size();
            }
        }
        return -1;
    }

    /** Whether a task runs where its pool has no thread for it. */
    boolean isRunByCaller(Act act, Thing task) {
        boolean hands = act.what() == Do.SUBMIT || act.what() == Do.INVOKE;
        return hands && program.things().get(task.size()).isByCaller() && isFull(task.size());
    }
}
