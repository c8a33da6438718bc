package io.fencedep.core;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Standing;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.lowering.Watched;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import it.unimi.dsi.fastutil.ints.IntSet;
import it.unimi.dsi.fastutil.ints.IntSets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A small trace as text, and what follows from it.
 *
 * <p>Each line is {@code task: event; event ...}, as in {@code one: acquire A; acquire B; release B; release A}; how an
 * event is written says {@link SceneEvents}.
 */
public final class Scene {
    private final Names names = new Names();
    private final Instances instances;
    private final Lowering lowering;
    private final SceneEvents events;
    private final Recording recording;

    private Scene(Recording recording, Instances instances) {
        this.recording = recording;
        this.instances = instances;
        this.lowering = new Lowering(names, instances, recording.source());
        this.events = new SceneEvents(names, instances);
    }

    /** A recording of a kernel. */
    public static Scene kernel(String text) {
        return recorded("kernel", "hand", Set.of(), text);
    }

    /** A recording of threads of one program. */
    public static Scene program(String text) {
        return recorded("program", "jvm", Set.of(), text);
    }

    /** A recording of a source that knows only the names of locks. */
    public static Scene ftrace(String text) {
        return recorded("ftrace", "ftrace", Set.of(Lack.SUBCLASS, Lack.NEST, Lack.CHECK, Lack.READER), text);
    }

    /** A recording with an id and a source of its own. */
    public static Scene recorded(String id, String source, Set<Lack> lacks, String text) {
        return empty(id, source, lacks, new Instances()).then(text);
    }

    /** A recording without events yet, whose table of instances has a limit. */
    public static Scene withRoomFor(int instances) {
        return empty("kernel", "hand", Set.of(), new Instances(instances));
    }

    private static Scene empty(String id, String source, Set<Lack> lacks, Instances instances) {
        return new Scene(new Recording(id, id, "scene", source, lacks), instances);
    }

    /** More events. */
    public Scene then(String text) {
        text.lines().filter(line -> !line.isBlank()).forEach(this::line);
        return this;
    }

    /** Nobody but the tasks in it is left. */
    public Scene whereNobodyElseRuns() {
        return watched(new Watched(true, IntSets.EMPTY_SET, IntSets.EMPTY_SET, IntSets.EMPTY_SET));
    }

    /** Nobody but the tasks in it is left, and items wait in this queue. */
    public Scene whereItemsWaitIn(String queue) {
        return watched(new Watched(true, named(queue), IntSets.EMPTY_SET, IntSets.EMPTY_SET));
    }

    /** Nobody but the tasks in it is left, and all began with this one. */
    public Scene whereAllBeganWith(String task) {
        return watched(new Watched(true, IntSets.EMPTY_SET, named(task), IntSets.EMPTY_SET));
    }

    /** This task has ended with what it holds. */
    public Scene whereItEnded(String task) {
        return watched(new Watched(false, IntSets.EMPTY_SET, IntSets.EMPTY_SET, named(task)));
    }

    private IntSet named(String name) {
        return IntSets.singleton(names.intern(name));
    }

    private Scene watched(Watched watched) {
        lowering.watched(watched);
        return this;
    }

    private void line(String line) {
        int colon = line.indexOf(": ");
        String task = line.substring(0, colon).strip();
        for (String event : line.substring(colon + 2).split(";")) {
            lowering.accept(events.parse(task, event.strip()));
        }
    }

    public Instances instances() {
        return instances;
    }

    /** What it shows. Ends the recording. */
    public DependencyGraph graph() {
        return lowering.finish(recording, 0, List.of());
    }

    /** The dependencies, as {@link #dependencies(DependencyGraph)} writes them. */
    public Set<String> dependencies() {
        return dependencies(graph());
    }

    /** The findings, as {@link #verdicts(DependencyGraph)} writes them. */
    public List<String> verdicts() {
        return verdicts(graph());
    }

    /** The findings themselves. */
    public List<Finding> findings() {
        return findings(graph());
    }

    /** The anomalies, as in {@code 2 release of a lock that is not held}. */
    public List<String> anomalies() {
        List<String> all = new ArrayList<>();
        graph().recordings()
                .values()
                .forEach(each -> each.anomalies().forEach((kind, anomaly) -> all.add(anomaly.count() + " " + kind)));
        return all;
    }

    /** What several recordings show together. */
    public static DependencyGraph merged(Scene... scenes) {
        DependencyGraph all = new DependencyGraph();
        for (Scene scene : scenes) {
            all.merge(scene.graph());
        }
        return all;
    }

    /** Every dependency, as in {@code A -> B}, with its evidence and kind of wait where they are not the usual ones. */
    public static Set<String> dependencies(DependencyGraph graph) {
        Set<String> all = new TreeSet<>();
        for (Dependency dependency : graph.dependencies()) {
            Standing standing = graph.standing(dependency);
            String evidence = standing.evidence().text();
            String support = standing.n() > 0 ? " " + standing.k() + " of " + standing.n() : "";
            String refuted = standing.refuted() ? ", refuted" : "";
            String how = dependency.waitKind() == WaitKind.BLOCKING
                    ? ""
                    : " " + dependency.waitKind().text();
            all.add(dependency + how + (evidence.equals("section") ? "" : " (" + evidence + support + refuted + ")"));
        }
        return all;
    }

    /** Every finding, as in {@code error cycle A -> B -> A}, with the filters that speak against it. */
    public static List<String> verdicts(DependencyGraph graph) {
        List<String> all = new ArrayList<>();
        for (Finding finding : findings(graph)) {
            StringBuilder text = new StringBuilder(finding.severity().text());
            text.append(' ').append(finding.kind().text()).append(' ').append(finding.title());
            finding.demotions()
                    .forEach(demotion ->
                            text.append(" [").append(demotion.filter()).append(']'));
            all.add(text.toString());
        }
        return all;
    }

    public static List<Finding> findings(DependencyGraph graph) {
        return Detector.analyse(graph, List.of()).findings();
    }
}
