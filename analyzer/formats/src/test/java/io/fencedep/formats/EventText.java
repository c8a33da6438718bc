package io.fencedep.formats;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Toggle;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An event as text, to be compared. */
public final class EventText {
    private EventText() {}

    /** Everything that an event says, without what it does not say. */
    public static String of(Event e, Names names, Instances instances) {
        StringBuilder text = new StringBuilder();
        text.append(e.line).append(' ').append(e.kind.text()).append(" task=").append(names.text(e.task));
        add(text, "time", e.time, Event.ABSENT);
        add(text, "instance", instances.text(e.instance), "");
        add(text, "class", names.text(e.className), "");
        add(text, "subclass", e.subclass, 0);
        add(text, "at", names.text(e.at), "");
        add(text, "stack", names.text(e.stack).replace("\n", "|"), "");
        add(text, "driver", names.text(e.driver), "");
        add(text, "context", e.context, InterruptContext.TASK);
        add(text, "irqThreaded", e.irqThreaded, false);
        add(text, "irqs", e.irqs, Toggle.UNSAID);
        add(text, "softirqs", e.softirqs, Toggle.UNSAID);
        add(text, "child", names.text(e.child), "");
        add(text, "queue", names.text(e.queue), "");
        add(text, "capacity", e.capacity, Event.ABSENT);
        add(text, "lockKind", e.lockKind, LockKind.UNKNOWN);
        add(text, "mode", e.mode, LockMode.WRITE);
        add(text, "tried", e.tried, false);
        add(text, "failed", e.failed, false);
        add(text, "nest", instances.text(e.nest), "");
        add(text, "nests", e.nests, false);
        add(text, "unchecked", e.unchecked, false);
        add(text, "timeout", e.timeout, Event.ABSENT);
        add(text, "reentrant", e.reentrant, false);
        add(text, "waitInner", e.waitInner, 0);
        add(text, "waitOuter", e.waitOuter, 0);
        add(text, "percpu", e.percpu, false);
        add(text, "timeline", instances.text(e.timeline), "");
        add(text, "seqno", e.hasSeqno ? e.seqno : "", "");
        add(text, "userspace", e.userspace, false);
        add(text, "device", instances.text(e.device), "");
        add(text, "on", instances.text(e.on), "");
        add(text, "any", list(e.any, e.anyCount, instances), "");
        add(text, "interruptible", e.interruptible, Toggle.UNSAID);
        add(text, "slept", e.slept, Toggle.UNSAID);
        add(text, "begun", e.begun, false);
        add(text, "result", e.result, EventResult.UNSAID);
        add(text, "flags", names.text(e.flags), "");
        add(text, "size", e.size, Event.ABSENT);
        add(text, "scope", e.scope, AllocScope.NOFS);
        add(text, "blocking", e.blocking, Toggle.UNSAID);
        add(text, "model", e.hasModel ? e.model : "", "");
        add(text, "pages", e.pageCount < 0 ? "" : '[' + list(e.pages, e.pageCount, instances) + ']', "");
        add(text, "zone", names.text(e.zone), "");
        add(text, "callback", e.callback, Toggle.UNSAID);
        add(text, "text", names.text(e.text), "");
        add(text, "count", e.count, Event.ABSENT);
        return text.toString();
    }

    private static String list(int[] ids, int count, Instances instances) {
        return Arrays.stream(ids, 0, Math.max(count, 0))
                .mapToObj(instances::text)
                .collect(Collectors.joining(","));
    }

    private static void add(StringBuilder text, String name, Object value, Object absent) {
        if (!value.toString().equals(absent.toString())) {
            text.append(' ').append(name).append('=').append(value);
        }
    }
}
