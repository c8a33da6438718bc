package io.fencedep.formats.stdwriter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.formats.TraceWriter;
import it.unimi.dsi.fastutil.ints.Int2ObjectLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes the locks, accesses, starts and joins of a trace as STD; all else is {@linkplain #leftOut left out} and counted.
 *
 * <p>A lock is named by its instance. {@code acq} stands where the task is known to have the lock: at its
 * {@code acquired}, or else just before its next event; one that is still waiting at the end has a {@code req}. Memory
 * grows with tasks and what they hold.
 */
public final class StdWriter implements TraceWriter {
    private final Writer out;
    private final Names names;
    private final Instances instances;
    private final Int2ObjectLinkedOpenHashMap<StdTask> tasks = new Int2ObjectLinkedOpenHashMap<>();
    private final SortedMap<String, Long> leftOut = new TreeMap<>();

    /**
     * @param out closed by {@link #close}
     * @param names gave the events their names
     * @param instances gave the events their instances
     */
    public StdWriter(OutputStream out, Names names, Instances instances) {
        this.out = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
        this.names = names;
        this.instances = instances;
    }

    @Override
    public void accept(Event event) {
        try {
            if (event.context != InterruptContext.TASK) {
                leaveOut(event.kind.text() + " in an interrupt");
                return;
            }
            StdTask task = tasks.computeIfAbsent(event.task, id -> new StdTask(escape(names.text(id))));
            settle(task, event);
            write(task, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public SortedMap<String, Long> leftOut() {
        return Collections.unmodifiableSortedMap(leftOut);
    }

    @Override
    public void close() throws IOException {
        try (out) {
            for (Int2ObjectMap.Entry<StdTask> entry : tasks.int2ObjectEntrySet()) {
                StdTask task = entry.getValue();
                if (task.wanted != null) {
                    line(task, "req", task.wanted, task.wantedAt);
                }
            }
        }
    }

    /** Says how the wait ended that this event of its task is the end of. */
    private void settle(StdTask task, Event event) throws IOException {
        String wanted = task.wanted;
        if (wanted != null) {
            task.wanted = null;
            boolean answered = switch (event.kind) {
                case ACQUIRED -> escape(instances.text(event.instance)).equals(wanted);
                default -> false;
            };
            if (answered && event.result == EventResult.TIMEOUT) {
                leaveOut("acquire that timed out");
            } else {
                task.held.addTo(wanted, 1);
                line(task, "acq", wanted, task.wantedAt);
            }
        }
        String joined = task.joined;
        if (joined != null) {
            task.joined = null;
            line(task, "join", joined, task.wantedAt);
        }
    }

    private void write(StdTask task, Event event) throws IOException {
        switch (event.kind) {
            case ACQUIRE -> acquire(task, event);
            case ACQUIRED, TASK_JOINED -> {
                // Said with the acquire and the join.
            }
            case RELEASE -> release(task, event);
            case READ -> line(task, "r", escape(names.text(event.text)), place(event));
            case WRITE -> line(task, "w", escape(names.text(event.text)), place(event));
            case TASK_START -> line(task, "fork", escape(names.text(event.child)), place(event));
            case TASK_JOIN -> {
                task.joined = escape(names.text(event.child));
                task.wantedAt = place(event);
            }
            default -> leaveOut(event.kind.text());
        }
    }

    private void acquire(StdTask task, Event event) throws IOException {
        String lock = escape(instances.text(event.instance));
        if (event.failed) {
            leaveOut("try that failed");
        } else if (event.mode != LockMode.WRITE) {
            task.shared.addTo(lock, 1);
            leaveOut("acquire for reading");
        } else if (task.held.getInt(lock) > 0) {
            task.held.addTo(lock, 1);
            leaveOut("acquire of a lock that its task holds");
        } else if (event.tried) {
            task.held.addTo(lock, 1);
            line(task, "acq", lock, place(event));
        } else {
            task.wanted = lock;
            task.wantedAt = place(event);
        }
    }

    private void release(StdTask task, Event event) throws IOException {
        String lock = escape(instances.text(event.instance));
        if (task.held.getInt(lock) == 1) {
            task.held.removeInt(lock);
            line(task, "rel", lock, place(event));
        } else if (task.held.getInt(lock) > 1) {
            task.held.addTo(lock, -1);
            leaveOut("release of a lock that its task goes on to hold");
        } else if (task.shared.getInt(lock) > 0) {
            if (task.shared.addTo(lock, -1) == 1) {
                task.shared.removeInt(lock);
            }
            leaveOut("release after reading");
        } else {
            leaveOut("release of a lock that its task does not hold");
        }
    }

    private String place(Event event) {
        String at = names.text(event.at);
        return at.isEmpty() ? Long.toString(event.line) : escape(at);
    }

    private void line(StdTask task, String what, String of, String at) throws IOException {
        out.write(task.name + '|' + what + '(' + of + ")|" + at + '\n');
    }

    private void leaveOut(String what) {
        leftOut.merge(what, 1L, Long::sum);
    }

    /** A name without what separates the parts of a line. */
    static String escape(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char next = name.charAt(i);
            if (next <= ' ' || next == '|' || next == '(' || next == ')' || next == '%') {
                text.append(String.format("%%%02x", (int) next));
            } else {
                text.append(next);
            }
        }
        return text.toString();
    }
}
