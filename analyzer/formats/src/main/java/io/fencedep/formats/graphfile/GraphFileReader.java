package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.Document;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a saved graph: the header, its inputs, and which part comes next. */
final class GraphFileReader {
    private final Document json;
    private final DependencyGraph graph = new DependencyGraph();
    private final Interner interner = new Interner();
    private final ClassReader classes;
    private final FactsReader facts;

    private GraphFileReader(Document json) {
        this.json = json;
        this.classes = new ClassReader(json, interner, graph);
        this.facts = new FactsReader(json, interner, graph);
    }

    static DependencyGraph read(TraceSource source) throws InputException {
        try (Document json = Document.json(source)) {
            GraphFileReader reader = new GraphFileReader(json);
            reader.read();
            return reader.graph;
        }
    }

    private void read() throws InputException {
        json.beginObject();
        boolean versionKnown = false;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("format")) {
                checkFormat();
            } else if (name.equals("version")) {
                checkVersion();
                versionKnown = true;
            } else if (versionKnown) {
                readSection(name);
            } else {
                throw json.error("\"version\" must come first");
            }
        }
        if (!versionKnown) {
            throw json.fieldError("version", "is missing");
        }
        json.end();
    }

    private void checkFormat() throws InputException {
        if (!json.text().equals(GraphFile.NAME)) {
            throw json.error("is \"" + json.text() + "\", not " + GraphFile.NAME);
        }
    }

    private void checkVersion() throws InputException {
        long version = json.number();
        if (version != GraphFile.VERSION) {
            throw json.error("is " + version + ", but this fencedep reads saved graphs of version " + GraphFile.VERSION
                    + " only; save the graph again from its traces");
        }
    }

    private void readSection(String name) throws InputException {
        switch (name) {
            case "inputs":
                for (json.beginArray(); json.nextElement(); ) {
                    graph.addRecording(readInput());
                }
                break;
            case "classes":
                for (json.beginArray(); json.nextElement(); ) {
                    classes.read();
                }
                break;
            case "stacks":
                facts.witnesses().readStacks();
                break;
            case "holds":
                facts.witnesses().readHolds();
                break;
            case "dependencies":
            case "distant":
            case "tries":
                for (json.beginArray(); json.nextElement(); ) {
                    facts.readDependency();
                }
                break;
            case "usages":
                for (json.beginArray(); json.nextElement(); ) {
                    facts.readUsage();
                }
                break;
            case "observations":
                for (json.beginArray(); json.nextElement(); ) {
                    facts.readObservation();
                }
                break;
            default:
                json.skip();
        }
    }

    private RecordingSummary readInput() throws InputException {
        String recording = "";
        String path = "";
        String format = "";
        String source = "";
        String host = "";
        String note = "";
        Set<Lack> lacks = EnumSet.noneOf(Lack.class);
        long events = 0;
        long skipped = 0;
        long tasks = 0;
        SortedMap<String, RecordingSummary.Anomaly> anomalies = new TreeMap<>();
        List<String> warnings = new ArrayList<>();
        json.beginObject();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            switch (name) {
                case "recording" -> recording = interner.text(json);
                case "path" -> path = json.text();
                case "format" -> format = interner.text(json);
                case "source" -> source = interner.text(json);
                case "host" -> host = interner.text(json);
                case "note" -> note = interner.text(json);
                case "lacks" -> readLacks(lacks);
                case "events" -> events = json.number();
                case "skipped" -> skipped = json.number();
                case "tasks" -> tasks = json.number();
                case "anomalies" -> readAnomalies(anomalies);
                case "warnings" -> readWarnings(warnings);
                default -> json.skip();
            }
        }
        if (recording.isEmpty()) {
            throw json.fieldError("recording", "is missing");
        }
        return new RecordingSummary(
                new Recording(recording, path, format, source, lacks, host, note),
                events,
                skipped,
                tasks,
                anomalies,
                warnings);
    }

    private void readLacks(Set<Lack> lacks) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            lacks.add(json.constant(Lack.values()));
        }
    }

    private void readWarnings(List<String> warnings) throws InputException {
        for (json.beginArray(); json.nextElement(); ) {
            warnings.add(json.text());
        }
    }

    private void readAnomalies(SortedMap<String, RecordingSummary.Anomaly> anomalies) throws InputException {
        json.beginObject();
        for (String kind = json.nextName(); kind != null; kind = json.nextName()) {
            long count = 0;
            long firstLine = 0;
            json.beginObject();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                switch (name) {
                    case "count" -> count = json.number();
                    case "firstLine" -> firstLine = json.number();
                    default -> json.skip();
                }
            }
            anomalies.put(kind, new RecordingSummary.Anomaly(count, firstLine));
        }
    }
}
