package io.fencedep.formats.perfetto;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Shows each mark when its line comes. */
final class Marks {
    private static final String FINDING = "finding";

    private final TraceJson json;
    private final Long2ObjectOpenHashMap<List<Mark>> byLine = new Long2ObjectOpenHashMap<>();
    private final Set<Integer> begun = new HashSet<>();

    Marks(TraceJson json, List<Mark> marks) {
        this.json = json;
        for (Mark mark : marks) {
            byLine.computeIfAbsent(mark.line(), line -> new ArrayList<>()).add(mark);
        }
    }

    void show(long line, long now, int track) throws IOException {
        List<Mark> here = byLine.remove(line);
        if (here == null) {
            return;
        }
        for (Mark mark : here) {
            json.instant(mark.title(), FINDING, now, track, "detail", mark.detail());
            if (mark.arrow() != Mark.NO_ARROW) {
                json.slice(mark.title(), FINDING, now, 1, track, "detail", mark.detail());
                boolean head = !begun.add(mark.arrow());
                // Numbers of other arrows are positive.
                json.arrow(head, FINDING, -mark.arrow(), now, track);
            }
        }
    }
}
