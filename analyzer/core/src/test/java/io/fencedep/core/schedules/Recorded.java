package io.fencedep.core.schedules;

import io.fencedep.core.reference.TraceEvent;
import io.fencedep.core.schedules.State.Phase;
import io.fencedep.core.schedules.Step.Do;
import java.util.ArrayList;
import java.util.List;

/** The trace of one run of a program. All fences exist, and are handed to those who signal them, before it begins. */
final class Recorded {
    private final Program program;
    private final List<TraceEvent> events = new ArrayList<>();
    private boolean refused;
    private String context = "task";

    Recorded(Program program) {
        this.program = program;
        for (int fence = 0; fence < program.fences(); fence++) {
            for (String event : List.of("fence-create", "fence-publish", "fence-submit")) {
                line("setup", event, "fence", "f" + fence, "class", "F" + fence);
            }
        }
        program.follows()
                .forEach((first, next) -> line("setup", "fence-depend", "fence", "f" + next, "on", "f" + first));
    }

    List<TraceEvent> events() {
        return events;
    }

    /** Whether a try did not succeed, so that what it guards was not seen. */
    boolean refused() {
        return refused;
    }

    void add(State state, int body, Phase phase) {
        String actor = state.actor(body);
        context = program.isInterrupt(body) ? "hardirq" : "task";
        switch (phase) {
            case BEGUN -> work(actor, "work-begin", body - program.tasks().size());
            case ENDED -> work(actor, "work-end", body - program.tasks().size());
            case REFUSED -> {
                refused = true;
                lock(actor, state.step(body), "try", true, "failed", true);
            }
            case ASKED -> asked(actor, state.step(body));
            case DONE -> done(actor, state.step(body));
            default -> throw new IllegalArgumentException(String.valueOf(phase));
        }
    }

    private void asked(String actor, Step step) {
        switch (step.what()) {
            case WRITE -> lock(actor, step);
            case READ -> lock(actor, step, "mode", "read");
            case RECURSIVE_READ -> lock(actor, step, "mode", "recursive-read");
            case TRY -> lock(actor, step, "try", true);
            case UNLOCK -> line(actor, "release", "lock", "l" + step.on());
            case BEGIN -> line(actor, "signalling-begin", "fence", "f" + step.on());
            case SIGNAL -> line(actor, "fence-signal", "fence", "f" + step.on());
            case WAIT -> line(actor, "fence-wait", "fence", "f" + step.on());
            case WAIT_ANY -> line(actor, "fence-wait", "any", List.of("f" + step.on(), "f" + (step.on() + 1)));
            case START -> line(actor, "task-start", "child", Program.taskName(step.on()));
            case JOIN -> line(actor, "task-join", "child", Program.taskName(step.on()));
            case QUEUE -> work(actor, "work-queue", step.on());
            case FLUSH -> line(actor, "work-flush", "work", "w" + step.on());
            case ALLOC -> line(actor, "alloc", "flags", step.on() == 0 ? "GFP_KERNEL" : "GFP_NOFS");
            case RECLAIM -> line(actor, "reclaim-begin");
            case RECLAIMED -> line(actor, "reclaim-end");
            case NOTIFY -> line(actor, "notifier-begin", "notifier", "n");
            case IRQS_OFF -> line(actor, "irqs-off");
            case IRQS_ON -> line(actor, "irqs-on");
            case NOTIFIED -> line(actor, "notifier-end", "notifier", "n");
            default -> throw new IllegalArgumentException(String.valueOf(step));
        }
    }

    private void done(String actor, Step step) {
        if (step.takesLock() && step.what() != Do.TRY) {
            line(actor, "acquired", "lock", "l" + step.on());
        } else if (step.what() == Do.WAIT) {
            line(actor, "fence-waited", "fence", "f" + step.on());
        } else if (step.what() == Do.WAIT_ANY) {
            line(actor, "fence-waited", "any", List.of("f" + step.on(), "f" + (step.on() + 1)));
        } else if (step.what() == Do.JOIN) {
            line(actor, "task-joined", "child", Program.taskName(step.on()));
        } else if (step.what() == Do.FLUSH) {
            line(actor, "work-flushed", "work", "w" + step.on());
        } else if (step.what() == Do.SIGNAL) {
            line(actor, "signalling-end", "fence", "f" + step.on());
            if (program.follows().containsKey(step.on())) {
                line("device", "fence-signal", "fence", "f" + program.follows().get(step.on()));
            }
        }
    }

    private void lock(String actor, Step step, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("lock", "l" + step.on(), "class", "L" + step.on()));
        int room = program.room(step.on());
        if (program.interrupts().isEmpty()) {
            fields.addAll(
                    room == 1
                            ? List.of("kind", program.interrupts().isEmpty() ? "rwsem" : "rw-spin")
                            : List.of("kind", "semaphore", "capacity", (long) room));
        }
        fields.addAll(List.of(more));
        line(actor, "acquire", fields.toArray());
    }

    private void work(String actor, String event, int work) {
        line(actor, event, "work", "w" + work, "class", "W" + work, "queue", "q", "capacity", (long) program.workers());
    }

    private void line(String task, String event, Object... more) {
        List<Object> fields = new ArrayList<>(List.of(more));
        if (!context.equals("task")) {
            fields.addAll(List.of("context", context));
        }
        events.add(TraceEvent.of(event, task, fields.toArray()));
    }
}
