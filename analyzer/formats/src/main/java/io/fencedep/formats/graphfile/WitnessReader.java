package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads witnesses, and the tables that they point into. */
final class WitnessReader {
    private final Document json;
    private final Interner interner;
    private final List<List<String>> stacks = new ArrayList<>();
    private final List<Held> holds = new ArrayList<>();

    WitnessReader(Document json, Interner interner) {
        this.json = json;
        this.interner = interner;
    }

    void readStacks() throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            List<String> frames = new ArrayList<>();
            for (json.beginArray(); json.nextElement(); ) {
                frames.add(interner.text(json));
            }
            stacks.add(List.copyOf(frames));
        }
    }

    void readHolds() throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            String className = "";
            NodeState state = NodeState.NONE;
            String instance = "";
            boolean excludes = false;
            PlaceFields place = new PlaceFields();
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "class" -> className = interner.text(json);
                    case "state" -> state = Interner.state(json);
                    case "instance" -> instance = interner.text(json);
                    case "excludes" -> excludes = json.truth();
                    default -> place.read(name);
                }
            }
            holds.add(new Held(interner.node(json, "class", className, state), instance, excludes, place.place()));
        }
    }

    List<Witness> readList() throws InputException {
        List<Witness> witnesses = new ArrayList<>();
        for (json.beginArray(); json.nextElement(); ) {
            witnesses.add(read());
        }
        return witnesses;
    }

    List<Span> readSpans() throws InputException {
        List<Span> spans = new ArrayList<>();
        for (json.beginArray(); json.nextElement(); ) {
            spans.add(readSpan());
        }
        if (spans.size() > Span.MAX) {
            throw json.fieldError("spans", "has more than " + Span.MAX + " elements");
        }
        return spans;
    }

    private Span readSpan() throws InputException {
        String task = "";
        String from = "";
        String to = "";
        Stamp first = Stamp.NONE;
        int last = 0;
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "task" -> task = interner.text(json);
                case "fromInstance" -> from = interner.text(json);
                case "toInstance" -> to = interner.text(json);
                case "first" -> first = readStamp();
                case "last" -> last = segment();
                default -> json.skip();
            }
        }
        return new Span(from, to, task, first, last);
    }

    private Witness read() throws InputException {
        String task = "";
        InterruptContext context = InterruptContext.TASK;
        String driver = "";
        String fromInstance = "";
        String toInstance = "";
        Place heldAt = Place.UNKNOWN;
        Place waitedAt = Place.UNKNOWN;
        List<Held> held = List.of();
        Stamp stamp = Stamp.NONE;
        long timeout = -1;
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "task" -> task = interner.text(json);
                case "context" -> context = json.constant(InterruptContext.values());
                case "driver" -> driver = interner.text(json);
                case "fromInstance" -> fromInstance = interner.text(json);
                case "toInstance" -> toInstance = interner.text(json);
                case "heldAt" -> heldAt = readPlace();
                case "waitedAt" -> waitedAt = readPlace();
                case "held" -> held = readHeld();
                case "stamp" -> stamp = readStamp();
                case "timeout" -> timeout = json.number();
                default -> json.skip();
            }
        }
        return new Witness(task, context, driver, fromInstance, toInstance, heldAt, waitedAt, held, stamp, timeout);
    }

    private Place readPlace() throws InputException {
        PlaceFields place = new PlaceFields();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            place.read(name);
        }
        return place.place();
    }

    private List<Held> readHeld() throws InputException {
        List<Held> held = new ArrayList<>();
        for (json.beginArray(); json.nextElement(); ) {
            held.add(holds.get(json.index(holds.size())));
        }
        return held;
    }

    private Stamp readStamp() throws InputException {
        Map<String, Integer> clock = new HashMap<>();
        json.beginObject();
        for (String task = json.nextName(); task != null; task = json.nextName()) {
            clock.put(interner.text(task), segment());
        }
        return Stamp.of(clock);
    }

    /** A segment of a task, of which the largest number stands for its end. */
    private int segment() throws InputException {
        long value = json.number();
        if (value > Integer.MAX_VALUE) {
            throw json.error("is too large");
        }
        return (int) value;
    }

    /** The fields of a place, which stand among others in a hold. */
    private final class PlaceFields {
        private long line;
        private String at = "";
        private List<String> stack = List.of();

        void read(String name) throws InputException {
            switch (name) {
                case "line" -> line = json.number();
                case "at" -> at = interner.text(json);
                case "stack" -> stack = stacks.get(json.index(stacks.size()));
                default -> json.skip();
            }
        }

        Place place() {
            return new Place(line, at, stack);
        }
    }
}
