package io.fencedep.formats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.EventResult;
import io.fencedep.core.model.EventSink;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.LockMode;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.FtraceFormat;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a reader tells of an input: each event as words, only with the fields that say something. */
public final class Told {
    public static final Path SAMPLES = Path.of("..", "..", "samples");

    public final Names names = new Names();
    public final Instances instances = new Instances();
    public final List<String> events = new ArrayList<>();
    public final List<Long> lines = new ArrayList<>();
    public final Map<EventKind, Integer> counts = new EnumMap<>(EventKind.class);
    private Recording recording;
    private ReadReport report;

    /** Reads lines; the words of an event start with its kind. */
    public static Told of(String... lines) throws InputException {
        return read(String.join("\n", lines) + "\n", ReadOptions.STRICT);
    }

    public static Told read(String text, ReadOptions options) throws InputException {
        return read(new FtraceFormat(), text.getBytes(UTF_8), options);
    }

    /** Reads an input of any format. */
    public static Told read(TraceFormat format, byte[] content, ReadOptions options) throws InputException {
        Told told = new Told();
        told.read(format, TraceSource.of("text", new ByteArrayInputStream(content)), options);
        return told;
    }

    public static Told file(Path path) throws InputException {
        return file(new FtraceFormat(), path);
    }

    /** Reads a file of any format. */
    public static Told file(TraceFormat format, Path path) throws InputException {
        Told told = new Told();
        try (TraceSource source = TraceSource.open(path)) {
            told.read(format, source, ReadOptions.STRICT);
        }
        return told;
    }

    public Recording recording() {
        return Objects.requireNonNull(recording);
    }

    public ReadReport report() {
        return Objects.requireNonNull(report);
    }

    /** The events of these kinds. */
    public List<String> only(EventKind... kinds) {
        List<String> starts =
                List.of(kinds).stream().map(kind -> kind.text() + " ").toList();
        return events.stream()
                .filter(event -> starts.stream().anyMatch(event::startsWith))
                .toList();
    }

    public int count(EventKind kind) {
        return counts.getOrDefault(kind, 0);
    }

    private void read(TraceFormat format, TraceSource source, ReadOptions options) throws InputException {
        EventSink sink = event -> {
            events.add(words(event));
            lines.add(event.line);
            counts.merge(event.kind, 1, Integer::sum);
        };
        report = format.read(source, new TraceContext(names, instances, begun -> recording = begun, sink, options));
    }

    private String words(Event event) {
        StringBuilder words = new StringBuilder(event.kind.text()).append(' ').append(names.text(event.task));
        if (event.context != InterruptContext.TASK) {
            words.append(' ').append(event.context);
        }
        words.append(event.irqs == Toggle.NO ? " irqs-off" : "");
        words.append(event.softirqs == Toggle.NO ? " softirqs-off" : "");
        name(words, "", event.className);
        instance(words, "@", event.instance);
        words.append(event.mode == LockMode.WRITE ? "" : " " + event.mode);
        words.append(event.tried ? " try" : "");
        words.append(event.failed ? " failed" : "");
        words.append(event.unchecked ? " unchecked" : "");
        words.append(event.percpu ? " percpu" : "");
        words.append(event.lockKind == LockKind.UNKNOWN ? "" : " " + event.lockKind.text());
        words.append(event.subclass == 0 ? "" : " /" + event.subclass);
        words.append(event.waitOuter + event.waitInner == 0 ? "" : " wait=" + event.waitOuter + "-" + event.waitInner);
        instance(words, "nest=", event.nest);
        instance(words, "on=", event.on);
        name(words, "queue=", event.queue);
        name(words, "at=", event.at);
        name(words, "driver=", event.driver);
        name(words, "text=", event.text);
        instance(words, "device=", event.device);
        instance(words, "timeline=", event.timeline);
        words.append(event.hasSeqno ? " seqno=" + event.seqno : "");
        words.append(event.slept == Toggle.UNSAID ? "" : event.slept == Toggle.NO ? " slept=no" : " slept=yes");
        words.append(event.begun ? " begun" : "");
        words.append(event.result == EventResult.UNSAID ? "" : " " + event.result);
        words.append(event.count == Event.ABSENT ? "" : " count=" + event.count);
        name(words, "stack=", event.stack);
        return words.toString().replace('\n', '|');
    }

    private void name(StringBuilder words, String label, int name) {
        if (name != Names.NONE) {
            words.append(' ').append(label).append(names.text(name));
        }
    }

    private void instance(StringBuilder words, String label, int instance) {
        if (instance != Instances.NONE) {
            words.append(' ').append(label).append(instances.text(instance));
        }
    }
}
