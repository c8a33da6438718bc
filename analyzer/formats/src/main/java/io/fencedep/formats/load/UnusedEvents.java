package io.fencedep.formats.load;

import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ftrace.UnusedAdvice;
import java.util.List;
import java.util.Map;

/** Says which events of a recording were not used, the most frequent first, and what to do where something can be done. */
public final class UnusedEvents {
    private UnusedEvents() {}

    /** What was not used of what this report is about. */
    public static List<LoadedInput.Unused> of(ReadReport report) {
        return report.unused().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .map(entry -> new LoadedInput.Unused(entry.getKey(), entry.getValue(), UnusedAdvice.of(entry.getKey())))
                .toList();
    }
}
