package io.fencedep.report.svg;

import io.fencedep.report.Phrases;
import io.fencedep.report.SafeText;
import io.fencedep.report.Timeline;
import io.fencedep.report.Timeline.Bar;
import io.fencedep.report.Timeline.End;
import io.fencedep.report.Timeline.Lane;
import io.fencedep.report.Timeline.Moment;
import java.util.List;
import java.util.Locale;

/**
 * A timeline as a picture: a lane for each task, a bar for each hold and wait, the moments below. Longer pauses are wider,
 * but not in proportion: nanoseconds and seconds are seen in one picture.
 */
public final class TimelineSvg {
    private static final double LABEL = 180;
    private static final double BAR = 20;
    private static final double NARROW = 74;
    private static final double PER_DIGIT = 12;
    /** Room behind the last moment, for what has no end. */
    private static final double LAST = 70;

    private static final double AXIS = 34;
    private static final double CHARACTER = 6.6;

    private final Timeline timeline;
    private final double[] x;
    private final StringBuilder svg = new StringBuilder();

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        this.x = new double[timeline.moments().size()];
        x[0] = LABEL;
        for (int i = 1; i < x.length; i++) {
            x[i] = x[i - 1]
                    + gap(timeline.moments().get(i - 1), timeline.moments().get(i));
        }
    }

    /** The picture of a timeline that has moments. */
    public static String of(Timeline timeline) {
        return new TimelineSvg(timeline).draw();
    }

    private static double gap(Moment before, Moment after) {
        boolean timed = before.time() >= 0 && after.time() > before.time();
        return NARROW + (timed ? PER_DIGIT * Math.log10((double) after.time() - before.time()) : 0);
    }

    private String draw() {
        double lanes = 0;
        double right = x[x.length - 1] + LAST;
        for (Lane lane : timeline.lanes()) {
            lanes += height(lane);
            for (Bar bar : lane.bars()) {
                right = Math.max(right, x[bar.from()] + 12 + CHARACTER * SafeText.width(bar.text()));
            }
        }
        svg.append(Svg.begin(right + 6, lanes + AXIS, "tasks over time, in " + timeline.path()));
        for (int i = 0; i < x.length; i++) {
            svg.append(format("<path class=\"lane\" d=\"M%.1f 0V%.1f\"/>", x[i], lanes + 4));
            label(i, lanes + 15);
        }
        double top = 0;
        for (Lane lane : timeline.lanes()) {
            draw(lane, top, right);
            top += height(lane);
        }
        return svg.append("</svg>").toString();
    }

    private static double height(Lane lane) {
        return lane.bars().size() * (BAR + 3) + 9;
    }

    private void draw(Lane lane, double top, double right) {
        svg.append(format(
                "<text x=\"4\" y=\"%.1f\">%s</text><path class=\"lane\" d=\"M0 %.1fH%.1f\"/>",
                top + 17, Svg.escape(Svg.shorten(lane.task(), 27)), top + height(lane), right));
        double y = top + 4;
        for (Bar bar : lane.bars()) {
            double end = switch (bar.end()) {
                case KNOWN -> Math.max(x[bar.to()], x[bar.from()] + 4);
                case UNKNOWN -> x[bar.to()] + LAST / 2;
                case NEVER -> right;
            };
            svg.append(format(
                    "<g><title>%s</title><rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\" rx=\"3\"/>"
                            + "<text x=\"%.1f\" y=\"%.1f\">%s</text></g>",
                    Svg.escape(bar.text() + ", " + bar.detail()),
                    bar.sort().name().toLowerCase(Locale.ROOT) + (bar.end() == End.UNKNOWN ? " open" : ""),
                    x[bar.from()],
                    y,
                    end - x[bar.from()],
                    BAR,
                    x[bar.from()] + 5,
                    y + 14,
                    Svg.escape(SafeText.escape(bar.text()))));
            y += BAR + 3;
        }
    }

    /** The line, and below how long after the moment before it was. */
    private void label(int at, double y) {
        List<Moment> moments = timeline.moments();
        svg.append(format(
                "<text class=\"small\" x=\"%.1f\" y=\"%.1f\">line %d</text>",
                x[at], y, moments.get(at).line()));
        if (timeline.hasTimes()) {
            String since = at == 0
                    ? "0"
                    : "+"
                            + Phrases.duration(
                                    moments.get(at).time() - moments.get(at - 1).time());
            svg.append(format("<text class=\"small\" x=\"%.1f\" y=\"%.1f\">%s</text>", x[at], y + 13, since));
        }
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
