package io.fencedep.core.reference;

import io.fencedep.core.model.EventKind;
import java.util.Set;
import java.util.TreeSet;

/** What keeps others out while a task does something: what it holds, and what those hold who wait for its end. */
final class Guards {
    /** Behind the name of a lock that was held, if only by a reader. */
    static final String READ = ":read";

    private final World world;

    Guards(World world) {
        this.world = world;
    }

    /**
     * All such locks and places at a wait, in programs those as well that are only read, but for one hold. An interrupt may hit
     * another task another time.
     */
    Set<String> at(Wait wait, Hold except) {
        Set<String> gates = new TreeSet<>();
        for (Hold hold : world.holds) {
            boolean other = hold != except && hold.frame == wait.frame();
            if (other && excludes(hold, wait.line())) {
                gates.add(name(hold));
            }
            if (other && world.isProgram() && hold.isLock() && keepsOut(hold, wait.line())) {
                gates.add(name(hold) + READ);
            }
        }
        if (wait.base()) {
            addOfParents(gates, wait.task(), wait.line(), wait.line());
        }
        return gates;
    }

    private boolean excludes(Hold hold, int line) {
        return keepsOut(hold, line) && !hold.sharedAt(line);
    }

    /** Everybody, or writers. */
    private boolean keepsOut(Hold hold, int line) {
        boolean may = hold.isLock() || hold.sort == Hold.Sort.PLACE;
        return may && !hold.stuck && hold.covers(line) && world.excludes(hold) && !hold.percpu;
    }

    private static String name(Hold hold) {
        return hold.isLock() ? hold.instance : hold.className;
    }

    /**
     * What the parent of a task held when it started it, and keeps until it has seen its end.
     *
     * @param known the line by which the task must have been started
     * @param line the line at which it does what is guarded
     */
    private void addOfParents(Set<String> gates, String task, int known, int line) {
        int start = -1;
        for (int at = 0; at < known; at++) {
            start = isStart(at, task) ? at : start;
        }
        if (start < 0) {
            return;
        }
        String parent = world.trace.get(start).task();
        int end = -1;
        for (int at = start + 1; at < world.trace.size() && end < 0; at++) {
            if (isStart(at, task)) {
                return;
            }
            end = isEnd(at, task, parent) ? at : -1;
        }
        if (end <= line) {
            return;
        }
        for (Hold hold : world.holds) {
            if (hold.task.equals(parent) && excludes(hold, start) && excludes(hold, end)) {
                gates.add(name(hold));
            }
        }
        addOfParents(gates, parent, start, line);
    }

    private boolean isStart(int line, String task) {
        TraceEvent event = world.trace.get(line);
        return event.kind() == EventKind.TASK_START
                && event.text("child").equals(task)
                && !event.task().equals(task);
    }

    private boolean isEnd(int line, String task, String parent) {
        TraceEvent event = world.trace.get(line);
        return event.kind() == EventKind.TASK_JOINED
                && event.text("child").equals(task)
                && event.task().equals(parent)
                && !event.text("result").equals("timeout");
    }
}
