package io.fencedep.formats;

import io.fencedep.core.graph.RecordingSummary.Anomaly;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.ReadReport.Skipped;
import io.fencedep.formats.ReadReport.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts while a reader reads; {@link #report} is the sum. One per input. */
public final class ReadStats {
    private final TraceSource source;
    private final boolean lenient;
    private final Map<SkipReason, Skipped> skipped = new LinkedHashMap<>();
    private final SortedMap<String, Long> unused = new TreeMap<>();
    private final SortedMap<String, Anomaly> anomalies = new TreeMap<>();
    private final List<Warning> warnings = new ArrayList<>();
    private long events;

    public ReadStats(TraceSource source, ReadOptions options) {
        this.source = source;
        this.lenient = options.lenient();
    }

    /** An event was handed on. */
    public void event() {
        events++;
    }

    public long events() {
        return events;
    }

    public boolean lenient() {
        return lenient;
    }

    /**
     * A line cannot be read: counted when the reader is lenient, else the end of it.
     *
     * @param field the field that is missing or wrong, if it is one
     * @param problem a short sentence without a full stop; names the field where there is one
     */
    public void reject(SkipReason reason, long line, @Nullable String field, String problem) throws InputException {
        if (!lenient) {
            throw source.error(line, field, problem);
        }
        skip(reason, line, problem);
    }

    /** A line is passed over, lenient or not. */
    public void skip(SkipReason reason, long line, String problem) {
        skipped.merge(
                reason,
                new Skipped(reason, 1, line, problem),
                (old, more) -> new Skipped(reason, old.count() + 1, old.firstLine(), old.firstProblem()));
    }

    /** So many lines of this sort were understood, but say nothing to fencedep. */
    public void unused(String what, long count) {
        unused.merge(what, count, Long::sum);
    }

    /** The source itself says here that something did not fit: what sort of thing. */
    public void anomaly(String kind, long line) {
        anomalies.merge(kind, new Anomaly(1, line), (old, more) -> new Anomaly(old.count() + 1, old.firstLine()));
    }

    /** Something is accepted that should be known; line 0 means the input as a whole. */
    public void warn(long line, String text) {
        warnings.add(new Warning(line, text));
    }

    /** What was accepted so far that should be known. */
    public List<Warning> warnings() {
        return List.copyOf(warnings);
    }

    /** What was passed over so far, in the order in which it was first met. */
    public List<Skipped> skipped() {
        return List.copyOf(skipped.values());
    }

    /**
     * The sum, once the source is read to its end.
     *
     * @param recording as it was announced; an empty id becomes that of the content
     */
    public ReadReport report(Recording recording, long lines) {
        Recording named = recording.id().isEmpty() ? recording.withId(source.contentId()) : recording;
        return new ReadReport(named, events, lines, List.copyOf(skipped.values()), unused, anomalies, warnings);
    }
}
