package io.fencedep.formats.load;

import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ftrace.UnusedAdvice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says which events of a recording were not used: the most frequent by name, and what to do where something can be done. */
public final class UnusedEvents {
    private static final int NAMED = 8;

    private UnusedEvents() {}

    /** A sentence for each kind of events about which there is something to say, and one for the rest. */
    public static List<String> of(ReadReport report) {
        List<String> lines = new ArrayList<>();
        List<String> others = new ArrayList<>();
        report.unused().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry::getKey))
                .forEach(entry -> {
                    String count = String.format(Locale.ROOT, "%,d x %s", entry.getValue(), entry.getKey());
                    String advice = UnusedAdvice.of(entry.getKey());
                    if (advice.isEmpty()) {
                        others.add(count);
                    } else {
                        lines.add(count + ": " + advice);
                    }
                });
        if (!others.isEmpty()) {
            int more = others.size() - NAMED;
            String named = String.join(", ", others.subList(0, Math.min(NAMED, others.size())));
            lines.add(named + (more > 0 ? ", and " + more + " more kinds" : "")
                    + ": they say nothing about locks or fences");
        }
        return lines;
    }
}
