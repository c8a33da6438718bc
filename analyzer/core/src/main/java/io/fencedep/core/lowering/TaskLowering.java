package io.fencedep.core.lowering;

import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Names;

/** What starting and joining tasks means: an order in time, guards that a parent holds, and a wait. */
final class TaskLowering {
    /** Each task that starts takes over the whole clock of its parent: of tasks beyond this no order is known. */
    private static final int MAX_CLOCK = 256;

    private final Session session;
    private final WaitContexts contexts;

    TaskLowering(Session session, WaitContexts contexts) {
        this.session = session;
        this.contexts = contexts;
    }

    void start(Event event, TaskState parent) {
        TaskState child = session.tasks.of(event.child);
        if (child == parent) {
            session.anomalies.add(Anomalies.STARTED_BY_ITSELF, event.line);
            return;
        }
        // What others know of one that had this name before says nothing of this one.
        int own = child.stamp.stepOf(child.name, 0) + (child.joined || child.started ? 1 : 0);
        beginAnew(child);
        child.started = true;
        child.startSite = event.at;
        int mine = parent.stamp.stepOf(parent.name, 0);
        child.life++;
        stamped(child, parent.stamp.with(parent.name, mine).with(child.name, own));
        stamped(parent, parent.stamp.with(parent.name, mine + 1));
        for (int level = 0; level <= parent.level; level++) {
            Frame frame = parent.frames[level];
            for (int i = 0; i < frame.count; i++) {
                Hold hold = frame.holds[i];
                if (hold.excludes && hold.resource != null) {
                    child.guards.add(new TaskState.Guard(parent, hold, null, hold.resource, hold.node()));
                }
            }
        }
        for (TaskState.Guard guard : parent.guards) {
            child.guards.add(new TaskState.Guard(parent, guard.hold, guard, guard.resource, guard.node));
        }
    }

    /** A name that was started or joined before now is another task's. */
    private void beginAnew(TaskState child) {
        if (child.joined || child.started) {
            link(child);
            child.forgetRun();
        }
    }

    /** Whoever joins a task waits for all that it waited for. */
    void link(TaskState task) {
        if (!task.joined) {
            return;
        }
        int from = classOf(task) * 2;
        for (int i = 0; i < task.waits.size(); i++) {
            TaskState.Waited waited = task.waits.get(i);
            if (waited.target() / 2 != from / 2) {
                session.dependencies.linkJoined(from, waited, i < task.linkedWaits);
            }
        }
        task.linkedWaits = task.waits.size();
    }

    void join(Event event, TaskState task, Frame frame) {
        WaitKind kind = Session.waitKind(event);
        if (kind == null) {
            return;
        }
        TaskState child = session.tasks.of(event.child);
        child.joined = true;
        int target = classOf(child) * 2;
        contexts.sleep(frame, target, null, event);
        session.dependencies.waitFor(frame, target, null, kind, event);
        TaskState.Blocked blocked = task.blocked;
        blocked.active = true;
        blocked.timed = kind != WaitKind.BLOCKING;
        blocked.target = target;
        blocked.child = child;
    }

    void joined(Event event, TaskState task) {
        if (event.result == EventResult.TIMEOUT) {
            return;
        }
        TaskState child = session.tasks.of(event.child);
        child.joined = true;
        for (int i = 0; i < child.frames[0].count; i++) {
            if (child.frames[0].holds[i].lockLike) {
                session.anomalies.add(Anomalies.HELD_AT_TASK_END, event.line);
                break;
            }
        }
        Stamp both = task.stamp.join(child.stamp, MAX_CLOCK);
        stamped(task, both.with(task.name, both.stepOf(task.name, 0)));
        child.guards.forEach(guard -> guard.joinedBy(task));
    }

    /** The class of a task that somebody joins: where it was started, else its name without digits. */
    int classOf(TaskState child) {
        String name = child.startSite != Names.NONE
                ? "task@" + session.names.text(child.startSite)
                : "task:" + child.name.replaceAll("\\d+", "");
        return session.classes.byName(name, ResourceKind.TASK);
    }

    private void stamped(TaskState task, Stamp stamp) {
        task.stamp = stamp;
        task.stampNumber++;
        task.moment = new TaskState.Moment(task.id, task.stamp, task.stamp.stepOf(task.name, 0), task.life);
        session.stampVersion++;
    }
}
