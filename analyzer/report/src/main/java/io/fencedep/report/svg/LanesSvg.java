package io.fencedep.report.svg;

import io.fencedep.report.SafeText;
import io.fencedep.report.Scenario;
import java.util.List;
import java.util.Locale;

/** A scenario over time: a lane for each task, a bar from the moment that it holds something, or waits, to the end. */
public final class LanesSvg {
    private static final double STEP = 170;
    /** Room for the text of the last bar. */
    private static final double LAST = 340;

    private static final double BAR = 20;
    private static final double LABEL = 180;

    private LanesSvg() {}

    /** The picture of a scenario. */
    public static String of(Scenario scenario) {
        List<Scenario.Row> rows = scenario.rows();
        double width = LABEL + STEP * (rows.size() - 1) + LAST;
        double[] top = new double[scenario.tasks().size() + 1];
        for (int task = 0; task < scenario.tasks().size(); task++) {
            int lane = task;
            long bars = rows.stream().filter(row -> row.column() == lane).count();
            top[task + 1] = top[task] + Math.max(1, bars) * (BAR + 3) + 9;
        }
        StringBuilder svg =
                new StringBuilder(Svg.begin(width, top[scenario.tasks().size()] + 6, "tasks step by step"));
        int[] used = new int[scenario.tasks().size()];
        for (int task = 0; task < scenario.tasks().size(); task++) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"4\" y=\"%.1f\">%s</text><path class=\"lane\" d=\"M0 %.1fH%.1f\"/>",
                    top[task] + 17,
                    Svg.escape(Svg.shorten(scenario.tasks().get(task), 27)),
                    top[task + 1],
                    width));
        }
        for (int i = 0; i < rows.size(); i++) {
            Scenario.Row row = rows.get(i);
            double x = LABEL + STEP * i;
            double y = top[row.column()] + 4 + used[row.column()]++ * (BAR + 3);
            String text = row.last() ? row.text() + " (" + scenario.mark() + ")" : row.text();
            int room = (int) ((width - x - 10) / 6.6);
            svg.append(String.format(
                    Locale.ROOT,
                    "<g><title>%s</title><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"3\"/>"
                            + "<text x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                    Svg.escape(text),
                    row.last() ? "wait" : "hold",
                    x,
                    y,
                    width - x - 6,
                    BAR,
                    x + 5,
                    y + 14,
                    Svg.escape(SafeText.width(text) > room ? Svg.shorten(text, Math.max(8, room)) : text)));
        }
        return svg.append("</svg>").toString();
    }
}
