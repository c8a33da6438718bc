package io.fencedep.report.text;

import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.report.InputSummary;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was odd about the inputs, and, as the last line, what of them is missing. */
final class InputNotes {
    /** All events of one kind that did not fit the state, over all recordings. */
    private record Misfit(long count, String first) {
        Misfit plus(Misfit other) {
            return new Misfit(count + other.count, first);
        }
    }

    /** Of events about which there is nothing to say, the most frequent are named. */
    private static final int NAMED = 8;

    private final Page page;
    private final ReportData data;

    InputNotes(Page page, ReportData data) {
        this.page = page;
        this.data = data;
    }

    void print() throws IOException {
        anomalies();
        warnings();
        unused();
        skipped();
        loss();
    }

    private void anomalies() throws IOException {
        SortedMap<String, Misfit> byKind = new TreeMap<>();
        for (RecordingSummary recording : data.graph().recordings().values()) {
            recording.anomalies().forEach((kind, anomaly) -> {
                String first = place(recording.recording().path(), anomaly.firstLine());
                byKind.merge(kind, new Misfit(anomaly.count(), first), Misfit::plus);
            });
        }
        if (byKind.isEmpty()) {
            return;
        }
        page.blank();
        page.heading("Events that did not fit");
        for (var entry : byKind.entrySet()) {
            Misfit misfit = entry.getValue();
            String count = Phrases.number(misfit.count) + " x ";
            page.line(2, count + SafeText.escape(entry.getKey()) + ", first " + misfit.first);
            String advice = AnomalyAdvice.of(entry.getKey());
            if (!advice.isEmpty()) {
                page.paragraph(2 + count.length(), advice);
            }
        }
    }

    private void warnings() throws IOException {
        List<String> lines = new ArrayList<>();
        for (InputSummary input : data.inputs()) {
            input.warnings().forEach(warning -> lines.add(input.path() + ": " + warning));
        }
        for (RecordingSummary recording : data.graph().recordings().values()) {
            recording
                    .warnings()
                    .forEach(warning -> lines.add(recording.recording().path() + ": " + warning));
        }
        page.section("Warnings of the readers", lines);
    }

    private void unused() throws IOException {
        List<String> lines = data.inputs().stream()
                .flatMap(input -> sentences(input.unused()).stream().map(unused -> input.path() + ": " + unused))
                .toList();
        page.section("Events that were not used", lines);
    }

    /** A sentence for each kind of events about which there is something to say, and one for the rest. */
    private static List<String> sentences(List<InputSummary.Unused> unused) {
        List<String> lines = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (InputSummary.Unused events : unused) {
            String count = Phrases.number(events.count()) + " x " + events.what();
            if (events.advice().isEmpty()) {
                others.add(count);
            } else {
                lines.add(count + ": " + events.advice());
            }
        }
        if (!others.isEmpty()) {
            int more = others.size() - NAMED;
            String named = String.join(", ", others.subList(0, Math.min(NAMED, others.size())));
            lines.add(named + (more > 0 ? ", and " + more + " more kinds" : "")
                    + ": they say nothing about locks or fences");
        }
        return lines;
    }

    private void skipped() throws IOException {
        List<String> lines = data.inputs().stream()
                .flatMap(input -> input.skipped().stream().map(skipped -> describe(input, skipped)))
                .toList();
        page.section("Lines passed over", lines);
    }

    private static String describe(InputSummary input, InputSummary.Skipped skipped) {
        String advice = skipped.advice().isEmpty() ? "" : "; " + skipped.advice();
        return Phrases.number(skipped.count()) + " x " + skipped.reason() + ", first "
                + place(input.path(), skipped.firstLine()) + ": " + skipped.firstProblem() + advice;
    }

    /** The last line, when the verdict is not about all of what was given. */
    private void loss() throws IOException {
        long lines =
                data.inputs().stream().mapToLong(InputSummary::skippedLines).sum();
        List<String> unread = data.inputs().stream()
                .filter(input -> !input.problem().isEmpty())
                .map(InputSummary::problem)
                .toList();
        if (lines == 0 && unread.isEmpty()) {
            return;
        }
        String inputs = unread.isEmpty()
                ? ""
                : unread.size() + " of " + Phrases.count(data.inputs().size(), "input") + " not read ("
                        + String.join("; ", unread) + ")";
        String skipped = lines == 0 ? "" : Phrases.count(lines, "line") + " passed over";
        String both = inputs + (inputs.isEmpty() || skipped.isEmpty() ? "" : ", ") + skipped;
        page.blank();
        page.line(0, page.paint(Ink.WARNING, "Not in this verdict: " + SafeText.escape(both)));
    }

    private static String place(String path, long line) {
        String safe = SafeText.escape(path);
        return line == 0 ? "in " + safe : "at " + safe + ":" + line;
    }
}
