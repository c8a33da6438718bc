package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.model.LockMode;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a recording shows: tasks that are stuck for real, and holds that the recorder only missed the end of.
 *
 * <p>Stuck is the greatest set of blocked tasks in which each one waits for something that only members can give: from all
 * blocked tasks, those with a way out are struck until none is left that has one.
 */
final class EndOfTrace {
    private final Session session;

    EndOfTrace(Session session) {
        this.session = session;
    }

    void finish() {
        for (TaskState task : session.tasks.all()) {
            task.lastWait();
            if (task.blocked.active && task.blocked.child != null) {
                task.blocked.child.guards.forEach(guard -> guard.joinedBy(task));
            }
        }
        recordStuckTasks();
        for (TaskState task : session.tasks.all()) {
            for (int level = task.level; level >= 0; level--) {
                endHolds(task, task.frames[level]);
            }
        }
    }

    /** Records the rings of tasks that wait for each other. */
    void recordStuckTasks() {
        recordRings(stuck());
    }

    /** Shows every hold: those that are proper, and those that the recorder only missed the end of. Changes nothing. */
    void forEachHold(Consumer<Hold> proper, Consumer<Hold> missed) {
        for (TaskState task : session.tasks.all()) {
            for (int level = task.level; level >= 0; level--) {
                Frame frame = task.frames[level];
                for (int i = frame.count - 1; i >= 0; i--) {
                    Hold hold = frame.holds[i];
                    (isStuck(task, hold) ? missed : proper).accept(hold);
                }
            }
        }
    }

    private void endHolds(TaskState task, Frame frame) {
        while (frame.count > 0) {
            Hold hold = frame.holds[frame.count - 1];
            if (isStuck(task, hold)) {
                session.dropStuck(hold);
            } else {
                session.end(hold);
            }
        }
    }

    private boolean isStuck(TaskState task, Hold hold) {
        boolean blockedHere = hold.retaken && isBlocked(task) && task.blocked.resource == hold.resource;
        boolean forgotten = session.isForgotten(task, hold);
        boolean neverEnded =
                hold.lockLike && (isBlocked(task) ? hold.outlived && forgotten : hold.outlived || forgotten);
        return hold.retaken && !blockedHere || neverEnded;
    }

    /** Nobody waits at what turned out to be no lock, but to stand for something else. */
    private boolean isBlocked(TaskState task) {
        ClassTable classes = session.classes;
        return task.blocked.active
                && (task.blocked.mode == null
                        || classes.entry(classes.known(task.blocked.target / 2)).kind == ResourceKind.LOCK);
    }

    private Set<TaskState> stuck() {
        Set<TaskState> stuck = new LinkedHashSet<>();
        for (TaskState task : session.tasks.all()) {
            if (hasEnded(task) || isBlocked(task) && !task.blocked.timed) {
                stuck.add(task);
            }
        }
        boolean changed = true;
        while (changed) {
            changed = stuck.removeIf(task -> blockers(task, stuck).isEmpty());
        }
        return stuck;
    }

    private boolean hasEnded(TaskState task) {
        return session.watched.ended().contains(task.nameId);
    }

    /** What keeps this task: holds of members of the set, or nothing when it has a way out. */
    private Map<TaskState, @Nullable Hold> blockers(TaskState task, Set<TaskState> stuck) {
        if (hasEnded(task)) {
            return new LinkedHashMap<>(Collections.singletonMap(task, null));
        }
        TaskState.Blocked blocked = task.blocked;
        if (blocked.child != null) {
            Map<TaskState, @Nullable Hold> child = new LinkedHashMap<>();
            if (stuck.contains(blocked.child)) {
                child.put(blocked.child, null);
            }
            return child;
        }
        if (!blocked.any.isEmpty()) {
            return fenceBlockers(task, stuck);
        }
        Resource resource = blocked.resource;
        if (resource == null) {
            return Map.of();
        }
        if (blocked.mode != null) {
            return lockBlockers(resource, task, blocked.mode, stuck);
        }
        if (resource.holders == null && resource instanceof Resource.Work work) {
            Map<TaskState, @Nullable Hold> places = work.queued < 0 ? Map.of() : all(placeHolders(work), stuck);
            return places.isEmpty() && work.began < 0 && session.watched.nobodyElse()
                    ? whereNobodyElseRuns(task, stuck)
                    : places;
        }
        return some(holdersOf(resource), stuck);
    }

