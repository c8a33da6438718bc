package io.fencedep.report.dot;

import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.report.SafeText;
import io.fencedep.report.graph.Drawing;
import java.io.IOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * A dependency graph in the language of Graphviz: a node for each class, both states of a lock in one, an edge for each
 * dependency with its count and evidence. Ends at readers say so; edges of findings stand out.
 */
public final class DotGraph {
    private final Drawing drawing;
    private final Writer out;

    private DotGraph(Drawing drawing, Writer out) {
        this.drawing = drawing;
        this.out = out;
    }

    /** Draws the graph; the writer stays open. */
    public static void write(Drawing drawing, Writer out) throws IOException {
        new DotGraph(drawing, out).write();
    }

    private void write() throws IOException {
        out.write("digraph fencedep {\n");
        out.write("  rankdir=LR;\n");
        out.write("  node [fontname=\"sans-serif\", fontsize=11];\n");
        out.write("  edge [fontname=\"sans-serif\", fontsize=9, color=\"gray40\"];\n");
        for (Drawing.Box box : drawing.boxes()) {
            out.write("  " + quote(box.name()) + " [label=" + quote(box.name()) + shape(box.kind()) + "];\n");
        }
        for (Drawing.Edge edge : drawing.edges()) {
            edge(edge);
        }
        out.write("}\n");
    }

    private static String shape(String kind) {
        return switch (kind) {
            case "lock" -> ", shape=box";
            case "fence" -> ", shape=ellipse";
            case "reclaim", "notifier" -> ", shape=hexagon";
            case "work", "queue", "place", "task" -> ", shape=component";
            case "page" -> ", shape=note";
            case "reset", "fault" -> ", shape=octagon";
            default -> ", shape=diamond";
        };
    }

    private void edge(Drawing.Edge edge) throws IOException {
        String ends = (edge.from().state() == NodeState.SHARED ? ", taillabel=\"shared\"" : "")
                + (edge.to().state() == NodeState.SHARED ? ", headlabel=\"shared\"" : "");
        out.write(
                "  " + quote(edge.from().className()) + " -> " + quote(edge.to().className()) + " [label="
                        + quote(edge.label()) + ends + style(edge) + colour(edge.severity()) + "];\n");
    }

    private static String style(Drawing.Edge edge) {
        if (edge.waitKind() == WaitKind.TRIED) {
            return ", style=dotted";
        }
        return edge.isCertain() ? "" : ", style=dashed";
    }

    private static String colour(@Nullable Severity severity) {
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
