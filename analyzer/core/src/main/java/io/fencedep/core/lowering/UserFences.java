package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.Observations.Draft;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.model.Event;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Waits for fences that user space signals: nobody in the kernel can say when that will be.
 *
 * <p>Whether a fence is one is known by its creation, or by that of another one of its class. Its creation may be told after
 * somebody waited for it, and so may its class: such waits are looked at again.
 */
final class UserFences {
    private static final String RULE = "user-fence";

    /** How many waits may be looked at again; a source that tells what its fences are tells it before. */
    private static final int MAX_OPEN = 1_000;

    /** A fence as it is at some line; {@code untold} when no line has told of its creation yet. */
    private record Seen(Fence fence, int classId, boolean userspace, boolean untold) {
        static Seen of(Fence fence) {
            return new Seen(fence, fence.classId, fence.userspace, fence.created == Fence.NEVER);
        }

        Seen later() {
            return new Seen(fence, classId, userspace || fence.userspace, untold);
        }
    }

    /** When a fence that was waited for turned out to exist, and what was known by then. */
    private record Turn(long when, List<Seen> awaited, boolean byUser) {}

    /** A wait of which it is not known yet whether user space ends it. */
    private static final class Open {
        final long when;
        final List<Seen> awaited;
        /** The classes of fences that wait, or whose signal does: no harm when they are user space's themselves. */
        final IntList own;

        /** The fence that depends on another one; null when a task waits. */
        final @Nullable Fence dependent;

        final Draft draft;
        final List<Turn> turns = new ArrayList<>(1);
        /** What it was told as; null when it was not. */
        @Nullable
        Draft told;

        Open(long when, List<Seen> awaited, IntList own, @Nullable Fence dependent, Draft draft) {
            this.when = when;
            this.awaited = awaited;
            this.own = own;
            this.dependent = dependent;
            this.draft = draft;
        }
    }

    private final Session session;
    private final List<Open> open = new ArrayList<>();
    /** Classes, not known yet, of fences that user space signals: what has such a class is one as well. */
    private final IntList unnamed = new IntArrayList();

    UserFences(Session session) {
        this.session = session;
    }

    /** User space signals a fence that is created here. */
    void created(int classId) {
        ClassTable.Entry entry = session.classes.entry(classId);
        entry.userspaceSince = Math.min(entry.userspaceSince, session.now);
        if (!isKnown(classId) && !unnamed.contains(classId) && unnamed.size() < MAX_OPEN) {
            unnamed.add(classId);
        }
    }

    /** A task waits for one of these. */
    void await(List<Fence> fences, WaitKind kind, Frame frame, Event event) {
        if (kind != WaitKind.BLOCKING || isByUser(event) || isNone(fences)) {
            return;
        }
        IntList own = new IntArrayList();
        List<Hold> blocked = blockedBy(frame, own);
        if (blocked.isEmpty()) {
            return;
        }
        Hold first = blocked.get(0);
        Fence fence = fences.get(0);
        List<Seen> awaited = fences.stream().map(Seen::of).toList();
        if (isKnown(awaited, own) && areUserspace(awaited, session.now)) {
            Draft draft = session.observe(
                    Observation.Kind.UNBOUNDED,
                    RULE,
                    first.node(),
                    fence.classId * 2,
                    new TreeMap<>(),
                    frame,
                    first,
                    fence,
                    event);
            blocked.forEach(draft::seenUnder);
        } else if (open.size() < MAX_OPEN) {
            Draft draft = draft(first.node(), fence, session.witnesses.of(frame, first, fence, event));
            blocked.forEach(draft::seenUnder);
            lookAgain(new Open(session.now, awaited, own, null, draft));
        }
    }

    /** A fence cannot signal before another one has. */
    void depend(Fence fence, Fence on, Frame frame, Event event) {
        if (fence.classId == on.classId || fence.userspace || isByUser(event) || isNone(List.of(on))) {
            return;
        }
        Draft draft = draft(fence.classId * 2, on, session.witnesses.of(frame, null, fence, on, event));
        draft.confirmed = true;
        List<Seen> awaited = List.of(Seen.of(on));
        IntList own = IntList.of(fence.classId);
        Open wait = new Open(session.now, awaited, own, fence, draft);
        if (isKnown(awaited, own) && areUserspace(awaited, session.now)) {
            if (isUnbounded(wait)) {
                session.observations.add(draft);
            }
        } else if (open.size() < MAX_OPEN) {
            lookAgain(wait);
        }
    }

