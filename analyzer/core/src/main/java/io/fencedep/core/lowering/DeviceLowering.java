package io.fencedep.core.lowering;

import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.lowering.Resource.Device;
import io.fencedep.core.lowering.Resource.Fence;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Names;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import java.util.TreeMap;

/** What resets and recoverable faults mean: until they are through, no fence of the device signals. */
final class DeviceLowering {
    private final Session session;

    DeviceLowering(Session session) {
        this.session = session;
    }

    void begin(Event event, Frame frame, ResourceKind kind) {
        Device device = session.resources.device(event.instance);
        int classId = event.className != Names.NONE
                ? session.classes.of(event.className, event.subclass, kind)
                : session.classes.byName(kind.text(), kind);
        session.begin(session.newHold(frame, event, classId, kind, device));
        Int2IntLinkedOpenHashMap owed = new Int2IntLinkedOpenHashMap();
        for (Fence fence : device.fences) {
            if (fence.published != Fence.NEVER && fence.signalled == Fence.NEVER) {
                owed.addTo(fence.classId, 1);
            }
        }
        owed.forEach((fenceClass, count) -> {
            Hold hold = session.newHold(frame, event, fenceClass, ResourceKind.FENCE, device);
            hold.owed = count;
            session.begin(hold);
        });
    }

    void end(Event event, TaskState task, Frame frame, ResourceKind kind) {
        Device device = session.resources.device(event.instance);
        Hold ended = null;
        for (Hold hold = device.holders; hold != null && ended == null; hold = hold.nextOfResource) {
            if (hold.kind == kind && hold.frame != null && hold.frame.task == task) {
                ended = hold;
            }
        }
        if (ended == null) {
            session.anomalies.add(
                    kind == ResourceKind.RESET ? Anomalies.RESET_NOT_BEGUN : Anomalies.FAULT_NOT_BEGUN, event.line);
            return;
        }
        if (kind == ResourceKind.RESET) {
            checkLeftBehind(device, ended, frame, event);
        }
        long since = ended.since;
        Hold next;
        for (Hold hold = device.holders; hold != null; hold = next) {
            next = hold.nextOfResource;
            if (hold.since == since && hold.frame != null && hold.frame.task == task) {
                session.end(hold);
            }
        }
    }

    private void checkLeftBehind(Device device, Hold reset, Frame frame, Event event) {
        for (Fence fence : device.fences) {
            if (fence.published < reset.since && fence.signalled == Fence.NEVER && fence.submitted < reset.since) {
                session.observe(
                        Observation.Kind.RULE,
                        "reset-leaves-fences",
                        reset.node(),
                        fence.classId * 2,
                        new TreeMap<>(),
                        frame,
                        reset,
                        fence,
                        event);
            }
        }
    }
}
