package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what recordings have shown: dependencies, usages, observations. */
final class FactsReader {
    /** The only detail that is counted with. */
    private static final String TASKS = "tasks";

    private final Document json;
    private final Interner interner;
    private final DependencyGraph graph;
    private final WitnessReader witnesses;

    FactsReader(Document json, Interner interner, DependencyGraph graph) {
        this.json = json;
        this.interner = interner;
        this.graph = graph;
        this.witnesses = new WitnessReader(json, interner);
    }

    WitnessReader witnesses() {
        return witnesses;
    }

    void readDependency() throws InputException {
        Shown shown = readShown();
        Basis basis = shown.basis;
        if (basis == null) {
            throw json.fieldError("basis", "is missing");
        }
        shown.byRecording.forEach((recording, seen) ->
                graph.addDependency(shown.ends.from(), shown.ends.to(), basis, shown.waitKind, recording, seen));
    }

    void readUsage() throws InputException {
        Shown shown = readShown();
        shown.byRecording.forEach(
                (recording, seen) -> graph.addUsage(shown.ends.from(), shown.ends.to(), recording, seen));
    }

    void readObservation() throws InputException {
        Observation.@Nullable Kind kind = null;
        String rule = "";
        List<Observation.Step> steps = new ArrayList<>();
        SortedMap<String, String> details = new TreeMap<>();
        Map<String, Sightings> byRecording = new LinkedHashMap<>();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "kind" -> kind = json.constant(Observation.Kind.values());
                case "rule" -> rule = interner.text(json);
                case "steps" -> readSteps(steps);
                case "details" -> readDetails(details);
                case "recordings" -> readSightings(byRecording);
                default -> json.skip();
            }
        }
        if (kind == null) {
            throw json.fieldError("kind", "is missing");
        }
        Observation observation = new Observation(kind, rule, steps, details);
        byRecording.forEach((recording, seen) -> graph.addObservation(observation, recording, seen));
    }

    private void readSteps(List<Observation.Step> steps) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            Ends ends = new Ends();
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (!ends.read(name)) {
                    json.skip();
                }
            }
            steps.add(ends.step());
        }
    }

    private void readDetails(SortedMap<String, String> details) throws InputException {
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            String value = interner.text(json);
            if (name.equals(TASKS) && !value.matches("\\d{1,9}")) {
                throw json.error("must be a number of tasks");
            }
            details.put(interner.text(name), value);
        }
    }

    private void readSightings(Map<String, Sightings> byRecording) throws InputException {
        json.beginObject();
        for (String recording = json.nextName(); recording != null; recording = json.nextName()) {
            long count = 0;
            List<Witness> seen = List.of();
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "count" -> count = json.number();
                    case "witnesses" -> seen = witnesses.readList();
                    default -> json.skip();
                }
            }
            byRecording.put(interner.text(recording), new Sightings(count, seen));
        }
    }

    private Shown readShown() throws InputException {
        Ends ends = new Ends();
        @Nullable Basis basis = null;
        WaitKind waitKind = WaitKind.BLOCKING;
        List<Witness> listed = List.of();
        Map<String, Occurrences> byRecording = new LinkedHashMap<>();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "basis" -> basis = json.constant(Basis.values());
                case "wait" -> waitKind = json.constant(WaitKind.values());
                case "witnesses" -> listed = witnesses.readList();
                case "recordings" -> readOccurrences(listed, byRecording);
                default -> {
                    if (!ends.read(name)) {
                        json.skip();
                    }
                }
            }
        }
        return new Shown(ends.step(), basis, waitKind, byRecording);
    }

    private void readOccurrences(List<Witness> listed, Map<String, Occurrences> byRecording) throws InputException {
        json.beginObject();
        for (String recording = json.nextName(); recording != null; recording = json.nextName()) {
            Occurrences seen = new Occurrences();
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                readOccurrencesField(name, seen, listed);
            }
            byRecording.put(interner.text(recording), seen);
        }
    }

    private void readOccurrencesField(String name, Occurrences seen, List<Witness> listed) throws InputException {
        switch (name) {
            case "count" -> seen.count = json.number();
            case "support" -> seen.support = json.number();
            case "awaited" -> seen.awaited = json.number();
            case "awaitedStillHeld" -> seen.awaitedStillHeld = json.number();
            case "stillHeld" -> seen.stillHeld = json.number();
            case "inUnit" -> seen.inUnit = json.number();
            case "holdersAtOnce" -> seen.holdersAtOnce = json.number();
            case "asksAll" -> seen.asksAll = json.truth();
            case "fifoOrdered" -> seen.fifoOrdered = json.truth();
            case "begun" -> seen.begun = json.truth();
            case "distant" -> seen.distant = json.truth();
            case "onlyTask" -> seen.onlyTask = interner.text(json);
            case "more" -> seen.more = json.truth();
            case "gates" -> readGates(seen);
            case "pairs" -> readPairs(seen);
            case "pooled" -> seen.pooled = json.truth();
            case "spans" -> seen.spans.addAll(witnesses.readSpans());
            case "traits" -> readTraits(seen, listed);
            case "witnesses" -> {
                List<Witness> kept = new ArrayList<>();
                for (json.beginArray(); json.nextElement(); ) {
                    kept.add(listed.get(json.index(listed.size())));
                }
                seen.addWitnesses(kept);
            }
            default -> json.skip();
        }
    }

    private void readPairs(Occurrences seen) throws InputException {
        List<String> texts = new ArrayList<>();
        for (json.beginArray(); json.nextElement(); ) {
            texts.add(interner.text(json));
        }
        if (texts.size() % 3 != 0) {
            throw json.fieldError("pairs", "is not made of threes");
        }
        for (int i = 0; i < texts.size(); i += 3) {
            seen.pairs.add(new InstancePair(texts.get(i), texts.get(i + 1), texts.get(i + 2)));
        }
    }

    private void readGates(Occurrences seen) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            String className = "";
            NodeState state = NodeState.NONE;
            String instance = "";
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "class" -> className = interner.text(json);
                    case "state" -> state = Interner.state(json);
                    case "instance" -> instance = interner.text(json);
                    default -> json.skip();
                }
            }
            seen.gates.add(new Gate(interner.node(json, "class", className, state), instance));
        }
    }

    private void readTraits(Occurrences seen, List<Witness> listed) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            String driver = "";
            String model = "";
            boolean nonBlocking = false;
            @Nullable Witness witness = null;
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "driver" -> driver = interner.text(json);
                    case "model" -> model = interner.text(json);
                    case "nonBlocking" -> nonBlocking = json.truth();
                    case "witness" -> witness = listed.get(json.index(listed.size()));
                    default -> json.skip();
                }
            }
            if (witness == null) {
                throw json.fieldError("witness", "is missing");
            }
            seen.traits.put(new Traits(driver, model, nonBlocking), witness);
        }
    }

    /** What a dependency or a usage consists of. */
    private record Shown(
            Observation.Step ends, @Nullable Basis basis, WaitKind waitKind, Map<String, Occurrences> byRecording) {}

    /** The fields of two nodes, which stand among others. */
    private final class Ends {
        private String from = "";
        private String to = "";
        private NodeState fromState = NodeState.NONE;
        private NodeState toState = NodeState.NONE;

        /** Reads the value if the field is one of these. */
        boolean read(String name) throws InputException {
            switch (name) {
                case "from" -> from = interner.text(json);
                case "fromState" -> fromState = Interner.state(json);
                case "to" -> to = interner.text(json);
                case "toState" -> toState = Interner.state(json);
                default -> {
                    return false;
                }
            }
            return true;
        }

        /** Both, at the end of their object. */
        Observation.Step step() throws InputException {
            return new Observation.Step(
                    interner.node(json, "from", from, fromState), interner.node(json, "to", to, toState));
        }
    }
}
