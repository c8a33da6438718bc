package io.fencedep.formats.jsonl;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.EventText;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
        events.add(EventText.of(event, names, instances));
        writer.accept(event);
    }
}
