package io.fencedep.formats;

import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.model.Recording;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one input.
 *
 * @param recording what is known of it, with its final id
 * @param events how many events were handed on
 * @param lines how many lines it had
 * @param skipped what was passed over, in the order in which it was first met
 * @param unused what was understood but says nothing to fencedep: how many lines, by the source's own word for them
 * @param anomalies what the source itself says that did not fit, by kind
 * @param warnings what was accepted but should be known
 */
public record ReadReport(
        Recording recording,
        long events,
        long lines,
        List<Skipped> skipped,
        SortedMap<String, Long> unused,
        SortedMap<String, RecordingSummary.Anomaly> anomalies,
        List<Warning> warnings) {

    /** Lines that were passed over for one reason, and the first of them. */
    public record Skipped(SkipReason reason, long count, long firstLine, String firstProblem) {}

    /**
     * Something that was accepted.
     *
     * @param line counted from 1, or 0 when the input as a whole is meant
     */
    public record Warning(long line, String text) {}

    public ReadReport {
        skipped = List.copyOf(skipped);
        unused = Collections.unmodifiableSortedMap(new TreeMap<>(unused));
        anomalies = Collections.unmodifiableSortedMap(new TreeMap<>(anomalies));
        warnings = List.copyOf(warnings);
    }

    /** How many lines were passed over for whatever reason. */
    public long skippedLines() {
        return skipped.stream().mapToLong(Skipped::count).sum();
    }
}
