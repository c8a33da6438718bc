package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is wrong with a wait for fences by itself: under its own class, or for user space. */
final class FenceWaitChecks {
    private final Session session;
    private final Rings rings;

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
                if (fences.size() == 1 && fences.get(0).classId == held.classId) {
                    waitsForItself(held, fences.get(0), hold, frame, event);
                } else if (fences.stream()
                        .allMatch(fence -> fence.classId == held.classId && cannotComeBefore(held, fence))) {
                    recursion("same-fence", hold, fences.get(0), frame, event);
                }
            } else if (hold.resource instanceof Resource.Device device
                    && fences.stream().allMatch(fence -> owedBy(device, hold, fence))) {
                recursion("reset-owes-fence", hold, fences.get(0), frame, event);
            }
        }
    }

    private static boolean owedBy(Resource.Device device, Hold hold, Fence fence) {
        return fence.device == device.instance
                && fence.published != Fence.NEVER
                && fence.published < hold.since
                && fence.signalled == Fence.NEVER;
    }

    /** One class twice: the same fence, a later one of its timeline, or a ring of fences. */
    void waitsForItself(Fence held, Fence waited, @Nullable Hold hold, Frame frame, Event event) {
        if (held == waited) {
            recursion("same-fence", hold, waited, frame, event);
        } else if (sameTimeline(held, waited)) {
            if (waited.seqno >= held.seqno) {
                recursion("timeline", hold, waited, frame, event);
            }
        } else if ((hold == null || !hold.late) && rings.closes(held, waited)) {
            recursion("fence-ring", hold, waited, frame, event);
        }
    }

    private static boolean cannotComeBefore(Fence held, Fence waited) {
        return held == waited || sameTimeline(held, waited) && waited.seqno >= held.seqno;
    }

    private static boolean sameTimeline(Fence held, Fence waited) {
        return held.timeline != Instances.NONE && held.timeline == waited.timeline && held.hasSeqno && waited.hasSeqno;
    }

    private void recursion(String rule, @Nullable Hold hold, Fence waited, Frame frame, Event event) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("instance", rule.equals("same-fence") ? "same" : "ordered");
        if (Session.waitKind(event) == WaitKind.TIMED) {
            details.put("timed", "true");
        }
        int from = hold == null ? waited.classId * 2 : hold.node();
        if (hold != null && hold.late) {
            var witness = session.witness(frame, hold, waited, event);
            hold.onceSubmitted.add(new Observations.Draft(
                    Observation.Kind.RECURSION,
                    rule,
                    new int[] {from},
                    new int[] {waited.classId * 2},
                    details,
                    List.of(witness)));
            return;
        }
        session.observe(
                Observation.Kind.RECURSION, rule, from, waited.classId * 2, details, frame, hold, waited, event);
    }

    /** Nobody in the kernel can say when user space signals. */
    void waitsForUserspace(List<Fence> fences, WaitKind kind, Frame frame, Event event) {
        boolean onlyUserspace =
                fences.stream().allMatch(fence -> fence.userspace || session.classes.entry(fence.classId).userspace);
        if (kind != WaitKind.BLOCKING
                || !onlyUserspace
                || session.names.text(event.driver).equals("user")) {
            return;
        }
        List<Hold> blocked = new ArrayList<>();
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (hold.late) {
                continue;
            }
            if (hold.resource instanceof Fence held && held.userspace
                    || hold.kind == ResourceKind.FENCE && session.classes.entry(hold.classId).userspace) {
                return;
            }
            if (!hold.unchecked && matters(hold)) {
                blocked.add(hold);
            }
        }
        if (blocked.isEmpty()) {
            return;
        }
        Observations.Draft draft = session.observe(
                Observation.Kind.UNBOUNDED,
                "user-fence",
                blocked.get(0).node(),
                fences.get(0).classId * 2,
                new TreeMap<>(),
                frame,
                blocked.get(0),
                fences.get(0),
                event);
        blocked.forEach(draft::seenUnder);
    }

    private static boolean matters(Hold hold) {
        return switch (hold.kind) {
            case LOCK, FENCE, RECLAIM, NOTIFIER, WORK -> true;
            default -> false;
        };
    }
}
