package io.fencedep.core.schedules;

import io.fencedep.core.schedules.Step.Do;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Where a program stands, and what can happen next. A writer that waits keeps out readers that do not say that they recurse.
 */
final class State {
    private static final byte IDLE = -1;
    private static final int INTERRUPT = 1000;

    private final Program program;
    /** The next step of each body. */
    private final byte[] at;
    /** Whether a body was let begin: a task that was started, a work item that is run. */
    private final boolean[] begun;

    private final boolean[] asked;
    /** For each lock and body, whether it has it for write. */
    private final boolean[] writes;
    /** For each lock and body, how often it reads. */
    private final byte[] reads;

    private final boolean[] signalled;
    /** The bodies that reset the device. */
    private final boolean[] resets;
    /** For each body, how many references to the page it has. */
    private final byte[] references;
    /** For each task, whether it has switched interrupts off. */
    private final boolean[] irqsOff;
    /** For each task, the interrupt that it is in. */
    private final byte[] hit;
    /** The work item that each worker runs. */
    private final byte[] runs;
    /** Work items that were queued and not begun, in order. */
    private final List<Byte> queued;

    State(Program program) {
        this.program = program;
        int bodies = program.bodies();
        at = new byte[bodies];
        begun = new boolean[bodies];
        asked = new boolean[bodies];
        writes = new boolean[program.locks() * bodies];
        reads = new byte[program.locks() * bodies];
        signalled = new boolean[program.fences()];
        resets = new boolean[bodies];
        references = new byte[bodies];
        irqsOff = new boolean[program.tasks().size()];
        hit = new byte[program.tasks().size()];
        Arrays.fill(hit, IDLE);
        runs = new byte[program.workers()];
        Arrays.fill(runs, IDLE);
        queued = new ArrayList<>();
        for (int task = 0; task < program.tasks().size(); task++) {
            begun[task] = !program.has(new Step(Do.START, task));
        }
    }

    private State(State other) {
        program = other.program;
        at = other.at.clone();
        begun = other.begun.clone();
        asked = other.asked.clone();
        writes = other.writes.clone();
        reads = other.reads.clone();
        signalled = other.signalled.clone();
        resets = other.resets.clone();
        references = other.references.clone();
        irqsOff = other.irqsOff.clone();
        hit = other.hit.clone();
        runs = other.runs.clone();
        queued = new ArrayList<>(other.queued);
    }

    State copy() {
        return new State(this);
    }

    /** Equal for states from which the same can happen. */
    String key() {
        StringBuilder key = new StringBuilder();
        key.append(new String(at, StandardCharsets.ISO_8859_1));
        key.append(new String(runs, StandardCharsets.ISO_8859_1)).append(queued);
        key.append(new String(reads, StandardCharsets.ISO_8859_1));
        key.append(new String(references, StandardCharsets.ISO_8859_1));
        key.append(new String(hit, StandardCharsets.ISO_8859_1));
        for (boolean[] bits : List.of(begun, asked, writes, signalled, resets, irqsOff)) {
            for (boolean bit : bits) {
                key.append(bit ? '1' : '0');
            }
        }
        return key.toString();
    }

    private boolean isThrough(int body) {
        return begun[body] && at[body] == program.code(body).size();
    }

    private boolean isWork(int body) {
        return body >= program.tasks().size() && !program.isInterrupt(body);
    }

    /** Whether an interrupt keeps it from its next step. */
    private boolean isHit(int body) {
        return body < hit.length && hit[body] != IDLE;
    }

    /** Whether all that begins has come to its end. */
    boolean isOver() {
        for (int body = 0; body < program.bodies(); body++) {
            if (begun[body] && !isThrough(body)) {
                return false;
            }
        }
        return queued.isEmpty();
    }

