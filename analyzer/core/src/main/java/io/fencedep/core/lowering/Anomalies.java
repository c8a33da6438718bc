package io.fencedep.core.lowering;

import io.fencedep.core.graph.RecordingSummary.Anomaly;
import java.util.SortedMap;
import java.util.TreeMap;

/** Events that did not fit the state, counted by kind with the first line of each. Never a reason to stop. */
final class Anomalies {
    static final String RELEASE_NOT_HELD = "release of a lock that is not held";
    static final String DOWNGRADE_NOT_HELD = "downgrade of a lock that is not held for write";
    static final String SECTION_NOT_BEGUN = "end of a signalling section that never began";
    static final String SIGNALLED_TWICE = "signal of a fence that is signalled";
    static final String SCOPE_NOT_BEGUN = "end of a scope that never began";
    static final String RECLAIM_NOT_BEGUN = "end of reclaim that never began";
    static final String NOTIFIER_NOT_BEGUN = "end of a notifier that never began";
    static final String WORK_NOT_BEGUN = "end of a work item that never began";
    static final String OTHER_QUEUE = "end of a work item on another queue than it began on";
    static final String DMA_NOT_BEGUN = "end of a DMA that never began";
    static final String PUT_WITHOUT_GET = "page reference dropped that nobody took";
    static final String UNPIN_WITHOUT_PIN = "page unpinned that nobody pinned";
    static final String RESET_NOT_BEGUN = "end of a reset that never began";
    static final String FAULT_NOT_BEGUN = "end of a fault that never began";
    static final String HELD_AT_INTERRUPT_END = "lock still held when its interrupt ended";
    static final String HELD_AT_WORK_END = "lock still held when its work item ended";
    static final String HELD_AT_TASK_END = "lock still held when its task ended";
    static final String STARTED_BY_ITSELF = "task started by itself";
    static final String DESTROYED_WHILE_WAITED = "fence destroyed while somebody waits for it";
    static final String STUCK_HOLD =
            "hold that is never released though all around it is (the recording began in its middle)";
    static final String UNKNOWN_FLAGS = "allocation flags of which no word is known";
    static final String NEST_NOT_HELD = "nest lock that is not held";
    static final String SECOND_CLASS = "instance given a second class";
    static final String SUBCLASS_ALONE = "subclass without a class";
    static final String OTHER_SUBCLASS = "subclass other than that of the lock's acquire";
    static final String TOO_MANY_HOLDS = "task that held more locks than any does (releases are missing)";
    static final String LOST = "events lost by the recorder";

    private static final class Counter {
        long count;
        long firstLine;
    }

    private final SortedMap<String, Counter> counters = new TreeMap<>();

    void add(String kind, long line) {
        add(kind, line, 1);
    }

    void add(String kind, long line, long count) {
        Counter counter = counters.computeIfAbsent(kind, ignored -> new Counter());
        if (counter.count == 0 || line < counter.firstLine) {
            counter.firstLine = line;
        }
        counter.count += count;
    }

    SortedMap<String, Anomaly> all() {
        SortedMap<String, Anomaly> all = new TreeMap<>();
        counters.forEach((kind, counter) -> all.put(kind, new Anomaly(counter.count, counter.firstLine)));
        return all;
    }
}
