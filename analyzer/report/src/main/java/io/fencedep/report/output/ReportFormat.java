package io.fencedep.report.output;

import io.fencedep.report.AtomicOutput;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.github.GithubReport;
import io.fencedep.report.html.HtmlReport;
import io.fencedep.report.json.JsonReport;
import io.fencedep.report.junit.JunitReport;
import io.fencedep.report.markdown.MarkdownReport;
import io.fencedep.report.sarif.SarifReport;
import io.fencedep.report.text.TextReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The formats of reports. */
public enum ReportFormat {
    TEXT(".txt", ".text"),
    JSON(".json"),
    SARIF(".sarif", ".sarif.json"),
    JUNIT(".xml"),
    MARKDOWN(".md", ".markdown"),
    GITHUB(),
    HTML(".html", ".htm");

    private final List<String> suffixes;

    ReportFormat(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /** The format with this name. */
    public static Optional<ReportFormat> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst();
    }

    /** The format that a file's name ends in; the longest end wins. */
    public static Optional<ReportFormat> ofFile(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        return name.endsWith(".sarif.json")
                ? Optional.of(SARIF)
                : Arrays.stream(values())
                        .filter(format -> format.suffixes.stream().anyMatch(name::endsWith))
                        .findFirst();
    }

    /** The names of all formats, for messages. */
    public static String all() {
        return Arrays.stream(values()).map(ReportFormat::toString).collect(Collectors.joining(", "));
    }

    /** Writes a report; the writer stays open. */
    public void write(ReportData data, ReportOptions options, Writer out) throws IOException {
        switch (this) {
            case TEXT -> TextReport.write(data, options, out);
            case JSON -> JsonReport.write(data, out);
            case SARIF -> SarifReport.write(data, options, out);
            case JUNIT -> JunitReport.write(data, options, out);
            case MARKDOWN -> MarkdownReport.write(data, options, out);
            case GITHUB -> GithubReport.write(data, options, out);
            case HTML -> HtmlReport.write(data, out);
        }
    }

    /**
     * Writes a report to a file, whole or not at all, in the format that its name ends in; text, where it ends in none.
     *
     * @throws IOException when it cannot be written
     */
    public static void writeFile(Path file, ReportData data, ReportOptions options) throws IOException {
        ReportFormat format = ofFile(file.toString()).orElse(TEXT);
        AtomicOutput.write(file, AtomicOutput.text(out -> format.write(data, options, out)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
