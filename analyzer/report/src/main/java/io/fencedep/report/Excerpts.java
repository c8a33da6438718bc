package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Timing;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the traces themselves tell of findings beyond the graph: lines as they stand in their files, and when it was.
 *
 * @param byRecording the text of lines by number, counted from 1, for each recording by id
 * @param timings when lines were and what began there ended, likewise
 */
public record Excerpts(Map<String, SortedMap<Long, String>> byRecording, Map<String, SortedMap<Long, Timing>> timings) {
    /** Nothing. */
    public static final Excerpts NONE = new Excerpts(Map.of(), Map.of());

    public Excerpts {
        byRecording = Map.copyOf(byRecording);
        timings = Map.copyOf(timings);
    }

    /** When this line of a recording was, and what began there ended; null when nobody knows. */
    public @Nullable Timing timing(String recording, long line) {
        SortedMap<Long, Timing> lines = timings.get(recording);
        return lines == null ? null : lines.get(line);
    }

    /** The lines of a recording from so many before this one to so many after it, as far as they are known. */
    public SortedMap<Long, String> around(String recording, long line, int context) {
        SortedMap<Long, String> lines = byRecording.get(recording);
        return lines == null || line == 0
                ? Collections.emptySortedMap()
                : lines.subMap(line - context, line + context + 1);
    }

    /** The numbers of the lines that belong into reports on these findings, for each recording by id. */
    public static Map<String, SortedSet<Long>> wanted(Collection<Finding> findings, int context) {
        Map<String, SortedSet<Long>> wanted = new HashMap<>();
        findings.forEach(finding -> finding.steps().forEach(step -> {
            Witness witness = step.witness();
            if (witness != null) {
                SortedSet<Long> lines = wanted.computeIfAbsent(step.recording(), ignored -> new TreeSet<>());
                add(lines, witness.heldAt(), context);
                add(lines, witness.waitedAt(), context);
            }
        }));
        return wanted;
    }

    /** The numbers of the lines where holds and waits of these findings began, for each recording by id. */
    public static Map<String, SortedSet<Long>> moments(Collection<Finding> findings) {
        Map<String, SortedSet<Long>> wanted = new HashMap<>();
        findings.forEach(finding -> finding.steps().forEach(step -> {
            Witness witness = step.witness();
            if (witness != null) {
                SortedSet<Long> lines = wanted.computeIfAbsent(step.recording(), ignored -> new TreeSet<>());
                add(lines, witness.heldAt(), 0);
                add(lines, witness.waitedAt(), 0);
                witness.held().forEach(held -> add(lines, held.place(), 0));
            }
        }));
        return wanted;
    }

    private static void add(SortedSet<Long> lines, Place place, int context) {
        if (place.line() > 0) {
            for (long line = Math.max(1, place.line() - context); line <= place.line() + context; line++) {
                lines.add(line);
            }
        }
    }
}
