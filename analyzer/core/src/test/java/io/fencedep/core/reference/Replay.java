package io.fencedep.core.reference;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.NotifierModel;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Toggle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/** Hands a trace to the real analysis. */
public final class Replay {
    private static final Map<String, Namespace> SUBJECTS = Map.of(
            "lock", Namespace.LOCK,
            "fence", Namespace.FENCE,
            "work", Namespace.WORK,
            "page", Namespace.PAGE,
            "notifier", Namespace.NOTIFIER);

    private final Names names = new Names();
    private final Instances instances = new Instances();
    private final Event event = new Event();

    private Replay() {}

    /** The graph of a trace. */
    public static DependencyGraph graph(List<TraceEvent> trace, String source, String id) {
        return new Replay().run(trace, source, id, (lowering, events) -> {});
    }

    /** The graph of a trace, after somebody has looked at the analysis behind each event. */
    static DependencyGraph watched(
            List<TraceEvent> trace, String source, String id, ObjIntConsumer<Lowering> afterEvents) {
        return new Replay().run(trace, source, id, afterEvents);
    }

    /** What identifies a trace that is replayed. */
    static Recording recording(String source, String id) {
        return new Recording(id, id + ".jsonl", "fencedep-trace", source, Set.of());
    }

    private DependencyGraph run(
            List<TraceEvent> trace, String source, String id, ObjIntConsumer<Lowering> afterEvents) {
        Lowering lowering = new Lowering(names, instances, source);
        int events = 0;
        long line = 2;
        for (TraceEvent traced : trace) {
            event.clear();
            event.line = line++;
            fillCommon(traced);
            fillLock(traced);
            fillFence(traced);
            fillOthers(traced);
            lowering.accept(event);
            afterEvents.accept(lowering, ++events);
        }
        return lowering.finish(recording(source, id), 0, List.of());
    }

    private void fillCommon(TraceEvent traced) {
        event.kind = traced.kind();
        event.task = names.intern(traced.task());
        event.at = names.intern(traced.text("at"));
        event.stack = names.intern(String.join("\n", traced.list("stack")));
        event.time = traced.number("time", Event.ABSENT);
        event.count = traced.number("count", Event.ABSENT);
        event.driver = names.intern(traced.text("driver"));
        event.className = names.intern(traced.text("class"));
        event.irqThreaded = traced.is("irq_threaded", true);
        event.irqs = onOff(traced.text("irqs"));
        event.softirqs = onOff(traced.text("softirqs"));
        if (traced.has("context")) {
            event.context = keyword(InterruptContext.class, traced.text("context"));
        }
        SUBJECTS.forEach((field, space) -> {
            if (traced.has(field)) {
                event.instance = instances.intern(space, traced.text(field));
            }
        });
    }

    private void fillLock(TraceEvent traced) {
        event.subclass = (int) traced.number("subclass", 0);
        event.capacity = traced.number("capacity", Event.ABSENT);
        if (traced.kind() == EventKind.ACQUIRE) {
            if (traced.has("kind")) {
                event.lockKind = LockKind.of(traced.text("kind"));
            }
            if (traced.has("mode")) {
                event.mode = keyword(LockMode.class, traced.text("mode"));
            }
            event.tried = traced.is("try", true);
            event.failed = traced.is("failed", true);
            event.unchecked = traced.is("check", false);
            event.nests = traced.is("nests", true);
            event.reentrant = traced.is("reentrant", true);
            event.nest = instances.intern(Namespace.LOCK, traced.text("nest"));
            event.waitInner = (int) traced.number("wait_inner", 0);
            event.waitOuter = (int) traced.number("wait_outer", 0);
            event.percpu = traced.text("lock_type").equals("percpu");
        }
        event.timeout = traced.number("timeout", Event.ABSENT);
    }

    private void fillFence(TraceEvent traced) {
        event.timeline = instances.intern(Namespace.TIMELINE, traced.text("timeline"));
        event.hasSeqno = traced.has("seqno");
        event.seqno = traced.number("seqno", 0);
        event.userspace = traced.is("userspace", true);
        event.on = instances.intern(Namespace.FENCE, traced.text("on"));
        traced.list("pages").forEach(page -> event.addPage(instances.intern(Namespace.PAGE, page)));
        event.interruptible = toggle(traced, "interruptible");
        traced.list("any").forEach(fence -> event.addAny(instances.intern(Namespace.FENCE, fence)));
        event.slept = toggle(traced, "slept");
        event.begun = traced.is("begun", true);
        String result = traced.text("result") + traced.text("status");
        if (!result.isEmpty()) {
            event.result = keyword(EventResult.class, result);
        }
    }

    private void fillOthers(TraceEvent traced) {
        event.flags = names.intern(traced.text("flags"));
        event.size = traced.number("size", Event.ABSENT);
        if (traced.has("scope")) {
            event.scope = keyword(AllocScope.class, traced.text("scope"));
        }
        event.blocking = toggle(traced, "blocking");
        event.hasModel = traced.has("model");
        if (event.hasModel) {
            event.model = keyword(NotifierModel.class, traced.text("model"));
        }
        event.queue = names.intern(traced.text("queue"));
        event.child = names.intern(traced.text("child"));
        event.zone = names.intern(traced.text("zone"));
        event.callback = toggle(traced, "callback");
        event.text = names.intern(traced.text("name"));
        if (traced.has("device")) {
            int device = instances.intern(Namespace.DEVICE, traced.text("device"));
            if (traced.text("event").startsWith("reset") || traced.text("event").startsWith("fault")) {
                event.instance = device;
            } else {
                event.device = device;
            }
        }
    }

    private static Toggle onOff(String text) {
        return text.isEmpty() ? Toggle.UNSAID : text.equals("on") ? Toggle.YES : Toggle.NO;
    }

    private static Toggle toggle(TraceEvent traced, String key) {
        return traced.has(key) ? traced.is(key, true) ? Toggle.YES : Toggle.NO : Toggle.UNSAID;
    }

    private static <E extends Enum<E>> E keyword(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
