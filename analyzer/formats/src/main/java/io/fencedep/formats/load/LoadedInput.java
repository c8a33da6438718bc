package io.fencedep.formats.load;

import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.formats.ReadReport;
import java.util.List;

/**
 * One input that was read.
 *
 * @param name as the user named it, or below a folder that the user named
 * @param format the name of its format
 * @param recordings what it holds: one for a trace, any number for a graph
 * @param skipped lines that were passed over, by reason
 * @param unused what was understood but says nothing here, the most frequent first
 * @param warnings what was accepted but should be known, beyond what its recordings say of themselves
 */
public record LoadedInput(
        String name,
        String format,
        List<RecordingSummary> recordings,
        List<ReadReport.Skipped> skipped,
        List<Unused> unused,
        List<ReadReport.Warning> warnings) {
    /**
     * Events that were understood but say nothing here.
     *
     * @param what the source's own word for them
     * @param count how many
     * @param advice what to record instead or besides; empty when nothing is lost
     */
    public record Unused(String what, long count, String advice) {}

    public LoadedInput {
        recordings = List.copyOf(recordings);
        skipped = List.copyOf(skipped);
        unused = List.copyOf(unused);
        warnings = List.copyOf(warnings);
    }
}
