package io.fencedep.formats.jsonl;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A native trace that was read: its events as text, and as they are written again. */
final class TestTrace {
    private final Names names = new Names();
    private final Instances instances = new Instances();
    private final List<String> events = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private @Nullable Recording begun;
    private @Nullable JsonlWriter writer;
    private @Nullable ReadReport report;

    /** Reads these bytes as an input that is called t. */
    static TestTrace read(byte[] bytes, ReadOptions options) throws InputException {
        TestTrace trace = new TestTrace();
        TraceSource source = TraceSource.of("t", new ByteArrayInputStream(bytes));
        TraceContext context = new TraceContext(trace.names, trace.instances, trace::begin, trace::accept, options);
        trace.report = new JsonlFormat().read(source, context);
        return trace;
    }

    ReadReport report() {
        return report;
    }

    /** As it was announced before the first event. */
    Recording begun() {
        return begun;
    }

    List<String> events() {
        return events;
    }

    void write(Event event) {
        writer.accept(event);
    }

    byte[] written() throws IOException {
        writer.close();
        return out.toByteArray();
    }

    private void begin(Recording recording) {
        if (begun != null) {
            throw new AssertionError("begun twice");
        }
        begun = recording;
        writer = new JsonlWriter(out, names, instances, recording);
    }

    private void accept(Event event) {
        events.add(describe(event));
        writer.accept(event);
    }

    /** Everything that an event says, without what it does not say. */
    private String describe(Event e) {
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
        add(text, "any", list(e.any, e.anyCount), "");
        add(text, "slept", e.slept, Toggle.UNSAID);
        add(text, "result", e.result, EventResult.UNSAID);
        add(text, "flags", names.text(e.flags), "");
        add(text, "scope", e.scope, AllocScope.NOFS);
        add(text, "blocking", e.blocking, Toggle.UNSAID);
        add(text, "model", e.hasModel ? e.model : "", "");
        add(text, "pages", e.pageCount < 0 ? "" : '[' + list(e.pages, e.pageCount) + ']', "");
        add(text, "zone", names.text(e.zone), "");
        add(text, "callback", e.callback, Toggle.UNSAID);
        add(text, "text", names.text(e.text), "");
        add(text, "count", e.count, Event.ABSENT);
        return text.toString();
    }

    private String list(int[] ids, int count) {
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