    /** Judges what had to wait until every class has its name. */
    void finish() {
        unnamed.forEach(session.classes::resolve);
        for (Open each : open) {
            Draft told = each.told;
            if (told != null) {
                told.confirmed |= each.draft.confirmed;
            } else {
                each.awaited.forEach(seen -> session.classes.resolve(seen.classId));
                each.own.forEach(session.classes::resolve);
                if (isUnbounded(each)) {
                    tell(each);
                }
            }
        }
    }

    /** Looks again at a wait when one of its fences turns out to exist, and when all classes have their names. */
    private void lookAgain(Open wait) {
        open.add(wait);
        for (Seen seen : wait.awaited) {
            if (seen.untold) {
                seen.fence.onceCreated.add(() -> {
                    List<Seen> now = wait.awaited.stream().map(Seen::later).toList();
                    wait.turns.add(new Turn(session.now, now, wait.dependent != null && wait.dependent.userspace));
                    if (wait.told == null && isKnown(wait.awaited, wait.own) && isUnbounded(wait)) {
                        wait.told = tell(wait);
                    }
                });
            }
        }
    }

    private Draft tell(Open wait) {
        wait.draft.count = 0; // It may have been told before, of a recording that was looked at in its middle.
        boolean stands = wait.draft.confirmed;
        Draft told = session.observations.add(wait.draft);
        told.confirmed |= stands;
        return told;
    }

    private boolean isUnbounded(Open wait) {
        boolean byUser = wait.own.intStream().anyMatch(own -> isUserspace(own, wait.when));
        boolean sameClass =
                wait.dependent != null && session.classes.areSame(wait.own.getInt(0), wait.awaited.get(0).classId);
        if (byUser || sameClass) {
            return false;
        }
        return areUserspace(wait.awaited, wait.when)
                || wait.awaited.stream().allMatch(seen -> seen.untold || isUserspace(seen, wait.when))
                        && wait.turns.stream().anyMatch(turn -> !turn.byUser && areUserspace(turn.awaited, turn.when));
    }

    /** What this frame keeps others from meanwhile, and the classes of fences that it is on the way to signal. */
    private List<Hold> blockedBy(Frame frame, IntList own) {
        List<Hold> blocked = new ArrayList<>();
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.late) {
                continue;
            }
            if (hold.kind == ResourceKind.FENCE) {
                if (isUserspace(hold)) {
                    return List.of();
                }
                own.add(hold.classId);
            }
            if (!hold.unchecked && matters(hold)) {
                blocked.add(hold);
            }
        }
        return blocked;
    }

    private boolean isUserspace(Hold hold) {
        boolean itself = hold.resource instanceof Fence held && held.userspace;
        return itself || isKnown(hold.classId) && isUserspace(hold.classId, session.now);
    }

    private static boolean matters(Hold hold) {
        return switch (hold.kind) {
            case LOCK, FENCE, RECLAIM, NOTIFIER, WORK -> true;
            // The kernel's lock that stands for a queue is held by whoever runs one of its items.
            default -> hold.lockLike;
        };
    }

    private static Draft draft(int from, Fence waited, Witness witness) {
        return new Draft(
                Observation.Kind.UNBOUNDED,
                RULE,
                new int[] {from},
                new int[] {waited.classId * 2},
                new TreeMap<>(),
                List.of(witness));
    }

    /** Whether one of them is surely none, whatever lines further down tell. */
    private boolean isNone(List<Fence> fences) {
        return fences.stream()
                .anyMatch(fence -> !fence.userspace
                        && fence.created != Fence.NEVER
                        && isKnown(fence.classId)
                        && isKnown(unnamed)
                        && !isUserspace(fence.classId, session.now));
    }

    private boolean areUserspace(List<Seen> fences, long when) {
        return fences.stream().allMatch(seen -> isUserspace(seen, when));
    }

    private boolean isUserspace(Seen seen, long when) {
        return seen.userspace || isUserspace(seen.classId, when);
    }

    private boolean isUserspace(int classId, long when) {
        ClassTable classes = session.classes;
        return classes.entry(classes.presumed(classes.known(classId))).userspaceSince <= when;
    }

    /** Whether it is known of what classes all of them are; what cannot be looked at again is what it seems to be. */
    private boolean isKnown(List<Seen> fences, IntList classes) {
        return open.size() >= MAX_OPEN
                || fences.stream().allMatch(seen -> isKnown(seen.classId)) && isKnown(classes) && isKnown(unnamed);
    }

    private boolean isKnown(IntList classes) {
        return classes.intStream().allMatch(this::isKnown);
    }

    private boolean isKnown(int classId) {
        return session.classes.isKnown(classId);
    }

    /** Whether user space itself does this. */
    private boolean isByUser(Event event) {
        return session.names.text(event.driver).equals("user");
    }
}