    private Map<TaskState, @Nullable Hold> lockBlockers(
            Resource lock, TaskState task, LockMode mode, Set<TaskState> stuck) {
        List<Hold> holders = new ArrayList<>();
        boolean writerQueued = false;
        for (Hold hold : holdersOf(lock)) {
            boolean ownInterrupt = hold.frame != null
                    && hold.frame.task == task
                    && hold.frame.context.compareTo(task.frames[task.blocked.level].context) > 0;
            if (hold == task.blocked.acquire || ownInterrupt || hold.annotation) {
                continue;
            }
            if (hold.pending) {
                writerQueued |= !hold.shared();
            } else {
                holders.add(hold);
            }
        }
        boolean readersBlock = mode == LockMode.WRITE || mode == LockMode.READ && writerQueued;
        if (!readersBlock) {
            holders.removeIf(Hold::shared);
        }
        long capacity = task.blocked.capacity;
        if (capacity > 1) {
            return holders.size() < capacity ? Map.of() : all(holders, stuck);
        }
        return some(holders, stuck);
    }

    private Map<TaskState, @Nullable Hold> fenceBlockers(TaskState task, Set<TaskState> stuck) {
        Map<TaskState, @Nullable Hold> blockers = new LinkedHashMap<>();
        for (Resource each : task.blocked.any) {
            Fence fence = (Fence) each;
            List<Hold> owners = holdersOf(fence);
            owners.removeIf(hold -> hold.late);
            if (fence.device != 0) {
                for (Hold hold : holdersOf(session.resources.device(fence.device))) {
                    if (session.classes.areSame(hold.classId, fence.classId) && fence.published < hold.since) {
                        owners.add(hold);
                    }
                }
            }
            boolean nobodyElse = owners.isEmpty() && session.watched.nobodyElse();
            Map<TaskState, @Nullable Hold> mine = nobodyElse ? whereNobodyElseRuns(task, stuck) : all(owners, stuck);
            if (fence.signalled != Fence.NEVER || mine.isEmpty()) {
                return Map.of();
            }
            blockers.putAll(mine);
        }
        return blockers;
    }

    /** The stuck tasks that wait, one behind the other, for something that this one holds, or for its end. */
    private Map<TaskState, @Nullable Hold> waitingFor(TaskState task, Set<TaskState> stuck) {
        Map<TaskState, @Nullable Hold> found = new LinkedHashMap<>();
        boolean more = true;
        while (more) {
            more = false;
            for (TaskState each : stuck) {
                if (each != task && !mayBeSignalledByAnybody(each) && !found.containsKey(each)) {
                    Set<TaskState> blockers = blockers(each, stuck).keySet();
                    if (blockers.contains(task) || !Collections.disjoint(blockers, found.keySet())) {
                        found.put(each, null);
                        more = true;
                    }
                }
            }
        }
        return found;
    }

    /** What keeps a task that waits for a fence which only those that wait could signal; nothing when nobody misses it. */
    private Map<TaskState, @Nullable Hold> whereNobodyElseRuns(TaskState task, Set<TaskState> stuck) {
        Map<TaskState, @Nullable Hold> found = waitingFor(task, stuck);
        if (found.isEmpty()) {
            found = crowding(task, stuck);
        }
        if (found.isEmpty() && session.watched.awaited().contains(task.nameId)) {
            found.put(task, null);
        }
        return found;
    }

    /** Those that have all the places of a queue in which others wait, when this task is one of them. */
    private Map<TaskState, @Nullable Hold> crowding(TaskState task, Set<TaskState> stuck) {
        for (int queue : session.watched.crowded()) {
            List<Hold> holders = holdersOf(session.places(queue));
            Map<TaskState, @Nullable Hold> found = all(holders, stuck);
            if (found.containsKey(task) && holders.size() >= holders.get(0).capacity) {
                return found;
            }
        }
        return new LinkedHashMap<>();
    }

    private static List<Hold> holdersOf(Resource resource) {
        List<Hold> holders = new ArrayList<>();
        for (Hold hold = resource.holders; hold != null; hold = hold.nextOfResource) {
            holders.add(hold);
        }
        return holders;
    }

    /** The holders that are stuck; one is enough to block. */
    private static Map<TaskState, @Nullable Hold> some(List<Hold> holders, Set<TaskState> stuck) {
        Map<TaskState, @Nullable Hold> found = new LinkedHashMap<>();
        for (Hold hold : holders) {
            TaskState task = Objects.requireNonNull(hold.frame).task;
            if (stuck.contains(task)) {
                found.put(task, hold);
            }
        }
        return found;
    }

    /** The holders if all are stuck; one that is not is a way out. */
    private static Map<TaskState, @Nullable Hold> all(List<Hold> holders, Set<TaskState> stuck) {
        Map<TaskState, @Nullable Hold> found = some(holders, stuck);
        for (Hold hold : holders) {
            if (!found.containsKey(Objects.requireNonNull(hold.frame).task)) {
                return Map.of();
            }
        }
        return found;
    }

