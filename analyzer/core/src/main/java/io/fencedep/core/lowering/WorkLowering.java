package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Queue;
import io.fencedep.core.lowering.Resource.Work;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What queueing, running and flushing work means. */
final class WorkLowering {
    private final Session session;
    private final WaitContexts contexts;
    private final FenceLowering fences;
    private final Int2ObjectOpenHashMap<Queue> queues = new Int2ObjectOpenHashMap<>();

    WorkLowering(Session session, WaitContexts contexts, FenceLowering fences) {
        this.session = session;
        this.contexts = contexts;
        this.fences = fences;
    }

    void queue(Event event, TaskState task, Frame frame) {
        Work work = session.resources.work(event.instance);
        session.classify(work, event, ResourceKind.WORK, "work");
        place(work, event);
        work.queued = session.now;
        work.queuer = task.id;
        linkToPlace(work, frame, event);
    }

    void begin(Event event, Frame frame) {
        Work work = session.resources.work(event.instance);
        session.classify(work, event, ResourceKind.WORK, "work");
        session.classes.entry(work.classId).contexts |= 1 << frame.context.ordinal();
        Queue queue = place(work, event);
        fences.unitEnds(frame);
        frame.unit.begin(true, true, session.now);
        frame.unit.item = work;
        frame.unit.itemQueued = work.queued;
        frame.unit.itemQueuer = work.queuer;
        work.began = session.now;
        session.begin(session.newHold(frame, event, work.classId, ResourceKind.WORK, work));
        if (queue == null) {
            return;
        }
        session.begin(session.newHold(frame, event, queue.classId, ResourceKind.QUEUE, queue));
        takePlace(queue, frame, event);
        linkToPlace(work, frame, event);
        work.placed = false;
    }

    /** Takes a place of a queue; whether these are limited may be told later: at the end those that are not are left out. */
    private void takePlace(Queue queue, Frame frame, Event event) {
        int placeClass = session.classes.placeOf(queue.name);
        Hold place = session.newHold(frame, event, placeClass, ResourceKind.PLACE, session.places(queue.name));
        place.capacity = queue.capacity;
        place.excludes = queue.capacity <= 1 && !queue.grows;
        session.begin(place);
        if (session.traits.program()) {
            // Whatever it signals, it signals because it got this place.
            frame.unit.waited(
                    placeClass * 2 << 2 | WaitKind.BLOCKING.ordinal(),
                    session.now,
                    event.line,
                    event.at,
                    event.stack,
                    event.driver,
                    place.resource);
        }
    }

    void end(Event event, TaskState task, Frame frame) {
        Work work = session.resources.work(event.instance);
        place(work, event);
        Hold item = null;
        for (Hold hold = work.holders; hold != null; hold = hold.nextOfResource) {
            if (hold.frame != null && hold.frame.task == task) {
                item = hold;
                break;
            }
        }
        if (item == null) {
            session.anomalies.add(Anomalies.WORK_NOT_BEGUN, event.line);
            return;
        }
        if (event.queue != Names.NONE && !beganOn(queueOf(event.queue), item)) {
            session.anomalies.add(Anomalies.OTHER_QUEUE, event.line);
        }
        endItem(item, frame, event);
        work.began = -1;
        fences.unitEnds(frame);
        frame.unit.begin(session.traits.taskUnits(), false, session.now);
    }

    void flush(Event event, TaskState task, Frame frame) {
        int target;
        Resource resource;
        if (event.instance != Instances.NONE) {
            Work work = session.resources.work(event.instance);
            target = session.classify(work, event, ResourceKind.WORK, "work") * 2;
            place(work, event);
            linkToPlace(work, frame, event);
            resource = work;
        } else {
            Queue queue = queueOf(event.queue);
            target = queue.classId * 2;
            resource = queue;
        }
        WaitKind kind = Session.waitKind(event);
        if (kind == null) {
            return;
        }
        task.blocked.queue = event.instance == Instances.NONE ? event.queue : Names.NONE;
        contexts.sleep(frame, target, resource, event);
        checkRecursion(frame, target, resource, event);
        session.dependencies.waitFor(frame, target, resource, kind, event);
        TaskState.Blocked blocked = task.blocked;
        blocked.active = true;
        blocked.timed = kind != WaitKind.BLOCKING;
        blocked.target = target;
        blocked.resource = resource;
    }

