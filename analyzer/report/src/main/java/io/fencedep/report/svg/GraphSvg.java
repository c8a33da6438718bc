package io.fencedep.report.svg;

import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.report.SafeText;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.graph.Drawing.Box;
import io.fencedep.report.graph.Drawing.Edge;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A dependency graph from left to right: who is held, who is waited for. Whole names and counts are in tooltips. */
public final class GraphSvg {
    private static final int NAME = 44;
    private static final double CHARACTER = 7.1;
    private static final double ROW = 34;
    private static final double HEIGHT = 24;
    private static final double GAP = 90;
    private static final double MARGIN = 20;

    private record Spot(double x, double y, double width) {}

    private final Drawing drawing;
    private final Writer out;
    private final Map<String, Spot> spots = new HashMap<>();
    private double width;
    private double height;

    private GraphSvg(Drawing drawing, Writer out) {
        this.drawing = drawing;
        this.out = out;
    }

    /** Draws the graph; the writer stays open. */
    public static void write(Drawing drawing, Writer out) throws IOException {
        new GraphSvg(drawing, out).write();
    }

    private void write() throws IOException {
        place();
        out.write(Svg.begin(width, height, "dependency graph"));
        out.write(Svg.STYLE);
        out.write(Svg.MARKERS);
        out.write('\n');
        for (Edge edge : drawing.edges()) {
            edge(edge);
        }
        for (Box box : drawing.boxes()) {
            box(box);
        }
        out.write("</svg>\n");
    }

    private void place() {
        Map<String, Integer> numbers = new HashMap<>();
        drawing.boxes().forEach(box -> numbers.put(box.name(), numbers.size()));
        List<int[]> edges = new ArrayList<>();
        for (Edge edge : drawing.edges()) {
            edges.add(new int[] {
                numbers.getOrDefault(edge.from().className(), 0),
                numbers.getOrDefault(edge.to().className(), 0)
            });
        }
        List<List<Integer>> layers = new Layers(drawing.boxes().size(), edges).layers();
        int most = layers.stream().mapToInt(List::size).max().orElse(0);
        double x = MARGIN;
        for (List<Integer> layer : layers) {
            double widest = 0;
            double y = MARGIN + (most - layer.size()) * ROW / 2;
            for (int number : layer) {
                String name = drawing.boxes().get(number).name();
                double wide = SafeText.width(Svg.shorten(name, NAME)) * CHARACTER + 18;
                spots.put(name, new Spot(x, y, wide));
                widest = Math.max(widest, wide);
                y += ROW;
            }
            x += widest + GAP;
        }
        width = Math.max(x - GAP + MARGIN, 2 * MARGIN);
        height = most * ROW + 2 * MARGIN;
    }

    private void box(Box box) throws IOException {
        Spot spot = spots.getOrDefault(box.name(), new Spot(0, 0, 0));
        out.write(String.format(
                Locale.ROOT,
                "<g><title>%s</title><rect class=\"box %s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\""
                        + " rx=\"%d\"/><text x=\"%.1f\" y=\"%.1f\">%s</text></g>\n",
                Svg.escape(box.kind() + " " + box.name()),
                box.kind(),
                spot.x,
                spot.y,
                spot.width,
                HEIGHT,
                box.kind().equals("lock") ? 3 : 12,
                spot.x + 9,
                spot.y + 16,
                Svg.escape(Svg.shorten(box.name(), NAME))));
    }

    private void edge(Edge edge) throws IOException {
        Spot from = spots.getOrDefault(edge.from().className(), new Spot(0, 0, 0));
        Spot to = spots.getOrDefault(edge.to().className(), new Spot(0, 0, 0));
        Severity severity = edge.severity();
        String colour = severity == null ? "plain" : severity.text();
        String doubt = edge.isCertain() && edge.waitKind() != WaitKind.TRIED ? "" : " doubt";
        out.write("<path class=\"edge " + colour + doubt + "\" marker-end=\"url(#arrow-" + colour + ")\" d=\""
                + way(from, to) + "\"><title>" + Svg.escape(title(edge)) + "</title></path>\n");
    }

    private static String title(Edge edge) {
        String shared =
                edge.from().state() == NodeState.SHARED || edge.to().state() == NodeState.SHARED ? " (readers)" : "";
        return edge.from() + " -> " + edge.to() + shared + ": " + edge.label();
    }

    /** Forward edges swing from side to side, those that close a ring come back below, a loop stands at its corner. */
    private static String way(Spot from, Spot to) {
        double fromY = from.y + HEIGHT / 2;
        double toY = to.y + HEIGHT / 2;
        if (from.equals(to)) {
            double right = from.x + from.width;
            return path(
                    "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
                    right, fromY - 4, right + 34, fromY - 24, right + 34, fromY + 24, right, fromY + 4);
        }
        if (to.x > from.x) {
            double start = from.x + from.width;
            double bend = Math.max(30, (to.x - start) / 2);
            return path(
                    "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
                    start, fromY, start + bend, fromY, to.x - bend, toY, to.x, toY);
        }
        double low = Math.max(from.y, to.y) + HEIGHT + 22;
        return path(
                "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
                from.x + from.width / 2,
                from.y + HEIGHT,
                from.x + from.width / 2 - 30,
                low,
                to.x + to.width / 2 + 30,
                low,
                to.x + to.width / 2,
                to.y + HEIGHT);
    }

    private static String path(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
