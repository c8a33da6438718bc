package io.fencedep.formats.graphfile;

import com.fasterxml.jackson.core.JsonGenerator;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.formats.Document;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Predicate;

/** Writes what recordings have shown: dependencies, usages, observations, and the tables that their witnesses need. */
final class FactsWriter {
    private final DependencyGraph graph;
    private final JsonGenerator json;
    private final WitnessWriter witnesses;

    FactsWriter(DependencyGraph graph, JsonGenerator json, WitnessTables tables) {
        this.graph = graph;
        this.json = json;
        this.witnesses = new WitnessWriter(json, tables);
    }

    void write(List<Dependency> dependencies) throws IOException {
        witnesses.writeTables();
        writeDependencies("dependencies", dependencies, each -> !isTry(each) && !each.isDistant());
        writeDependencies("distant", dependencies, each -> !isTry(each) && each.isDistant());
        writeDependencies("tries", dependencies, FactsWriter::isTry);
        json.writeArrayFieldStart("usages");
        for (Dependency usage : graph.usages()) {
            json.writeStartObject();
            writeEnds(usage);
            writeShown(usage);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("observations");
        for (Map.Entry<Observation, SortedMap<String, Sightings>> observed :
                graph.observations().entrySet()) {
            writeObservation(observed.getKey(), observed.getValue());
        }
        json.writeEndArray();
    }

    /** What leads into a successful try waits for nothing. */
    private static boolean isTry(Dependency dependency) {
        return dependency.waitKind() == WaitKind.TRIED;
    }

    private void writeDependencies(String name, List<Dependency> dependencies, Predicate<Dependency> which)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Dependency dependency : dependencies) {
            if (which.test(dependency)) {
                json.writeStartObject();
                writeEnds(dependency);
                writeStanding(dependency);
                writeShown(dependency);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
    }

    private void writeEnds(Dependency dependency) throws IOException {
        GraphFileWriter.writeNode(json, "from", "fromState", dependency.from());
        GraphFileWriter.writeNode(json, "to", "toState", dependency.to());
    }

    private void writeStanding(Dependency dependency) throws IOException {
        Standing standing = graph.standing(dependency);
        json.writeStringField("basis", Document.nameOf(dependency.basis()));
        json.writeStringField("wait", dependency.waitKind().text());
        json.writeStringField("evidence", standing.evidence().text());
        json.writeStringField("weight", Document.nameOf(standing.weight()));
        if (standing.evidence() != Evidence.SECTION && standing.evidence() != Evidence.CAUSAL) {
            json.writeObjectFieldStart("support");
            json.writeNumberField("k", standing.k());
            json.writeNumberField("n", standing.n());
            json.writeEndObject();
            json.writeBooleanField("refuted", standing.refuted());
        }
    }

    private void writeShown(Dependency dependency) throws IOException {
        json.writeNumberField("count", dependency.count());
        WitnessList listed = new WitnessList();
        dependency.byRecording().forEach(listed::add);
        witnesses.writeList("witnesses", listed.all());
        json.writeObjectFieldStart("recordings");
        for (Map.Entry<String, Occurrences> shown : dependency.byRecording().entrySet()) {
            json.writeObjectFieldStart(shown.getKey());
            writeOccurrences(shown.getValue(), listed, listed.startOf(shown.getKey()));
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void writeOccurrences(Occurrences seen, WitnessList listed, int start) throws IOException {
        json.writeNumberField("count", seen.count);
        writeCount("support", seen.support);
        writeCount("awaited", seen.awaited);
        writeCount("awaitedStillHeld", seen.awaitedStillHeld);
        writeCount("stillHeld", seen.stillHeld);
        writeCount("inUnit", seen.inUnit);
        writeCount("holdersAtOnce", seen.holdersAtOnce);
        if (seen.asksAll) {
            json.writeBooleanField("asksAll", true);
        }
        if (!seen.fifoOrdered) {
            json.writeBooleanField("fifoOrdered", false);
        }
        if (seen.begun) {
            json.writeBooleanField("begun", true);
        }
        if (seen.distant) {
            json.writeBooleanField("distant", true);
        }
        if (!seen.onlyTask.isEmpty()) {
            json.writeStringField("onlyTask", seen.onlyTask);
        }
        if (seen.more) {
            json.writeBooleanField("more", true);
        }
        if (!seen.gates.isEmpty()) {
            json.writeArrayFieldStart("gates");
            for (Gate gate : seen.gates) {
                json.writeStartObject();
                GraphFileWriter.writeNode(json, "class", "state", gate.node());
                json.writeStringField("instance", gate.instance());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        writePairs(seen.pairs);
        writeSpans(seen);
        writeTraits(seen.traits, listed, start);
        json.writeArrayFieldStart("witnesses");
        for (Witness witness : seen.witnesses) {
            json.writeNumber(listed.position(witness, start));
        }
        json.writeEndArray();
    }

    /** Three texts for each. */
    private void writePairs(SortedSet<InstancePair> pairs) throws IOException {
        if (!pairs.isEmpty()) {
            json.writeArrayFieldStart("pairs");
            for (InstancePair pair : pairs) {
                json.writeString(pair.from());
                json.writeString(pair.to());
                json.writeString(pair.task());
            }
            json.writeEndArray();
        }
    }

    private void writeSpans(Occurrences seen) throws IOException {
        if (seen.pooled) {
            json.writeBooleanField("pooled", true);
        }
        if (!seen.spans.isEmpty()) {
            json.writeArrayFieldStart("spans");
            for (Span span : seen.spans) {
                witnesses.write(span);
            }
            json.writeEndArray();
        }
    }

    private void writeTraits(SortedMap<Traits, Witness> traits, WitnessList listed, int start) throws IOException {
        if (traits.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("traits");
        for (Map.Entry<Traits, Witness> entry : traits.entrySet()) {
            json.writeStartObject();
            witnesses.writeText("driver", entry.getKey().driver());
            witnesses.writeText("model", entry.getKey().model());
            if (entry.getKey().nonBlocking()) {
                json.writeBooleanField("nonBlocking", true);
            }
            json.writeNumberField("witness", listed.position(entry.getValue(), start));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void writeObservation(Observation observation, SortedMap<String, Sightings> byRecording)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", observation.kind().text());
        json.writeStringField("rule", observation.rule());
        json.writeArrayFieldStart("steps");
        for (Observation.Step step : observation.steps()) {
            json.writeStartObject();
            GraphFileWriter.writeNode(json, "from", "fromState", step.from());
            GraphFileWriter.writeNode(json, "to", "toState", step.to());
            json.writeEndObject();
        }
        json.writeEndArray();
        if (!observation.details().isEmpty()) {
            json.writeObjectFieldStart("details");
            for (Map.Entry<String, String> detail : observation.details().entrySet()) {
                json.writeStringField(detail.getKey(), detail.getValue());
            }
            json.writeEndObject();
        }
        json.writeObjectFieldStart("recordings");
        for (Map.Entry<String, Sightings> seen : byRecording.entrySet()) {
            json.writeObjectFieldStart(seen.getKey());
            json.writeNumberField("count", seen.getValue().count());
            witnesses.writeList("witnesses", seen.getValue().witnesses());
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private void writeCount(String name, long count) throws IOException {
        if (count != 0) {
            json.writeNumberField(name, count);
        }
    }
}