    /** An item may have run on a queue that was not told before. */
    void flushed(Event event) {
        if (event.instance != Instances.NONE) {
            place(session.resources.work(event.instance), event);
        }
    }

    private static boolean beganOn(Queue queue, Hold item) {
        for (Hold hold = queue.holders; hold != null; hold = hold.nextOfResource) {
            if (hold.frame == item.frame && hold.since == item.since) {
                return true;
            }
        }
        return false;
    }

    private void endItem(Hold item, Frame frame, Event event) {
        long since = item.since;
        boolean leaked = false;
        for (int i = frame.count - 1; i >= 0; i--) {
            Hold hold = frame.holds[i];
            if (hold.since == since && hold.kind != ResourceKind.LOCK) {
                session.end(hold);
            } else if (hold.since > since && hold.lockLike) {
                leaked = true;
            }
        }
        if (leaked) {
            session.anomalies.add(Anomalies.HELD_AT_WORK_END, event.line);
        }
    }

    /** Notes the queue that an event names for an item; null when none is known. */
    private @Nullable Queue place(Work work, Event event) {
        if (event.queue != Names.NONE) {
            work.queue = queueOf(event.queue);
        }
        if (work.queue != null && event.capacity > 0) {
            limit(work.queue, event.capacity);
        }
        return work.queue;
    }

    /** A queue runs so many items at once: who runs one already has one of so many places. */
    private void limit(Queue queue, long capacity) {
        queue.capacity = capacity;
        ClassTable.Entry entry = session.classes.entry(session.classes.placeOf(queue.name));
        if (entry.capacity >= capacity) {
            return;
        }
        boolean told = entry.capacity > 0;
        entry.capacity = capacity;
        entry.seen = true;
        session.growth++;
        for (Hold place = session.places(queue.name).holders; !told && place != null; place = place.nextOfResource) {
            place.capacity = capacity;
            if (capacity > 1) {
                place.excludes = false;
                Frame frame = Objects.requireNonNull(place.frame);
                frame.special++;
                frame.rechain(place);
            }
        }
    }

    private Queue queueOf(int name) {
        Queue queue = queues.get(name);
        if (queue == null) {
            queue = new Queue(name, ClassNames.isGrowing(session.names.text(name)), session.classes.queueOf(name));
            queues.put(name, queue);
        }
        return queue;
    }

    /** An item waits until a place of its queue is free, once for each time that it runs, whatever lines tell of it. */
    private void linkToPlace(Work work, Frame frame, Event event) {
        if (work.queue == null) {
            return;
        }
        int from = work.classId * 2;
        int place = session.classes.placeOf(work.queue.name) * 2;
        Edge edge = session.dependencies.edge(from, place, Basis.CAUSAL, WaitKind.BLOCKING);
        boolean first = !edge.linked;
        if (!first) {
            edge.count += work.placed || event.kind == EventKind.WORK_FLUSH ? 0 : 1;
        }
        if (session.dependencies.tellsMore(edge, frame.task, work)) {
            var witness = session.witnesses.of(frame, null, work, null, event).lasting();
            if (first) {
                session.dependencies.link(from, place, Basis.CAUSAL, WaitKind.BLOCKING, witness);
            } else {
                edge.witnesses.add(witness);
            }
        }
        edge.linked = true;
        work.placed = true;
    }

    /** An item that waits for itself, for its like, or for its own queue. */
    private void checkRecursion(Frame frame, int target, Resource resource, Event event) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            boolean ofClass = hold.classId == target / 2
                    || (hold.kind == ResourceKind.WORK || hold.lockLike) && session.mayBeOne(hold.classId, target / 2);
            if (hold.resource == resource || ofClass && !session.traits.program()) {
                SortedMap<String, String> details = new TreeMap<>();
                details.put("instance", hold.resource == resource ? "same" : "other");
                if (Session.waitKind(event) == WaitKind.TIMED) {
                    details.put("timed", "true");
                }
                session.observe(
                        Observation.Kind.RECURSION,
                        "same-class",
                        hold.node(),
                        target,
                        details,
                        frame,
                        hold,
                        resource,
                        event);
            }
        }
    }
}
