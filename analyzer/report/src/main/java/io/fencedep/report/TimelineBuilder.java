package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Timing;
import io.fencedep.report.Timeline.Bar;
import io.fencedep.report.Timeline.End;
import io.fencedep.report.Timeline.Lane;
import io.fencedep.report.Timeline.Moment;
import io.fencedep.report.Timeline.Sort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the timelines of a finding, one for each recording that it was seen in. Where only lines are known, and not when
 * what began there ended, a hold lasts until its wait at least.
 */
public final class TimelineBuilder {
    /** Of what else a task held, so much is shown. */
    private static final int MOST_ALSO = 4;

    private final ReportData data;
    private final Finding finding;
    private final Phrases phrases;
    private final String recording;
    private final TreeMap<Long, Long> times = new TreeMap<>();
    private final Map<String, List<Span>> lanes = new LinkedHashMap<>();

    /** A bar in lines. */
    private record Span(Sort sort, long from, long to, End end, String text) {}

    private TimelineBuilder(ReportData data, Finding finding, Phrases phrases, String recording) {
        this.data = data;
        this.finding = finding;
        this.phrases = phrases;
        this.recording = recording;
    }

    /** The timelines of this finding; none where nobody knows the lines. */
    public static List<Timeline> of(Finding finding, Phrases phrases, ReportData data) {
        List<Timeline> timelines = new ArrayList<>();
        finding.steps().stream()
                .filter(TimelineBuilder::isPlaced)
                .map(FindingStep::recording)
                .distinct()
                .forEach(recording -> timelines.add(new TimelineBuilder(data, finding, phrases, recording).build()));
        return timelines;
    }

    private static boolean isPlaced(FindingStep step) {
        Witness witness = step.witness();
        return witness != null && witness.waitedAt().line() > 0;
    }

    private Timeline build() {
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            if (witness != null && isPlaced(step) && step.recording().equals(recording)) {
                add(step, witness);
            }
        }
        List<Moment> moments = new ArrayList<>();
        times.forEach((line, time) -> moments.add(new Moment(line, time)));
        List<Lane> shown = new ArrayList<>();
        lanes.forEach((task, spans) -> shown.add(new Lane(
                task,
                spans.stream()
                        .distinct()
                        .sorted((a, b) -> Long.compare(a.from, b.from))
                        .map(this::bar)
                        .toList())));
        return new Timeline(recording, data.pathOf(recording), moments, shown);
    }

    private void add(FindingStep step, Witness witness) {
        StepWords words = StepWords.of(step, finding, phrases);
        List<Span> lane = lanes.computeIfAbsent(words.waiter(), ignored -> new ArrayList<>());
        long wait = witness.waitedAt().line();
        long hold = witness.heldAt().line();
        Timing waiting = moment(wait);
        Timing holding = hold > 0 ? moment(hold) : null;
        Span waits =
                span(Sort.WAIT, wait, wait, waiting == null ? null : waiting.waited(), waiting != null, words.waited());
        if (hold > 0) {
            boolean paired = holding != null && holding.hold();
            Timing.Moment released = holding == null ? null : holding.released();
            List<Span> holder = lanes.computeIfAbsent(words.holder(), ignored -> new ArrayList<>());
            holder.add(span(Sort.HOLD, hold, waits.to, released, paired, words.held()));
        }
        lane.add(waits);
        witness.held().stream()
                .filter(held -> held.place().line() > 0 && !held.place().equals(witness.heldAt()))
                .limit(MOST_ALSO)
                .forEach(held -> lane.add(also(held, wait)));
    }

    private Span also(Held held, long wait) {
        long line = held.place().line();
        Timing timing = data.excerpts().timing(recording, line);
        boolean paired = timing != null && timing.hold();
        Timing.Moment released = timing == null ? null : timing.released();
        long to = released == null ? wait : released.line();
        return new Span(
                Sort.ALSO,
                line,
                to,
                released != null ? End.KNOWN : paired ? End.NEVER : End.UNKNOWN,
                "also " + phrases.held(held.node(), held.instance()));
    }

    private Span span(Sort sort, long from, long least, Timing.@Nullable Moment over, boolean paired, String text) {
        if (over == null) {
            return new Span(sort, from, least, paired ? End.NEVER : End.UNKNOWN, text);
        }
        times.put(over.line(), over.time());
        return new Span(sort, from, over.line(), End.KNOWN, text);
    }

    /** Makes a line one of the moments. */
    private @Nullable Timing moment(long line) {
        Timing timing = data.excerpts().timing(recording, line);
        times.put(line, timing == null ? -1 : timing.time());
        return timing;
    }

    private Bar bar(Span span) {
        int last = times.size() - 1;
        int from = times.headMap(span.from, false).size();
        int to = times.headMap(span.to, false).size();
        String lines = "line " + span.from
                + switch (span.end) {
                    case KNOWN -> " to " + span.to;
                    case UNKNOWN -> "";
                    case NEVER -> " to the end";
                };
        return new Bar(
                span.sort,
                Math.min(from, last),
                span.end == End.NEVER ? last : Math.min(to, last),
                span.end,
                span.text,
                lines);
    }
}
