package io.fencedep.formats.perfetto;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.io.IOException;

/** What goes from one task to another: fences from creation to signal, signals to waiters, work from queue to run. */
final class Fences {
    private static final String FENCE = "fence";
    private static final String WORK = "work";

    private final TraceJson json;
    private final Instances instances;
    /** The name under which a fence was begun, until its signal. */
    private final Int2ObjectOpenHashMap<String> begun = new Int2ObjectOpenHashMap<>();
    /** Signals that somebody may still be seen to have waited for, and work that waits to run: their arrows. */
    private final Int2LongOpenHashMap arrows = new Int2LongOpenHashMap();

    private long lastArrow;

    Fences(TraceJson json, Instances instances) {
        this.json = json;
        this.instances = instances;
        instances.whenForgotten(id -> {
            begun.remove(id);
            arrows.remove(id);
        });
    }

    /** Shows a fence's creation, publication, submission, signal or end. */
    void show(Event event, String name, long now, Track track) throws IOException {
        String id = instances.text(event.instance);
        boolean over = event.kind == EventKind.FENCE_DESTROY;
        if (!over && !begun.containsKey(event.instance) && event.kind != EventKind.FENCE_SIGNAL) {
            begun.put(event.instance, name);
            json.async("b", name, FENCE, id, now, track.number);
        }
        String known = begun.getOrDefault(event.instance, name);
        switch (event.kind) {
            case FENCE_PUBLISH, FENCE_SUBMIT -> json.async("n", event.kind.text(), FENCE, id, now, track.number);
            case FENCE_SIGNAL -> {
                json.slice("signal " + known, FENCE, now, 1, track.number);
                if (event.isPartOfSignal()) {
                    return;
                }
                arrows.put(event.instance, ++lastArrow);
                json.arrow(false, FENCE, lastArrow, now, track.number);
                end(event.instance, id, now, track);
            }
            case FENCE_DESTROY -> {
                end(event.instance, id, now, track);
                arrows.remove(event.instance);
            }
            default -> {
                // Its creation is the beginning.
            }
        }
    }

    /** A wait is over: an arrow leads there from the signal. */
    void waited(Event event, long now, Track track) throws IOException {
        int fence = event.anyCount > 0 ? event.any[0] : event.instance;
        for (int i = 0; i < event.anyCount; i++) {
            if (arrows.containsKey(event.any[i])) {
                fence = event.any[i];
            }
        }
        String name = instances.text(fence);
        if (arrows.containsKey(fence)) {
            json.slice("saw the signal of " + name, FENCE, now, 1, track.number);
            json.arrow(true, FENCE, arrows.get(fence), now, track.number);
        }
    }

    /** Work is handed over. */
    void queued(Event event, String name, long now, Track track) throws IOException {
        json.slice("queue " + name, WORK, now, 1, track.number);
        arrows.put(event.instance, ++lastArrow);
        json.arrow(false, WORK, lastArrow, now, track.number);
    }

    /** Work begins to run: an arrow leads there from where it was queued. */
    void runs(Event event, long now, Track track) throws IOException {
        if (arrows.containsKey(event.instance)) {
            json.arrow(true, WORK, arrows.remove(event.instance), now, track.number);
        }
    }

    private void end(int instance, String id, long now, Track track) throws IOException {
        String name = begun.remove(instance);
        if (name != null) {
            json.async("e", name, FENCE, id, now, track.number);
        }
    }
}
