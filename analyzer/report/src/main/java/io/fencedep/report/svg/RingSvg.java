package io.fencedep.report.svg;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.report.Phrases;
import io.fencedep.report.StepWords;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The dependencies of a finding as a ring of its classes, each arrow named after the task that makes it wait. */
public final class RingSvg {
    private static final int NAME = 34;
    private static final double BOX_HEIGHT = 26;
    /** Room for the name of a task beside its arrow. */
    private static final double LABEL = 200;

    private static final double BOX_WIDTH = NAME * 6.7 + 18;

    private RingSvg() {}

    /** The picture of a finding; empty when it has no dependencies. */
    public static String of(Finding finding, Phrases phrases) {
        List<FindingStep> steps = finding.steps();
        if (steps.isEmpty()) {
            return "";
        }
        Set<String> distinct = new LinkedHashSet<>();
        steps.forEach(step -> {
            distinct.add(step.from().toString());
            distinct.add(step.to().toString());
        });
        List<String> names = new ArrayList<>(distinct);
        double radius = names.size() == 1 ? 0 : Math.max(95, names.size() * 24.0);
        double width = 2 * radius + Math.max(BOX_WIDTH, names.size() == 2 ? 2 * LABEL : LABEL) + 40;
        double height = 2 * radius + BOX_HEIGHT + 70;
        StringBuilder svg = new StringBuilder(Svg.begin(width, height, finding.title()));
        for (FindingStep step : steps) {
            int from = names.indexOf(step.from().toString());
            int to = names.indexOf(step.to().toString());
            arrow(
                    svg,
                    point(from, names.size(), radius, width, height),
                    point(to, names.size(), radius, width, height),
                    StepWords.of(step, finding, phrases).waiter(),
                    finding.severity().text(),
                    step.witness() == null,
                    from == to);
        }
        for (int i = 0; i < names.size(); i++) {
            double[] at = point(i, names.size(), radius, width, height);
            svg.append(String.format(
                    Locale.ROOT,
                    "<g><title>%s</title><rect class=\"box\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\"/>"
                            + "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                    Svg.escape(names.get(i)),
                    at[0] - BOX_WIDTH / 2,
                    at[1] - BOX_HEIGHT / 2,
                    BOX_WIDTH,
                    BOX_HEIGHT,
                    at[0],
                    at[1] + 4,
                    Svg.escape(Svg.shorten(names.get(i), NAME))));
        }
        return svg.append("</svg>").toString();
    }

    private static double[] point(int index, int size, double radius, double width, double height) {
        double angle = 2 * Math.PI * index / size - Math.PI / 2;
        return new double[] {width / 2 + radius * Math.cos(angle), height / 2 + radius * Math.sin(angle)};
    }

    private static void arrow(
            StringBuilder svg,
            double[] from,
            double[] to,
            String label,
            String colour,
            boolean promised,
            boolean loop) {
        double half = BOX_HEIGHT / 2;
        String way;
        double labelX;
        double labelY;
        String anchor = "middle";
        if (loop) {
            way = format(
                    "M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f",
                    from[0] - 20,
                    from[1] + half,
                    from[0] - 40,
                    from[1] + half + 36,
                    from[0] + 40,
                    from[1] + half + 36,
                    from[0] + 20,
                    from[1] + half + 2);
            labelX = from[0];
            labelY = from[1] + half + 42;
        } else {
            double[] start = edge(from, to, 0);
            double[] end = edge(to, from, 3);
            double bend = 34;
            double length = Math.max(1, Math.hypot(end[0] - start[0], end[1] - start[1]));
            double middleX = (start[0] + end[0]) / 2 + (end[1] - start[1]) / length * bend;
            double middleY = (start[1] + end[1]) / 2 - (end[0] - start[0]) / length * bend;
            way = format("M%.1f %.1fQ%.1f %.1f %.1f %.1f", start[0], start[1], middleX, middleY, end[0], end[1]);
            double outX = (end[1] - start[1]) / length;
            labelX = (start[0] + end[0]) / 4 + middleX / 2 + 6 * outX;
            labelY = (start[1] + end[1]) / 4 + middleY / 2 - 10 * (end[0] - start[0]) / length;
            anchor = outX > 0.3 ? "start" : outX < -0.3 ? "end" : "middle";
        }
        svg.append("<path class=\"edge ").append(colour).append(promised ? " doubt" : "");
        svg.append("\" marker-end=\"url(#arrow-")
                .append(colour)
                .append(")\" d=\"")
                .append(way)
                .append("\"/>");
        svg.append(
                format("<text class=\"small\" text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">", anchor, labelX, labelY + 3));
        svg.append(Svg.escape(Svg.shorten(label, 30))).append("</text>");
    }

    /** Where the line from one box to another leaves the first. */
    private static double[] edge(double[] from, double[] to, double gap) {
        double dx = to[0] - from[0];
        double dy = to[1] - from[1];
        double horizontal = dx == 0 ? Double.MAX_VALUE : (BOX_WIDTH / 2 + gap) / Math.abs(dx);
        double vertical = dy == 0 ? Double.MAX_VALUE : (BOX_HEIGHT / 2 + gap) / Math.abs(dy);
        double share = Math.min(horizontal, vertical);
        return new double[] {from[0] + dx * share, from[1] + dy * share};
    }

    private static String format(String pattern, Object... numbers) {
        return String.format(Locale.ROOT, pattern, numbers);
    }
}
