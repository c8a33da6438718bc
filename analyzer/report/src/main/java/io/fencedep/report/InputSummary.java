package io.fencedep.report;

import io.fencedep.core.graph.RecordingSummary;
import java.util.List;

/**
 * What became of one input of the command line.
 *
 * @param path as the user named it
 * @param format the name of its format; empty when it could not be read
 * @param recordings what it holds: one for a trace, any number for a saved graph
 * @param skipped lines that were passed over, by reason
 * @param unused events that were understood but say nothing here, the most frequent first
 * @param warnings what was accepted but should be known, beyond what its recordings say of themselves
 * @param problem why it could not be read; empty when it could
 */
public record InputSummary(
        String path,
        String format,
        List<RecordingSummary> recordings,
        List<Skipped> skipped,
        List<Unused> unused,
        List<String> warnings,
        String problem) {

    /** An input all of whose events were used. */
    public InputSummary(
            String path,
            String format,
            List<RecordingSummary> recordings,
            List<Skipped> skipped,
            List<String> warnings,
            String problem) {
        this(path, format, recordings, skipped, List.of(), warnings, problem);
    }

    /**
     * Lines that were passed over for one reason.
     *
     * @param reason what is wrong with them
     * @param count how many
     * @param firstLine where the first one stands
     * @param firstProblem what is wrong with the first one
     * @param advice what can be done about it; empty when nothing
     */
    public record Skipped(String reason, long count, long firstLine, String firstProblem, String advice) {}

    /**
     * Events that were understood but say nothing here.
     *
     * @param what the source's own word for them
     * @param count how many
     * @param advice what to record instead or besides; empty when nothing is lost
     */
    public record Unused(String what, long count, String advice) {}

    public InputSummary {
        recordings = List.copyOf(recordings);
        skipped = List.copyOf(skipped);
        unused = List.copyOf(unused);
        warnings = List.copyOf(warnings);
    }

    /** An input that could not be read, when the verdict is about the rest. */
    public static InputSummary unreadable(String path, String problem) {
        return new InputSummary(path, "", List.of(), List.of(), List.of(), problem);
    }

    /** How many events it has. */
    public long events() {
        return recordings.stream().mapToLong(RecordingSummary::events).sum();
    }

    /** How many lines of it were passed over. */
    public long skippedLines() {
        return recordings.stream().mapToLong(RecordingSummary::skipped).sum();
    }

    /** How many of its events did not fit the state. */
    public long anomalies() {
        return recordings.stream()
                .flatMap(recording -> recording.anomalies().values().stream())
                .mapToLong(RecordingSummary.Anomaly::count)
                .sum();
    }
}
