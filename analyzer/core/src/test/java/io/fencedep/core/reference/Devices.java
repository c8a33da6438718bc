package io.fencedep.core.reference;

import io.fencedep.core.reference.Fences.Fence;
import java.util.List;

/** Resets and faults of devices: nothing of the device signals before they are through. */
final class Devices {
    private final World world;
    private final Fences fences;

    Devices(World world, Fences fences) {
        this.world = world;
        this.fences = fences;
    }

    void accept(int line, TraceEvent event) {
        switch (event.kind()) {
            case RESET_BEGIN -> begin(line, event, "reset");
            case FAULT_BEGIN -> begin(line, event, "fault");
            case RESET_END -> end(line, event, "reset");
            case FAULT_END -> end(line, event, "fault");
            default -> {}
        }
    }

    private void begin(int line, TraceEvent event, String kind) {
        String device = event.text("device");
        world.hold(Hold.Sort.DEVICE, event.task(), line, className(event, kind), kind + ":" + device);
        for (Fence fence : fences.known()) {
            if (fence.device.equals(device) && fence.publishedLast > fence.lost && fence.signalled < 0) {
                Hold hold =
                        world.hold(Hold.Sort.RESET_FENCE, event.task(), line, world.fenceClass(fence.name), fence.name);
                hold.owner = kind + ":" + device;
            }
        }
    }

    private static String className(TraceEvent event, String kind) {
        return event.has("class") ? event.named() : kind;
    }

    private void end(int line, TraceEvent event, String kind) {
        String owner = kind + ":" + event.text("device");
        Hold ended = null;
        for (Hold hold : world.open(event.task())) {
            if (hold.sort == Hold.Sort.DEVICE && hold.instance.equals(owner)) {
                ended = hold;
            }
        }
        if (ended == null) {
            world.anomaly(kind);
            return;
        }
        for (Fence fence : kind.equals("reset") ? fences.known() : List.<Fence>of()) {
            if (fence.device.equals(event.text("device"))
                    && fence.publishedLast > fence.lost
                    && fence.published < ended.from
                    && fence.signalled < 0
                    && fence.submittedLast < ended.from) {
                world.fact("rule reset-leaves-fences " + world.fenceClass(fence.name));
            }
        }
        for (Hold hold : world.open(event.task())) {
            if (hold.from == ended.from) {
                hold.to = line;
            }
        }
    }
}
