package io.fencedep.core.schedules;

import io.fencedep.core.reference.TraceEvent;
import io.fencedep.core.schedules.State.Phase;
import io.fencedep.core.schedules.Step.Do;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The trace of one run of a program, in one of the ways to write it that mean the same. All fences exist, and are handed to
 * those who signal them, before it begins.
 */
public final class Recorded {
    /** The first two are for locks that can be read. */
    private static final List<List<Object>> KINDS =
            List.of(List.of("kind", "rwsem"), List.of(), List.of("kind", "mutex"), List.of("kind", "semaphore"));

    private final Program program;
    private final List<TraceEvent> events = new ArrayList<>();
    private boolean refused;
    private String context = "task";
    private final Style style;
    /** How many locks are of one class. */
    private final int objects;

    /**
     * A way to write a trace.
     *
     * @param kind what each lock is said to be
     * @param saysWhenAcquired whether a line tells when a lock is got
     * @param classSections whether sections are for classes of fences
     * @param lists whether a wait for one fence is written as one for any of a list
     * @param tellsCreation whether lines tell when fences are made
     */
    record Style(
            List<Object> kind, boolean saysWhenAcquired, boolean classSections, boolean lists, boolean tellsCreation) {
        /** Everything that can be told. */
        static final Style FULL = new Style(KINDS.get(0), true, false, false, true);

        static Style any(Program program, Random random) {
            List<Object> kind = KINDS.get(random.nextInt(program.readers() ? 2 : KINDS.size()));
            boolean saysWhenAcquired = random.nextBoolean();
            boolean classSections = random.nextBoolean();
            boolean lists = random.nextInt(4) == 0;
            return new Style(kind, saysWhenAcquired, classSections, lists, random.nextInt(2) == 0);
        }
    }

    Recorded(Program program, int objects, Style style) {
        this.program = program;
        this.objects = objects;
        this.style = style;
        List<String> made = List.of("fence-create", "fence-publish", "fence-submit");
        boolean device = program.has(new Step(Do.RESET, 0));
        List<String> told = made.subList(device || style.tellsCreation() ? 0 : 1, made.size());
        for (int fence = 0; fence < program.fences(); fence++) {
            for (String event : told) {
                line("setup", event, "fence", "f" + fence, "class", "F" + fence, "device", "gpu");
            }
        }
        program.follows()
                .forEach((first, next) -> line("setup", "fence-depend", "fence", "f" + next, "on", "f" + first));
    }

    public List<TraceEvent> events() {
        return events;
    }

    /** Whether a try did not succeed, or a reset began behind a signal, so that what these guard was not seen. */
    public boolean refused() {
        return refused;
    }

    void add(State state, int body, Phase phase) {
        String actor = state.actor(body);
        context = program.isInterrupt(body) ? "hardirq" : "task";
        refused |= phase == Phase.ASKED && state.step(body).what() == Do.RESET && state.anySignalled();
        switch (phase) {
            case BEGUN -> work(actor, "work-begin", body - program.tasks().size());
            case ENDED -> work(actor, "work-end", body - program.tasks().size());
            case REFUSED -> {
                refused = true;
                lock(actor, state.step(body), "try", true, "failed", true);
            }
            case ASKED -> asked(actor, state.step(body));
            case DONE -> done(actor, state.step(body), state.isSignalled(state.step(body)));
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
            case BEGIN -> section(actor, "signalling-begin", step.on());
            case SIGNAL -> {} // Told when it is done.
            case WAIT, WAIT_A_WHILE, WAIT_ANY -> fences(actor, "fence-wait", step);
            case START -> line(actor, "task-start", "child", Program.taskName(step.on()));
            case JOIN -> line(actor, "task-join", "child", Program.taskName(step.on()));
            case QUEUE -> work(actor, "work-queue", step.on());
            case FLUSH -> line(actor, "work-flush", "work", "w" + step.on());
            case ALLOC -> line(actor, "alloc", "flags", step.on() == 0 ? "GFP_KERNEL" : "GFP_NOFS");
            case RECLAIM -> line(actor, "reclaim-begin");
            case RECLAIMED -> line(actor, "reclaim-end");
            case NOTIFY -> line(actor, "notifier-begin", "notifier", "n");
            case RESET -> line(actor, "reset-begin", "device", "gpu");
            case RESET_DONE -> line(actor, "reset-end", "device", "gpu");
            case GET -> line(actor, "page-get", "page", "p", "class", "P");
            case PUT -> line(actor, "page-put", "page", "p");
            case MIGRATE -> line(actor, "page-migrate", "page", "p");
            case IRQS_OFF -> line(actor, "irqs-off");
            case IRQS_ON -> line(actor, "irqs-on");
            case NOTIFIED -> line(actor, "notifier-end", "notifier", "n");
            default -> throw new IllegalArgumentException(String.valueOf(step));
        }
    }

    private void done(String actor, Step step, boolean signalled) {
        if (step.takesLock() && step.what() != Do.TRY && style.saysWhenAcquired()) {
            line(actor, "acquired", "lock", "l" + step.on());
        } else if (step.what() == Do.WAIT_A_WHILE) {
            String result = signalled ? "signaled" : "timeout";
            line(actor, "fence-waited", "fence", "f" + step.on(), "result", result);
        } else if (step.what() == Do.WAIT || step.what() == Do.WAIT_ANY) {
            fences(actor, "fence-waited", step);
        } else if (step.what() == Do.MIGRATE) {
            line(actor, "page-migrated", "page", "p");
        } else if (step.what() == Do.JOIN) {
            line(actor, "task-joined", "child", Program.taskName(step.on()));
        } else if (step.what() == Do.FLUSH) {
            line(actor, "work-flushed", "work", "w" + step.on());
        } else if (step.what() == Do.SIGNAL) {
            line(actor, "fence-signal", "fence", "f" + step.on());
            section(actor, "signalling-end", step.on());
            if (program.follows().containsKey(step.on())) {
                line("device", "fence-signal", "fence", "f" + program.follows().get(step.on()));
            }
        }
    }

    private void section(String actor, String event, int fence) {
        line(actor, event, style.classSections() ? "class" : "fence", (style.classSections() ? "F" : "f") + fence);
    }

    private void fences(String actor, String event, Step step) {
        String fence = "f" + step.on();
        if (step.what() == Do.WAIT_A_WHILE) {
            line(actor, event, "fence", fence, "timeout", 1000L);
        } else if (step.what() == Do.WAIT_ANY) {
            line(actor, event, "any", List.of(fence, "f" + (step.on() + 1)));
        } else if (style.lists()) {
            line(actor, event, "any", List.of(fence));
        } else {
            line(actor, event, "fence", fence);
        }
    }

    private void lock(String actor, Step step, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("lock", "l" + step.on(), "class", "L" + step.on() / objects));
        int room = program.room(step.on());
        if (room > 1) {
            fields.addAll(List.of("kind", "semaphore", "capacity", (long) room));
        } else if (program.interrupts().isEmpty()) {
            fields.addAll(style.kind());
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
