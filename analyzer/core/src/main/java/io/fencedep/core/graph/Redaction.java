package io.fencedep.core.graph;

import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Takes out of a graph what its owner may not want to show: the paths of recordings and source files, names of hosts, and
 * the names of tasks, which are those of commands. What is found in the graph stays the same; classes, functions, drivers
 * and line numbers stay as they are. Graphs that are to be merged are merged first: the numbers that take the places of
 * names are given by one graph.
 */
public final class Redaction {
    private static final Pattern FOLDERS =
            Pattern.compile("(?<![\\w.)/])(?:[A-Za-z]:[\\\\/]|~?/)(?:[^\\s/\\\\:()\\[\\]]+[/\\\\])*");
    private static final Pattern FOLDERS_OF_SOURCES = Pattern.compile(
            "(?<![\\w./@-])(?:[\\w.+-]+/)+(?=[\\w.+-]+\\.(?:c|h|cc|cpp|cxx|hh|hpp|S|rs|go|java|kt|scala|py)\\b)");
    private static final Pattern AT_HOST = Pattern.compile("\\b[\\w.-]+@(?:[\\w-]+\\.)+[A-Za-z]{2,}\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b");

    private final DependencyGraph graph;
    private final DependencyGraph redacted = new DependencyGraph();
    private final Map<String, String> recordings = new HashMap<>();
    private final Map<String, String> tasks = new HashMap<>();
    private final Map<String, String> classes = new HashMap<>();

    private Redaction(DependencyGraph graph) {
        this.graph = graph;
    }

    /** Redacts a graph, which is not changed. */
    public static Redaction of(DependencyGraph graph) {
        Redaction redaction = new Redaction(graph);
        redaction.run();
        return redaction;
    }

    /** The graph without such names. */
    public DependencyGraph graph() {
        return redacted;
    }

    /** A text without folders, mail addresses and internet addresses. */
    public static String scrub(String text) {
        if (text.indexOf('/') < 0 && text.indexOf('\\') < 0 && text.indexOf('.') < 0) {
            return text;
        }
        String scrubbed = FOLDERS.matcher(text).replaceAll("");
        scrubbed = FOLDERS_OF_SOURCES.matcher(scrubbed).replaceAll("");
        scrubbed = AT_HOST.matcher(scrubbed).replaceAll("somebody@host");
        return ADDRESS.matcher(scrubbed).replaceAll("address");
    }

    private void run() {
        numberRecordings();
        number(taskNames(), "task-", tasks);
        SortedSet<String> joined = new TreeSet<>();
        graph.classes().values().stream()
                .filter(known ->
                        known.kind() == ResourceKind.TASK && scrub(known.name()).equals(known.name()))
                .filter(known -> known.name().indexOf(':') < 0)
                .forEach(known -> joined.add(known.name()));
        number(joined, "joined-task-", classes);
        graph.recordings().values().forEach(summary -> redacted.addRecording(recording(summary)));
        graph.classes().values().forEach(this::resourceClass);
        for (Dependency dependency : graph.dependencies()) {
            dependency
                    .byRecording()
                    .forEach((recording, seen) -> redacted.addDependency(
                            node(dependency.from()),
                            node(dependency.to()),
                            dependency.basis(),
                            dependency.waitKind(),
                            id(recording),
                            occurrences(seen)));
        }
        for (Dependency usage : graph.usages()) {
            usage.byRecording()
                    .forEach((recording, seen) ->
                            redacted.addUsage(node(usage.from()), node(usage.to()), id(recording), occurrences(seen)));
        }
        graph.observations()
                .forEach((observation, byRecording) ->
                        byRecording.forEach((recording, sightings) -> redacted.addObservation(
                                observation(observation),
                                id(recording),
                                new Sightings(
                                        sightings.count(),
                                        sightings.witnesses().stream()
                                                .map(this::witness)
                                                .toList()))));
    }

    /** Parts of one run stay parts of one run. */
    private void numberRecordings() {
        SortedSet<String> runs = new TreeSet<>();
        graph.recordings().keySet().forEach(id -> runs.add(Recording.runOf(id)));
        Map<String, String> numbers = new HashMap<>();
        number(runs, "recording-", numbers);
        for (String id : graph.recordings().keySet()) {
            String run = Recording.runOf(id);
            recordings.put(id, numbers.getOrDefault(run, run) + id.substring(run.length()));
        }
    }

    private static void number(Iterable<String> names, String prefix, Map<String, String> numbers) {
        for (String name : names) {
            if (!name.isEmpty()) {
                numbers.put(name, prefix + (numbers.size() + 1));
            }
        }
    }