    /**
     * The bodies that can do something now; below 0, the workers that can begin the next work item; from the number of
     * bodies on, the bodies that can allocate without freeing memory.
     */
    List<Integer> moves() {
        List<Integer> moves = new ArrayList<>();
        for (int body = 0; body < program.bodies(); body++) {
            if (begun[body] && !isThrough(body) && !isHit(body) && (!asked[body] || isGranted(body, next(body)))) {
                moves.add(body);
                if (next(body).what() == Do.ALLOC) {
                    moves.add(body + program.bodies());
                }
            }
        }
        Set<List<Step>> coming = new HashSet<>();
        for (int body = 0; body < program.bodies(); body++) {
            if (program.isInterrupt(body) && !begun[body] && coming.add(program.code(body))) {
                addHits(body, moves);
            }
        }
        for (int worker = 0; worker < runs.length && !queued.isEmpty(); worker++) {
            if (runs[worker] == IDLE) {
                moves.add(-1 - worker);
            }
        }
        return moves;
    }

    /** Of the processors that do nothing else, one stands for all. */
    private void addHits(int interrupt, List<Integer> moves) {
        boolean idle = false;
        for (int task = 0; task < hit.length; task++) {
            boolean another = idle && isThrough(task);
            if (begun[task] && !another && !isHit(task) && !irqsOff[task]) {
                idle |= isThrough(task);
                moves.add(INTERRUPT + interrupt * hit.length + task);
            }
        }
    }

    /** A body whose next step takes nothing away from anybody, so that it may as well come first; below 0 when there is none. */
    int freeMove() {
        for (int body = 0; body < program.bodies(); body++) {
            if (begun[body] && !isThrough(body) && !canBeHit(body)) {
                Do what = next(body).what();
                boolean gives = what == Do.UNLOCK && !program.tries();
                if (gives
                        || what == Do.BEGIN
                        || what == Do.SIGNAL && !program.has(new Step(Do.RESET, 0))
                        || what == Do.START
                        || what.compareTo(Do.RECLAIM) >= 0) {
                    return body;
                }
            }
        }
        return -1;
    }

    private boolean canBeHit(int body) {
        return body < hit.length && !irqsOff[body] && !program.interrupts().isEmpty();
    }

    private Step next(int body) {
        return program.code(body).get(at[body]);
    }

    private boolean isGranted(int body, Step step) {
        return switch (step.what()) {
            case WRITE, TRY -> writers(step.on()) < program.room(step.on()) && !isRead(step.on());
            case RECURSIVE_READ -> writers(step.on()) == 0;
            case READ -> writers(step.on()) == 0 && !isAskedForWriting(step.on());
            case WAIT -> signalled[step.on()];
            case SIGNAL -> nobodyElse(body, other -> resets[other]);
            case MIGRATE -> nobodyElse(body, other -> references[other] > 0);
            case WAIT_ANY -> signalled[step.on()] || signalled[step.on() + 1];
            case JOIN -> isThrough(step.on());
            case FLUSH -> isThrough(program.tasks().size() + step.on());
            default -> true;
        };
    }

    private boolean nobodyElse(int body, IntPredicate does) {
        return IntStream.range(0, program.bodies()).allMatch(other -> other == body || !does.test(other));
    }

    private int writers(int lock) {
        int writers = 0;
        for (int body = 0; body < program.bodies(); body++) {
            writers += writes[lock * program.bodies() + body] ? 1 : 0;
        }
        return writers;
    }

    private boolean isRead(int lock) {
        boolean isRead = false;
        for (int body = 0; body < program.bodies(); body++) {
            isRead |= reads[lock * program.bodies() + body] > 0;
        }
        return isRead;
    }

    private boolean isAskedForWriting(int lock) {
        for (int body = 0; body < program.bodies(); body++) {
            if (asked[body] && next(body).what() == Do.WRITE && next(body).on() == lock) {
                return true;
            }
        }
        return false;
    }

