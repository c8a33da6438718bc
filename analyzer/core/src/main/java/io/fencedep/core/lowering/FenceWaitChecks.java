package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.Observations.Draft;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong with a wait for fences under their own class. */
final class FenceWaitChecks {
    /** A later fence of a timeline is waited for by an earlier one. */
    static final String TIMELINE = "timeline";

    /** A reset waits for what it owes, or for a later fence of its timeline. */
    static final String RESET_OWES = "reset-owes-fence";

    private static final String SAME_FENCE = "same-fence";

    /** How many waits may be looked at again when their fence turns out to exist; a source that tells tells it before. */
    private static final int MAX_BEFORE_CREATION = 1_000;

    /** A fence that waits for itself: which rule, what is owed, by which hold if by any, and what is waited for. */
    private record Found(
            String rule, int from, Resource held, @Nullable Hold hold, Fence waited, Rings.@Nullable Ring ring) {}

    /** A wait of a task for what it has published and, for all that the trace says, not handed over. */
    private static final class Own {
        final TaskState task;
        final Draft draft;
        boolean back;

        Own(TaskState task, Draft draft) {
            this.task = task;
            this.draft = draft;
        }
    }

    private final Session session;
    private final Rings rings;
    private int beforeCreation;
    /** Waits of a publisher for what it has published and, for all the trace says, still owes. */
    private final Map<Fence, List<Own>> ofOwn = new LinkedHashMap<>();

    FenceWaitChecks(Session session, Rings rings) {
        this.session = session;
        this.rings = rings;
    }

