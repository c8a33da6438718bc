package io.fencedep.report.text;

import io.fencedep.report.InputSummary;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.stats.GraphStats;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures for people: what was recorded, and what the graph of it looks like. */
public final class StatsText {
    private final Page page;
    private final ReportData data;
    private final GraphStats stats;

    private StatsText(Page page, ReportData data) {
        this.page = page;
        this.data = data;
        this.stats = GraphStats.of(data.graph());
    }

    /** Prints the figures, the findings left out; the writer stays open. */
    public static void write(ReportData data, boolean colour, Writer out) throws IOException {
        new StatsText(new Page(out, colour), data).print();
    }

    private void print() throws IOException {
        for (InputSummary input : data.inputs()) {
            if (input.problem().isEmpty()) {
                input(input);
            }
        }
        page.blank();
        number("events", data.events(), "");
        number("tasks", data.tasks(), "");
        number("classes", data.graph().classes().size(), classes());
        number("dependencies", data.graph().dependencies().size(), dependencies());
        number("anomalies", anomalies(), "");
        page.section("Longest chains", chains());
        page.section("Fences without a recorded signal", stats.unsignalled());
        new InputNotes(page, data).print();
    }

    private void input(InputSummary input) throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(Phrases.count(input.events(), "event"));
        if (input.skippedLines() > 0) {
            parts.add(Phrases.count(input.skippedLines(), "line") + " passed over");
        }
        if (input.recordings().size() != 1) {
            parts.add(Phrases.count(input.recordings().size(), "recording"));
        }
        page.line(0, SafeText.escape(input.path()) + ": " + input.format() + ", " + String.join(", ", parts));
    }

    private void number(String name, long value, String parts) throws IOException {
        String line = String.format(Locale.ROOT, "%-12s  %,12d", name, value);
        page.line(0, parts.isEmpty() ? line : line + "  (" + parts + ")");
    }

    private String classes() {
        return stats.classes().entrySet().stream()
                .map(entry -> Phrases.count(entry.getValue(), entry.getKey().text()))
                .collect(Collectors.joining(", "));
    }

    private String dependencies() {
        return stats.dependencies().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT, "%,d %s", entry.getValue(), entry.getKey().text()))
                .collect(Collectors.joining(", "));
    }

    private long anomalies() {
        return data.inputs().stream().mapToLong(InputSummary::anomalies).sum();
    }

    private List<String> chains() {
        List<String> chains = new ArrayList<>();
        for (GraphStats.Chain chain : stats.chains()) {
            String text = chain.links().stream().map(StatsText::link).collect(Collectors.joining(" -> "));
            chains.add(chain.links().size() + ": " + text);
        }
        return chains;
    }

    private static String link(List<String> names) {
        int shown = 4;
        if (names.size() == 1) {
            return names.get(0);
        }
        String more = names.size() > shown ? ", and " + (names.size() - shown) + " more" : "";
        return "{" + String.join(", ", names.subList(0, Math.min(shown, names.size()))) + more + "}";
    }
}