    /** Does what can happen; each part of it is told: who, and what in which phase. */
    void move(int move, BiConsumer<Integer, Phase> told) {
        if (move < 0) {
            int work = queued.remove(0);
            int body = program.tasks().size() + work;
            runs[-1 - move] = (byte) work;
            begun[body] = true;
            told.accept(body, Phase.BEGUN);
            endIfThrough(body, told);
            return;
        }
        if (move >= INTERRUPT) {
            int body = (move - INTERRUPT) / hit.length;
            hit[(move - INTERRUPT) % hit.length] = (byte) body;
            begun[body] = true;
            endIfThrough(body, told);
            return;
        }
        if (move >= program.bodies()) {
            int body = move - program.bodies();
            told.accept(body, Phase.ASKED);
            pass(body, new Step(next(body).on() == 0 ? Do.RECLAIMED : Do.NOTIFIED, 0));
            endIfThrough(body, told);
            return;
        }
        Step step = next(move);
        if (!asked[move]) {
            if (step.what() == Do.TRY && !isGranted(move, step)) {
                told.accept(move, Phase.REFUSED);
                pass(move, new Step(Do.UNLOCK, step.on()));
                endIfThrough(move, told);
                return;
            }
            told.accept(move, Phase.ASKED);
            asked[move] = true;
        }
        if (isGranted(move, step)) {
            asked[move] = false;
            take(move, step);
            told.accept(move, Phase.DONE);
            at[move]++;
            endIfThrough(move, told);
        }
    }

    /** Goes on behind a later step. */
    private void pass(int body, Step step) {
        while (!next(body).equals(step)) {
            at[body]++;
        }
        at[body]++;
    }

    private void take(int body, Step step) {
        switch (step.what()) {
            case WRITE, TRY -> writes[step.on() * program.bodies() + body] = true;
            case READ, RECURSIVE_READ -> reads[step.on() * program.bodies() + body]++;
            case UNLOCK -> {
                int held = step.on() * program.bodies() + body;
                writes[held] = false;
                reads[held] -= (byte) (reads[held] > 0 ? 1 : 0);
            }
            case SIGNAL -> {
                signalled[step.on()] = true;
                if (program.follows().containsKey(step.on())) {
                    signalled[program.follows().get(step.on())] = true;
                }
            }
            case START -> begun[step.on()] = true;
            case QUEUE -> queued.add((byte) step.on());
            case RESET -> resets[body] = true;
            case RESET_DONE -> resets[body] = false;
            case GET -> references[body]++;
            case PUT -> references[body]--;
            case IRQS_OFF -> irqsOff[body] = true;
            case IRQS_ON -> irqsOff[body] = false;
            default -> {}
        }
    }

    private void endIfThrough(int body, BiConsumer<Integer, Phase> told) {
        for (int task = 0; isThrough(body) && task < hit.length; task++) {
            hit[task] = hit[task] == body ? IDLE : hit[task];
        }
        if (isThrough(body) && isWork(body)) {
            told.accept(body, Phase.ENDED);
            for (int worker = 0; worker < runs.length; worker++) {
                if (runs[worker] == body - program.tasks().size()) {
                    runs[worker] = IDLE;
                }
            }
        }
    }

    /** The task that runs a body: itself, or a worker. */
    String actor(int body) {
        for (int task = 0; task < hit.length; task++) {
            if (hit[task] == body) {
                return Program.taskName(task);
            }
        }
        if (!isWork(body)) {
            return Program.taskName(body);
        }
        for (int worker = 0; worker < runs.length; worker++) {
            if (runs[worker] == body - program.tasks().size()) {
                return "worker " + worker;
            }
        }
        throw new IllegalStateException("nobody runs " + body);
    }

    /** Whether all interrupts have come. */
    boolean isComplete() {
        return IntStream.range(0, program.bodies()).allMatch(body -> !program.isInterrupt(body) || begun[body]);
    }

    /** Whether anything was signalled. */
    boolean anySignalled() {
        return IntStream.range(0, signalled.length).anyMatch(fence -> signalled[fence]);
    }

    /** Whether what a step waits for was signalled. */
    boolean isSignalled(Step step) {
        return step.what() == Do.WAIT_A_WHILE && signalled[step.on()];
    }

    /** The step that a body is at. */
    Step step(int body) {
        return next(body);
    }

    /** A part of what happens. */
    enum Phase {
        /** A work item is begun. */
        BEGUN,
        /** A step is asked for. */
        ASKED,
        /** A try did not succeed. */
        REFUSED,
        /** What was asked for is done. */
        DONE,
        /** A work item has ended. */
        ENDED
    }
}
