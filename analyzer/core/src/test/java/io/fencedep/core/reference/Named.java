package io.fencedep.core.reference;

import io.fencedep.core.model.EventKind;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Names classes on lines where nobody needs them, and now and then another one than before. */
final class Named {
    private static final List<String> INSTANCES = List.of("lock", "fence", "work", "page", "notifier");
    private static final Map<String, List<String>> CLASSES = Map.of(
            "lock", List.of("a_lock", "b_lock", "c_lock", "d_lock"),
            "fence", List.of("dma_fence:x", "fence:y", "fence:z"),
            "work", List.of("work_a", "work_b", "work_d"),
            "page", List.of("page_a", "page_b"),
            "notifier", List.of("mmu_notifier", "move_notify", "mmu_notifier:gpu"));

    private final Random random;
    /** How rare a second class is; 0 for never. */
    private final int rarity;

    private final Map<String, String> usual = new TreeMap<>();

    /** What may get a second class. */
    private final List<String> changing;

    Named(List<TraceEvent> trace, boolean live, Random random) {
        this.random = random;
        this.rarity = random.nextInt(4) == 0 ? 12 : 0;
        this.changing = live ? List.of("lock") : INSTANCES;
        for (TraceEvent event : trace) {
            INSTANCES.stream()
                    .filter(field -> event.has(field) && event.has("class") && !ofPins(event))
                    .forEach(field -> usual.putIfAbsent(field + event.text(field), event.text("class")));
        }
    }

    private static boolean ofPins(TraceEvent event) {
        return event.kind() == EventKind.PAGE_PIN || event.kind() == EventKind.PAGE_UNPIN;
    }

    TraceEvent of(TraceEvent event) {
        for (String field : INSTANCES) {
            if (event.has(field) && !ofPins(event)) {
                if (rarity > 0 && changing.contains(field) && random.nextInt(rarity) == 0) {
                    List<String> all = CLASSES.get(field);
                    return event.with("class", all.get(random.nextInt(all.size())));
                }
                String known = usual.get(field + event.text(field));
                if (!event.has("class") && known != null && random.nextInt(8) == 0) {
                    return event.with("class", known);
                }
            }
        }
        return event;
    }
}
