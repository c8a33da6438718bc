package io.fencedep.samples;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One line of an {@code expected.tsv}: the verdict on one input, or on several together.
 *
 * @param folder where the inputs are
 * @param files their names
 * @param options of the command line
 * @param severities the highest severity is one of these; {@code none} when nothing is found
 * @param kind of a finding of that severity; empty when it does not matter
 * @param classes that such a finding names
 * @param sentence what is shown
 * @param anomalies how many events do not fit; {@link #ANY} when some may
 */
record Expected(
        Path folder,
        List<String> files,
        List<String> options,
        List<String> severities,
        String kind,
        List<String> classes,
        String sentence,
        long anomalies) {
    static final Path SAMPLES = Path.of("").toAbsolutePath();
    static final String NONE = "none";
    static final long ANY = -1;
    private static final int ANOMALIES = 7;

    /** The lines of {@code scenarios/expected.tsv}. */
    static List<Expected> scenarios() {
        return read(SAMPLES.resolve("scenarios"));
    }

    /** The lines of {@code lockdep/expected.tsv}. */
    static List<Expected> lockdep() {
        return read(SAMPLES.resolve("lockdep"));
    }

    /** The lines of {@code cases/expected.tsv}. */
    static List<Expected> cases() {
        return read(SAMPLES.resolve("cases"));
    }

    /** The lines of {@code bugs/expected.tsv}. */
    static List<Expected> bugs() {
        return read(SAMPLES.resolve("bugs"));
    }

    /** The lines of {@code expected.tsv} in a folder of ftrace texts. */
    static List<Expected> kernel(String folder) {
        return read(SAMPLES.resolve(folder));
    }

    private static List<Expected> read(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("expected.tsv"));
            return lines.stream().skip(1).map(line -> of(folder, line)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Expected of(Path folder, String line) {
        String[] cells = line.split("\t", -1);
        return new Expected(
                folder,
                List.of(cells[0].split("[ ,]+")),
                list(cells[1], " "),
                List.of(cells[2].split("\\|")),
                cells[3].equals("-") ? "" : cells[3],
                list(cells[4], ","),
                cells[6],
                cells.length > ANOMALIES ? anomalies(cells[ANOMALIES]) : 0);
    }

    private static long anomalies(String cell) {
        return cell.equals("-") ? ANY : Long.parseLong(cell);
    }

    private static List<String> list(String cell, String separator) {
        return cell.equals("-") ? List.of() : Arrays.asList(cell.split(separator));
    }

    /** The contracts that the options name. */
    List<String> contracts() {
        return options.stream().filter(option -> !option.startsWith("--")).toList();
    }

    List<Path> paths() {
        return files.stream().map(folder::resolve).toList();
    }

    /** Whether an error or a warning must be found. */
    boolean isFound() {
        return List.of("error", "warning").containsAll(severities);
    }

    /** Whether this is what the line asks for. */
    boolean isMetBy(List<Finding> findings) {
        String highest = highest(findings);
        return severities.contains(highest)
                && (highest.equals(NONE)
                        || kind.isEmpty() && classes.isEmpty()
                        || findings.stream().anyMatch(finding -> isMetBy(finding, highest)));
    }

    private boolean isMetBy(Finding finding, String severity) {
        return finding.severity().text().equals(severity)
                && (kind.isEmpty() || finding.kind().text().equals(kind))
                && finding.classNames().containsAll(classes);
    }

    /** The worst severity, as the table writes it. */
    static String highest(List<Finding> findings) {
        return findings.stream()
                .map(Finding::severity)
                .min(Severity::compareTo)
                .map(severity -> severity.name().toLowerCase(Locale.ROOT))
                .orElse(NONE);
    }

    @Override
    public String toString() {
        return sentence + " [" + String.join(" ", files) + (options.isEmpty() ? "" : " " + String.join(" ", options))
                + "]";
    }
}