    /** One class, or one fence, held and waited for. */
    void waitsUnderHolds(List<Fence> fences, Frame frame, Event event) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.kind != ResourceKind.FENCE) {
                continue;
            }
            if (hold.resource instanceof Fence held) {
                if (fences.size() == 1) {
                    waitsForItself(held, fences.get(0), hold, frame, event);
                } else if (fences.stream().allMatch(fence -> cannotComeBefore(held, fence))) {
                    boolean same = fences.stream().allMatch(fence -> fence.classId == held.classId);
                    String rule = same ? SAME_FENCE : TIMELINE;
                    Found found = new Found(rule, hold.node(), held, hold, fences.get(0), null);
                    if (held.duty == hold && !hold.late && fences.contains(held)) {
                        ofOwn(held, found, frame, event);
                    } else {
                        report(found, frame, event);
                    }
                }
            } else if (hold.resource instanceof Resource.Device device
                    && fences.stream().allMatch(fence -> waitsForOwed(device, hold, fence))) {
                report(new Found(RESET_OWES, hold.node(), device, hold, fences.get(0), null), frame, event);
            }
        }
    }

    /** Whether a fence is owed by a reset or fault, or cannot signal before one that is. */
    private static boolean waitsForOwed(Resource.Device device, Hold hold, Fence fence) {
        return device.owes(fence, hold)
                || device.fences.stream().anyMatch(owed -> device.owes(owed, hold) && cannotComeBefore(owed, fence));
    }

    /** The same fence, a later one of its timeline, or a ring of fences. */
    void waitsForItself(Fence held, Fence waited, @Nullable Hold hold, Frame frame, Event event) {
        int from = hold == null ? held.classId * 2 : hold.node();
        if (held == waited) {
            report(new Found(SAME_FENCE, from, held, hold, waited, null), frame, event);
        } else if (sameTimeline(held, waited)) {
            if (waited.seqno >= held.seqno) {
                report(new Found(TIMELINE, from, held, hold, waited, null), frame, event);
            }
        } else if (hold == null || !hold.late) {
            if (session.mayBeOne(held.classId, waited.classId)) {
                Rings.Ring ring = rings.closes(held, waited, isTimed(event), Rings.By.of(frame.task, event));
                if (ring != null) {
                    report(new Found("fence-ring", from, held, hold, waited, ring), frame, event);
                }
            }
            if (held.timeline != Instances.NONE && held.hasSeqno && mayTellMore(waited)) {
                int timeline = held.timeline;
                long seqno = held.seqno;
                Draft later = draft(new Found(TIMELINE, from, held, hold, waited, null), frame, event);
                onceCreated(waited, () -> {
                    if (waited.timeline == timeline && waited.hasSeqno && waited.seqno >= seqno) {
                        session.observations.addCertain(later);
                    }
                });
            }
        }
    }

    private static boolean cannotComeBefore(Fence held, Fence waited) {
        return held == waited || sameTimeline(held, waited) && waited.seqno >= held.seqno;
    }

    private static boolean sameTimeline(Fence held, Fence waited) {
        return held.timeline != Instances.NONE && held.timeline == waited.timeline && held.hasSeqno && waited.hasSeqno;
    }

    private static boolean isTimed(Event event) {
        return Session.waitKind(event) == WaitKind.TIMED;
    }

    private void report(Found found, Frame frame, Event event) {
        Hold hold = found.hold;
        if (hold != null && hold.late) {
            hold.onceSubmitted.add(draft(found, frame, event));
            return;
        }
        if (hold != null && found.held == found.waited && found.waited.duty == hold) {
            ofOwn(found.waited, found, frame, event);
            return;
        }
        Draft draft = session.observations.again(
                Observation.Kind.RECURSION, found.rule, found.from, found.waited.classId * 2, details(found, event));
        if (draft == null) {
            draft = session.observations.add(draft(found, frame, event));
        }
        if (hold == null) {
            draft.confirmed = true;
        } else {
            draft.seenUnder(hold);
        }
    }

    /** Waits for what it has published itself, alone or among others: perhaps it has handed it over. */
    private void ofOwn(Fence own, Found found, Frame frame, Event event) {
        ofOwn.computeIfAbsent(own, ignored -> new ArrayList<>()).add(new Own(frame.task, draft(found, frame, event)));
    }

    private Draft draft(Found found, Frame frame, Event event) {
        List<Witness> witnesses = new ArrayList<>();
        witnesses.add(session.witnesses.of(frame, found.hold, found.held, found.waited, event));
        if (found.ring != null) {
            found.ring.rest().forEach(step -> witnesses.add(session.witnesses.of(step)));
        }
        return new Draft(
                        Observation.Kind.RECURSION,
                        found.rule,
                        new int[] {found.from},
                        new int[] {found.waited.classId * 2},
                        details(found, event),
                        witnesses)
                .inRing(found.ring);
    }

    private static SortedMap<String, String> details(Found found, Event event) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", found.rule.equals(SAME_FENCE) ? "same" : "ordered");
        if (found.ring == null ? isTimed(event) : found.ring.timed()) {
            details.put("timed", "true");
        }
        return details;
    }

    /** Whether the trace may still tell what this fence is, though somebody waits for it already. */
    private boolean mayTellMore(Fence fence) {
        return fence.created == Fence.NEVER && beforeCreation < MAX_BEFORE_CREATION;
    }

    private void onceCreated(Fence fence, Runnable check) {
        beforeCreation++;
        fence.onceCreated.add(check);
    }

    /** Its publisher's wait for it has ended, though nobody has signalled it yet: somebody may have it. */
    void cameBack(Fence fence, TaskState task) {
        List<Own> waits = ofOwn.get(fence);
        if (waits != null) {
            waits.forEach(own -> own.back |= own.task == task);
        }
    }

    /** Whoever waited for what it then submits or signals itself has waited for itself; anybody else had it before. */
    void settled(Fence fence, TaskState task, Frame frame) {
        List<Own> waits = ofOwn.remove(fence);
        if (waits != null && frame.context == InterruptContext.TASK) {
            waits.stream().filter(own -> own.task == task).forEach(this::certainly);
        }
    }

    /** Whatever happens now under this name has nothing to do with what was waited for. */
    void forget(Fence fence) {
        ofOwn.remove(fence);
    }

    /** Events were lost. */
    void forgetAll() {
        ofOwn.clear();
    }

    /** Nobody signals any more: who still waits for what it published does so for ever. */
    void finish() {
        ofOwn.values().forEach(waits -> waits.stream().filter(own -> !own.back).forEach(this::certainly));
    }

    private void certainly(Own own) {
        own.draft.count = 0; // It may have been told before, of a recording that was looked at in its middle.
        session.observations.addCertain(own.draft);
    }

    /** The trace has told what this fence is. */
    void created(Fence fence) {
        List<Runnable> checks = List.copyOf(fence.onceCreated);
        fence.onceCreated.clear();
        checks.forEach(Runnable::run);
    }
}
