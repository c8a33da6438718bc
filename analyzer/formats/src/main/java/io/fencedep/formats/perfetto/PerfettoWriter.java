package io.fencedep.formats.perfetto;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.TraceWriter;
import io.fencedep.formats.perfetto.Track.Pending;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * Writes a trace for timelines: a track per task, on which every hold is a slice, and every wait whose end is known; an
 * interrupt is a slice around what it did. Fences have tracks of their own from creation to signal, and an arrow leads
 * from a signal to whoever waited for it, and from the queueing of work to its run. Marks become slices of no length,
 * joined by arrows.
 *
 * <p>Where the trace has no times, each event takes a microsecond. Memory grows with tasks, what they hold, and fences
 * that the recording's table remembers.
 */
public final class PerfettoWriter implements TraceWriter {
    private static final long STEP = 1000;
    private static final InterruptContext[] CONTEXTS = InterruptContext.values();

    private final TraceJson json;
    private final Names names;
    private final Instances instances;
    private final Int2ObjectOpenHashMap<Track> tracks = new Int2ObjectOpenHashMap<>();
    private final Fences fences;
    private final Marks marks;
    private long now;

    /**
     * @param out closed by {@link #close}
     * @param names gave the events their names
     * @param instances gave the events their instances
     * @param recording names the process
     * @param marks what to show where, in any order
     */
    public PerfettoWriter(OutputStream out, Names names, Instances instances, Recording recording, List<Mark> marks)
            throws IOException {
        this.json = new TraceJson(out);
        this.names = names;
        this.instances = instances;
        this.fences = new Fences(json, instances);
        this.marks = new Marks(json, marks);
        json.name("process_name", 0, recording.source() + " " + recording.path());
    }

    @Override
    public void accept(Event event) {
        try {
            now = event.time == Event.ABSENT ? now + STEP : Math.max(now, event.time);
            Track track = track(event.task);
            settle(track, event);
            enter(track, event);
            show(track, event);
            marks.show(event.line, now, track.number);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Track track : tracks.values()) {
            Pending wait = track.pending;
            if (wait != null) {
                track.begin(
                        wait.key(), "wait for " + wait.name(), "wait", wait.since(), "at", wait.place(), "end", "none");
            }
        }
        json.close();
    }

    private Track track(int task) throws IOException {
        Track track = tracks.get(task);
        if (track == null) {
            track = new Track(tracks.size() + 1, json);
            tracks.put(task, track);
            json.name("thread_name", track.number, names.text(task));
        }
        return track;
    }

    /** Shows the wait that this event of its task is the end of. */
    private void settle(Track track, Event event) throws IOException {
        Pending wait = track.pending;
        if (wait == null) {
            return;
        }
        track.pending = null;
        boolean told = isEnd(event) && subject(event).equals(wait.key());
        if (told || !wait.untold()) {
            json.slice(
                    "wait for " + wait.name(),
                    "wait",
                    wait.since(),
                    now - wait.since(),
                    track.number,
                    "at",
                    wait.place());
        }
        boolean gotNothing = told && event.result == EventResult.TIMEOUT;
        if (wait.category().equals("lock") && !gotNothing) {
            track.begin(wait.key(), wait.name(), "hold", told ? now : wait.since(), "at", wait.place());
        }
    }

    private static boolean isEnd(Event event) {
        return switch (event.kind) {
            case ACQUIRED, FENCE_WAITED, WORK_FLUSHED, TASK_JOINED, PAGE_MIGRATED -> true;
            default -> false;
        };
    }

    /** Interrupts are slices that end when their task goes on below them. */
    private void enter(Track track, Event event) throws IOException {
        for (int above = CONTEXTS.length - 1; above > event.context.ordinal(); above--) {
            track.endWithAll(interrupt(CONTEXTS[above]), now);
        }
        if (event.context != InterruptContext.TASK && !track.isOpen(interrupt(event.context))) {
            track.begin(interrupt(event.context), interrupt(event.context), "interrupt", now);
        }
    }

    private static String interrupt(InterruptContext context) {
        return context.name().toLowerCase(Locale.ROOT);
    }

