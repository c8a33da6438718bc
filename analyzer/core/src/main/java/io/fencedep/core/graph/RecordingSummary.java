package io.fencedep.core.graph;

import io.fencedep.core.model.Recording;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was read of one recording.
 *
 * @param recording which one
 * @param events how many events
 * @param skipped how many lines were passed over because they could not be read
 * @param tasks how many tasks
 * @param anomalies events that did not fit the state, by kind
 * @param warnings what else its reader wants people to know
 */
public record RecordingSummary(
        Recording recording,
        long events,
        long skipped,
        long tasks,
        SortedMap<String, Anomaly> anomalies,
        List<String> warnings) {

    /**
     * Events that did not fit the state.
     *
     * @param count how many
     * @param firstLine where the first one stands
     */
    public record Anomaly(long count, long firstLine) {}

    public RecordingSummary {
        anomalies = Collections.unmodifiableSortedMap(new TreeMap<>(anomalies));
        warnings = List.copyOf(warnings);
    }
}
