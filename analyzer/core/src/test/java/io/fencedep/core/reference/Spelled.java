package io.fencedep.core.reference;

import java.util.List;
import java.util.Map;
import java.util.Random;

/** Says now and then what a line means without saying it, and what no analysis looks at. */
final class Spelled {
    private static final Map<String, List<Map.Entry<String, Object>>> WORDS = Map.of(
            "acquire",
            List.of(
                    Map.entry("mode", "write"),
                    Map.entry("try", false),
                    Map.entry("failed", false),
                    Map.entry("check", true),
                    Map.entry("nests", false),
                    Map.entry("reentrant", false),
                    Map.entry("lock_type", "normal")),
            "fence-create",
            List.of(Map.entry("userspace", false)),
            "fence-signal",
            List.of(Map.entry("status", "ok"), Map.entry("status", "timeout")),
            "notifier-end",
            List.of(Map.entry("result", "ok")),
            "task-joined",
            List.of(Map.entry("result", "ok")),
            "alloc",
            List.of(Map.entry("size", 64L), Map.entry("size", 0L)),
            "dma-end",
            List.of(Map.entry("device", "gpu1")),
            "page-migrated",
            List.of(Map.entry("zone", "normal")));

    private final Random random;

    Spelled(Random random) {
        this.random = random;
    }

    TraceEvent of(TraceEvent event) {
        TraceEvent spelled = event;
        for (Map.Entry<String, Object> word : WORDS.getOrDefault(event.text("event"), List.of())) {
            if (!spelled.has(word.getKey()) && random.nextInt(12) == 0) {
                spelled = spelled.with(word.getKey(), word.getValue());
            }
        }
        return spelled;
    }
}
