package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Lines of traces as they stand in their files, around what findings show.
 *
 * @param byRecording the text of lines by number, counted from 1, for each recording by id
 */
public record Excerpts(Map<String, SortedMap<Long, String>> byRecording) {
    /** No lines. */
    public static final Excerpts NONE = new Excerpts(Map.of());

    public Excerpts {
        byRecording = Map.copyOf(byRecording);
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

    private static void add(SortedSet<Long> lines, Place place, int context) {
        if (place.line() > 0) {
            for (long line = Math.max(1, place.line() - context); line <= place.line() + context; line++) {
                lines.add(line);
            }
        }
    }
}