    private SortedSet<String> taskNames() {
        SortedSet<String> names = new TreeSet<>();
        List<Dependency> all = new ArrayList<>(graph.dependencies());
        all.addAll(graph.usages());
        for (Dependency dependency : all) {
            for (Occurrences seen : dependency.byRecording().values()) {
                names.add(seen.onlyTask);
                seen.pairs.forEach(pair -> names.add(pair.task()));
                seen.witnesses.forEach(witness -> add(names, witness));
                seen.spans.forEach(span -> names.addAll(span.first().clock().keySet()));
                seen.spans.forEach(span -> names.add(span.task()));
                seen.traits.values().forEach(witness -> add(names, witness));
            }
        }
        graph.observations()
                .forEach((observation, byRecording) -> byRecording
                        .values()
                        .forEach(sightings -> sightings.witnesses().forEach(witness -> add(names, witness))));
        return names;
    }

    private static void add(SortedSet<String> names, Witness witness) {
        names.add(witness.task());
        names.addAll(witness.stamp().clock().keySet());
    }

    private String id(String recording) {
        return recordings.getOrDefault(recording, recording);
    }

    private Node node(Node node) {
        return new Node(className(node.className()), node.state());
    }

    private String className(String name) {
        return classes.computeIfAbsent(name, Redaction::scrub);
    }

    /** What was read of one of its recordings, without such names. */
    public RecordingSummary recording(RecordingSummary summary) {
        Recording old = summary.recording();
        String id = id(old.id());
        SortedMap<String, RecordingSummary.Anomaly> anomalies = new TreeMap<>();
        summary.anomalies().forEach((kind, anomaly) -> anomalies.put(scrub(kind), anomaly));
        return new RecordingSummary(
                new Recording(id, id, old.format(), old.source(), old.lacks()),
                summary.events(),
                summary.skipped(),
                summary.tasks(),
                anomalies,
                summary.warnings().stream().map(Redaction::scrub).toList());
    }

    private void resourceClass(ResourceClass old) {
        ResourceClass copy = redacted.addClass(className(old.name()), old.kind());
        copy.setLockKind(old.lockKind());
        copy.setCapacity(old.capacity());
        if (old.userspace()) {
            copy.setUserspace();
        }
        if (old.percpu()) {
            copy.setPercpu();
        }
        if (old.handedOver()) {
            copy.setHandedOver();
        }
        old.contexts().forEach(copy::addContext);
        old.sharedIn().forEach(recording -> copy.addSharedIn(id(recording)));
        old.alternatives().forEach(name -> copy.addAlternative(className(name)));
        old.signals().forEach((recording, signals) -> {
            SortedMap<Node, Long> excluded = new TreeMap<>();
            signals.excluded().forEach((node, count) -> excluded.put(node(node), count));
            copy.addSignals(id(recording), new ResourceClass.Signals(signals.total(), excluded));
        });
    }

    private Occurrences occurrences(Occurrences old) {
        Occurrences copy = old.copy();
        copy.onlyTask = task(old.onlyTask);
        copy.gates.clear();
        old.gates.forEach(gate -> copy.gates.add(new Gate(node(gate.node()), scrub(gate.instance()))));
        copy.pairs.clear();
        old.pairs.forEach(
                pair -> copy.pairs.add(new InstancePair(scrub(pair.from()), scrub(pair.to()), task(pair.task()))));
        copy.spans.clear();
        old.spans.forEach(span -> copy.spans.add(
                new Span(scrub(span.from()), scrub(span.to()), task(span.task()), stamp(span.first()), span.last())));
        copy.traits.clear();
        old.traits.forEach((traits, witness) -> copy.traits.put(traits, witness(witness)));
        copy.witnesses.clear();
        old.witnesses.forEach(witness -> copy.witnesses.add(witness(witness)));
        return copy;
    }

    private String task(String name) {
        return tasks.getOrDefault(name, name);
    }

    private Stamp stamp(Stamp old) {
        Map<String, Integer> clock = new HashMap<>();
        old.clock().forEach((task, step) -> clock.put(task(task), step));
        return Stamp.of(clock);
    }

    private Witness witness(Witness old) {
        return new Witness(
                task(old.task()),
                old.context(),
                old.driver(),
                scrub(old.fromInstance()),
                scrub(old.toInstance()),
                place(old.heldAt()),
                place(old.waitedAt()),
                old.held().stream()
                        .map(held -> new Held(
                                node(held.node()), scrub(held.instance()), held.excludes(), place(held.place())))
                        .toList(),
                stamp(old.stamp()),
                old.timeout());
    }

    private static Place place(Place old) {
        return new Place(
                old.line(),
                scrub(old.at()),
                old.stack().stream().map(Redaction::scrub).toList());
    }

    private Observation observation(Observation old) {
        SortedMap<String, String> details = new TreeMap<>();
        old.details().forEach((name, value) -> details.put(name, tasks.getOrDefault(value, scrub(value))));
        return new Observation(
                old.kind(),
                old.rule(),
                old.steps().stream()
                        .map(step -> new Observation.Step(node(step.from()), node(step.to())))
                        .toList(),
                details);
    }
}
