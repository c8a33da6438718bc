package io.fencedep.formats.tracedat;

import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The formats of all events of a file, by their numbers. */
final class EventFormats {
    private final Int2ObjectOpenHashMap<EventFormat> formats = new Int2ObjectOpenHashMap<>();

    /** Takes the text of a format; one that is none says nothing. */
    void add(String text) {
        EventFormat format = EventFormat.parse(text);
        if (format != null) {
            formats.put(format.id(), format);
        }
    }

    @Nullable
    EventFormat of(int id) {
        return formats.get(id);
    }

    Collection<EventFormat> all() {
        return formats.values();
    }
}