    private void show(Track track, Event event) throws IOException {
        switch (event.kind) {
            case ACQUIRE -> acquire(track, event);
            case RELEASE -> track.end(subject(event), now);
            case FENCE_CREATE, FENCE_PUBLISH, FENCE_SUBMIT, FENCE_SIGNAL, FENCE_DESTROY -> {
                fences.show(event, name(event), now, track);
                track.endSection(event, subject(event), now);
            }
            case FENCE_WAIT, WORK_FLUSH, TASK_JOIN, PAGE_MIGRATE -> await(track, event, "event", false);
            case FENCE_WAITED -> fences.waited(event, now, track);
            case WORK_QUEUE -> fences.queued(event, name(event), now, track);
            case WORK_BEGIN -> {
                begin(track, event, "work");
                fences.runs(event, now, track);
            }
            case SIGNALLING_BEGIN -> begin(track, event, "signalling");
            case NOTIFIER_BEGIN -> begin(track, event, "notifier");
            case RECLAIM_BEGIN -> begin(track, event, "reclaim");
            case RESET_BEGIN -> begin(track, event, "reset");
            case FAULT_BEGIN -> begin(track, event, "fault");
            case SYSCALL_BEGIN -> begin(track, event, "syscall");
            case SCOPE_BEGIN -> begin(track, event, "scope");
            case SIGNALLING_END, WORK_END, NOTIFIER_END, RECLAIM_END, RESET_END, FAULT_END, SYSCALL_END, SCOPE_END ->
                track.end(section(event), now);
            case LOST -> {
                for (Track each : tracks.values()) {
                    each.endAll(now);
                }
                json.instant("events were lost", "lost", now, track.number);
            }
            case ACQUIRED, TASK_JOINED, WORK_FLUSHED, PAGE_MIGRATED -> {
                // Shown as the end of their wait.
            }
            default ->
                json.instant(
                        (event.kind.text() + " " + name(event)).strip(),
                        event.kind.text(),
                        now,
                        track.number,
                        "at",
                        place(event));
        }
    }

    private void acquire(Track track, Event event) throws IOException {
        String mode = event.mode == LockMode.WRITE ? "" : " (read)";
        if (event.failed) {
            json.instant("try of " + name(event) + " failed", "lock", now, track.number, "at", place(event));
        } else if (event.tried) {
            track.begin(subject(event), name(event) + mode, "hold", now, "at", place(event), "lock", subject(event));
        } else {
            await(track, event, "lock", true);
        }
    }

    private void await(Track track, Event event, String category, boolean untold) {
        track.pending = new Pending(subject(event), name(event), category, now, untold, place(event));
    }

    private void begin(Track track, Event event, String category) throws IOException {
        String name = (category + " " + name(event)).strip();
        track.begin(section(event), name, category, now, "at", place(event), "instance", subject(event));
    }

    /** What tells one section of a task from another. */
    private String section(Event event) {
        String kind = event.kind.text();
        String what = switch (event.kind) {
            case SCOPE_BEGIN, SCOPE_END -> event.scope.name();
            case SYSCALL_BEGIN, SYSCALL_END, RECLAIM_BEGIN, RECLAIM_END -> "";
            case SIGNALLING_BEGIN, SIGNALLING_END ->
                event.instance == Instances.NONE ? "class " + names.text(event.className) : subject(event);
            default -> subject(event);
        };
        return kind.substring(0, kind.lastIndexOf('-')) + " " + what;
    }

    /** The instance that the event is about. */
    private String subject(Event event) {
        if (event.instance != Instances.NONE) {
            return instances.text(event.instance);
        }
        if (event.anyCount > 0) {
            return instances.text(event.any[0]);
        }
        return event.child != Names.NONE ? names.text(event.child) : names.text(event.queue);
    }

    /** What people call it: the class, where it is said, and the instance. */
    private String name(Event event) {
        String about = switch (event.kind) {
            case ALLOC -> names.text(event.flags);
            case SCOPE_BEGIN -> event.scope.name().toLowerCase(Locale.ROOT);
            case SYSCALL_BEGIN, READ, WRITE, MARK -> names.text(event.text);
            default -> subject(event);
        };
        String className = names.text(event.className);
        if (className.isEmpty()) {
            return about;
        }
        return about.isEmpty() ? className : className + " " + about;
    }

    private String place(Event event) {
        return event.at != Names.NONE ? names.text(event.at) : names.text(event.stack);
    }
}
