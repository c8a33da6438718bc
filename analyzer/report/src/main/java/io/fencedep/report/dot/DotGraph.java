package io.fencedep.report.dot;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.report.SafeText;
import java.io.IOException;
import java.io.Writer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A dependency graph in the language of Graphviz: a node for each class, both states of a lock in one, an edge for each
 * dependency with its count and evidence. Ends at readers say so; edges of findings stand out.
 */
public final class DotGraph {
    /** An edge as it can be drawn: two ends. */
    private record Ends(Node from, Node to) {}

    private final DependencyGraph graph;
    private final Writer out;
    private final Map<Ends, Severity> found = new HashMap<>();
    private final TreeMap<String, FindingStep> onlyFound = new TreeMap<>();

    private DotGraph(DependencyGraph graph, Analysis analysis, Writer out) {
        this.graph = graph;
        this.out = out;
        for (Finding finding : analysis.findings()) {
            for (FindingStep step : finding.steps()) {
                Ends ends = new Ends(step.from(), step.to());
                found.merge(ends, finding.severity(), (a, b) -> a.atLeast(b) ? a : b);
                onlyFound.put(step.from() + "\n" + step.to(), step);
            }
        }
        graph.dependencies().forEach(dependency -> onlyFound.remove(dependency.from() + "\n" + dependency.to()));
    }

    /** Draws the graph; the writer stays open. */
    public static void write(DependencyGraph graph, Analysis analysis, Writer out) throws IOException {
        new DotGraph(graph, analysis, out).write();
    }

    private void write() throws IOException {
        out.write("digraph fencedep {\n");
        out.write("  rankdir=LR;\n");
        out.write("  node [fontname=\"sans-serif\", fontsize=11];\n");
        out.write("  edge [fontname=\"sans-serif\", fontsize=9, color=\"gray40\"];\n");
        for (String name : names()) {
            ResourceClass known = graph.classes().get(name);
            out.write("  " + quote(name) + " [label=" + quote(name) + shape(known) + "];\n");
        }
        for (Dependency dependency : graph.sortedDependencies()) {
            edge(dependency);
        }
        for (FindingStep step : onlyFound.values()) {
            edge(step);
        }
        out.write("}\n");
    }

    private SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(graph.classes().keySet());
        for (FindingStep step : onlyFound.values()) {
            names.add(step.from().className());
            names.add(step.to().className());
        }
        return names;
    }

    private static String shape(@Nullable ResourceClass known) {
        ResourceKind kind = known == null ? ResourceKind.ANY : known.kind();
        return switch (kind) {
            case LOCK -> ", shape=box";
            case FENCE -> ", shape=ellipse";
            case RECLAIM, NOTIFIER -> ", shape=hexagon";
            case WORK, QUEUE, PLACE, TASK -> ", shape=component";
            case PAGE -> ", shape=note";
            case RESET, FAULT -> ", shape=octagon";
            case ANY -> ", shape=diamond";
        };
    }

    private void edge(Dependency dependency) throws IOException {
        Evidence evidence = graph.standing(dependency).evidence();
        String label = String.format(Locale.ROOT, "%,d x %s", dependency.count(), evidence.text());
        if (dependency.waitKind() != WaitKind.BLOCKING) {
            label += ", " + dependency.waitKind().text();
        }
        edge(dependency.from(), dependency.to(), label, style(dependency, evidence));
    }

    private void edge(FindingStep step) throws IOException {
        String label = step.count() == 0
                ? step.evidence().text()
                : String.format(
                        Locale.ROOT, "%,d x %s", step.count(), step.evidence().text());
        edge(step.from(), step.to(), label, ", style=dashed");
    }

    private void edge(Node from, Node to, String label, String style) throws IOException {
        String ends = (from.state() == NodeState.SHARED ? ", taillabel=\"shared\"" : "")
                + (to.state() == NodeState.SHARED ? ", headlabel=\"shared\"" : "");
        out.write("  " + quote(from.className()) + " -> " + quote(to.className()) + " [label=" + quote(label) + ends
                + style + colour(from, to) + "];\n");
    }

    private static String style(Dependency dependency, Evidence evidence) {
        if (dependency.waitKind() == WaitKind.TRIED) {
            return ", style=dotted";
        }
        boolean certain = evidence == Evidence.SECTION || evidence == Evidence.CAUSAL;
        return certain ? "" : ", style=dashed";
    }

    private String colour(Node from, Node to) {
        Severity severity = found.get(new Ends(from, to));
        if (severity == null) {
            return "";
        }
        return switch (severity) {
            case ERROR -> ", color=\"red\", penwidth=2.5";
            case WARNING -> ", color=\"orange\", penwidth=2";
            case NOTE -> ", color=\"steelblue\"";
        };
    }

    private static String quote(String text) {
        return '"' + SafeText.escape(text).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