    /** Follows from each stuck task the first one that blocks it, and records each ring once. */
    private void recordRings(Set<TaskState> stuck) {
        Map<TaskState, TaskState> next = new LinkedHashMap<>();
        Map<TaskState, @Nullable Hold> through = new LinkedHashMap<>();
        List<TaskState> ordered = new ArrayList<>(stuck);
        ordered.removeIf(this::hasEnded);
        ordered.sort(Comparator.comparing(task -> task.name));
        for (TaskState task : ordered) {
            Map<TaskState, @Nullable Hold> blockers = blockers(task, stuck);
            TaskState first = blockers.keySet().stream()
                    .min(Comparator.comparing(each -> each.name))
                    .orElseThrow();
            next.put(task, hasEnded(first) ? task : first);
            through.put(task, blockers.get(first));
        }
        Set<TaskState> done = new LinkedHashSet<>();
        for (TaskState start : ordered) {
            Set<TaskState> path = new LinkedHashSet<>();
            TaskState at = start;
            while (!done.contains(at) && path.add(at)) {
                at = Objects.requireNonNull(next.get(at));
            }
            if (path.contains(at)) {
                List<TaskState> ring = new ArrayList<>(path);
                record(ring.subList(ring.indexOf(at), ring.size()), through, stuck.size());
            }
            done.addAll(path);
        }
    }

    private void record(List<TaskState> ring, Map<TaskState, @Nullable Hold> through, int stuck) {
        IntList froms = new IntArrayList();
        IntList targets = new IntArrayList();
        List<Witness> witnesses = new ArrayList<>();
        SortedMap<String, String> details = new TreeMap<>();
        details.put("tasks", Integer.toString(stuck));
        TaskState before = ring.get(ring.size() - 1);
        for (TaskState task : ring) {
            Hold held = through.get(before);
            if (held != null && isWithoutSignaller(before, held)) {
                froms.add(before.blocked.target);
                targets.add(held.node());
                witnesses.add(waitsForPlace(before, held));
            }
            froms.add(held == null ? before.blocked.target : held.node());
            targets.add(task.blocked.target);
            witnesses.add(witness(task, held));
            if (isWithoutSignaller(task, through.get(task))) {
                details.put("signaller", "nobody-else");
            }
            if (held != null && hasEnded(Objects.requireNonNull(held.frame).task)) {
                details.put("ended", held.frame.task.name);
            }
            before = task;
        }
        session.observations.addCertain(new Observations.Draft(
                Observation.Kind.DEADLOCK,
                "stuck-at-end",
                froms.toIntArray(),
                targets.toIntArray(),
                details,
                witnesses));
    }

    /** Whoever is to signal what this task waits for waits for its place. */
    private Witness waitsForPlace(TaskState task, Hold place) {
        return new Witness(
                "whoever waits for a place",
                task.frames[task.blocked.level].context,
                "",
                session.witnesses.text(waitedFor(task)),
                session.witnesses.text(place.resource),
                Place.UNKNOWN,
                Place.UNKNOWN,
                List.of(),
                task.stamp,
                -1);
    }

    /** Whether it waits for a fence, or for an item that nobody has begun and that is in no known queue. */
    private static boolean mayBeSignalledByAnybody(TaskState task) {
        boolean begins = task.blocked.resource instanceof Resource.Work work && work.holders == null && work.queued < 0;
        return begins || !task.blocked.any.isEmpty();
    }

    /** Whether it waits for what anybody may signal, and what keeps it is no hold of that. */
    private boolean isWithoutSignaller(TaskState task, @Nullable Hold through) {
        return session.watched.nobodyElse()
                && mayBeSignalledByAnybody(task)
                && (through == null || through.kind == ResourceKind.PLACE);
    }

    private static @Nullable Resource waitedFor(TaskState task) {
        return task.blocked.any.isEmpty() ? task.blocked.resource : task.blocked.any.get(0);
    }

    private Witness witness(TaskState task, @Nullable Hold held) {
        TaskState.Blocked blocked = task.blocked;
        Resource waited = waitedFor(task);
        Frame frame = task.frames[blocked.level];
        return new Witness(
                task.name,
                frame.context,
                session.names.text(blocked.driver),
                held == null ? "" : session.witnesses.text(held.resource),
                session.witnesses.text(waited),
                held == null ? Place.UNKNOWN : session.witnesses.place(held.line, held.at, held.stack),
                session.witnesses.place(blocked.line, blocked.at, blocked.stack),
                List.of(),
                task.stamp,
                -1);
    }

    /** Who holds the places of the queue that a work item is on. */
    private List<Hold> placeHolders(Resource.Work work) {
        List<Hold> holders = new ArrayList<>();
        if (work.queue == null || work.capacity() <= 0) {
            return holders;
        }
        Resource places = session.places(work.queue.name);
        for (Hold hold = places.holders; hold != null; hold = hold.nextOfResource) {
            holders.add(hold);
        }
        return holders.size() < work.capacity() ? new ArrayList<>() : holders;
    }
}
