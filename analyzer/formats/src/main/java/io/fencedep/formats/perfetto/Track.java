package io.fencedep.formats.perfetto;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The track of one task. Slices on a track must lie within one another, and holds need not: what is inside a slice that
 * ends ends with it, and is continued by a new slice.
 */
final class Track {
    /** A slice that was begun. */
    private record Open(String key, String name, String category) {}

    /** A wait whose end nothing has told yet. */
    record Pending(String key, String name, String category, long since, boolean untold, String place) {}

    /** Its number. */
    final int number;
    /** What it is about to wait for. */
    @Nullable
    Pending pending;

    private final TraceJson json;
    private final List<Open> open = new ArrayList<>();

    Track(int number, TraceJson json) {
        this.number = number;
        this.json = json;
    }

    /** Begins a slice. */
    void begin(String key, String name, String category, long time, String... args) throws IOException {
        open.add(new Open(key, name, category));
        json.open(name, category, time, number, args);
    }

    /** Ends the innermost slice with this key; false when there is none. */
    boolean end(String key, long time) throws IOException {
        int at = find(key);
        if (at < 0) {
            return false;
        }
        for (int i = at; i < open.size(); i++) {
            json.close(time, number);
        }
        open.remove(at);
        for (Open inner : open.subList(at, open.size())) {
            json.open(inner.name, inner.category, time, number, "continued", "after what was around it ended");
        }
        return true;
    }

    /** Ends the innermost slice with this key and all that are inside it. */
    void endWithAll(String key, long time) throws IOException {
        int at = find(key);
        while (at >= 0 && open.size() > at) {
            json.close(time, number);
            open.remove(open.size() - 1);
        }
    }

    /** A signal ends the sections that were open for its fence. */
    void endSection(Event event, String fence, long time) throws IOException {
        if (event.kind == EventKind.FENCE_SIGNAL && !event.isPartOfSignal()) {
            end("signalling " + fence, time);
        }
    }

    boolean isOpen(String key) {
        return find(key) >= 0;
    }

    /** Ends all slices. */
    void endAll(long time) throws IOException {
        while (!open.isEmpty()) {
            json.close(time, number);
            open.remove(open.size() - 1);
        }
    }

    private int find(String key) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).key.equals(key)) {
                return i;
            }
        }
        return -1;
    }
}
