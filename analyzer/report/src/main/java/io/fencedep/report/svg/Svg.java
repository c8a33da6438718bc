package io.fencedep.report.svg;

import io.fencedep.report.Markup;
import io.fencedep.report.SafeText;
import java.util.Locale;

/** The parts that all our pictures are made of. Every text is safe in XML and in HTML. */
final class Svg {
    /** One look for all pictures, whatever page they stand in. */
    static final String STYLE = "<style>"
            + "text{font:12px sans-serif;fill:#222}.small{font-size:10px;fill:#555}"
            + ".box{fill:#f4f6f8;stroke:#667;stroke-width:1}.fence{fill:#e8f0fe}.notifier,.reclaim{fill:#fdf3dc}"
            + ".work,.queue,.place,.task{fill:#e9f5e9}.edge{fill:none;stroke:#889;stroke-width:1}"
            + ".doubt{stroke-dasharray:5 3}.error{stroke:#c62828;stroke-width:2.5}"
            + ".warning{stroke:#e68a00;stroke-width:2}.note{stroke:#4682b4;stroke-width:1.5}"
            + ".hold{fill:#9fb8d9}.wait{fill:#e8a0a0}.also{fill:#dfe5ec}.open{stroke:#667;stroke-dasharray:4 3}"
            + ".lane{stroke:#ccd;stroke-width:1}"
            + "@media(prefers-color-scheme:dark){text{fill:#e4e4e4}.small{fill:#aaa}.box{fill:#2b3038;stroke:#99a}"
            + ".fence{fill:#26364f}.notifier,.reclaim{fill:#463a1c}.work,.queue,.place,.task{fill:#213a24}"
            + ".hold{fill:#3d5a80}.wait{fill:#8a3b3b}.also{fill:#333b47}.lane{stroke:#445}}"
            + "</style>";

    /** Heads of arrows, one for each colour that edges have. */
    static final String MARKERS = "<defs>" + marker("plain", "#889") + marker("error", "#c62828")
            + marker("warning", "#e68a00") + marker("note", "#4682b4") + "</defs>";

    private Svg() {}

    /** How a picture begins. */
    static String begin(double width, double height, String label) {
        return String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"%s\" width=\"%.0f\""
                        + " height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">",
                escape(label),
                width,
                height,
                width,
                height);
    }

    /** A text as content or attribute. */
    static String escape(String text) {
        return Markup.escape(text);
    }

    /** The text, with its middle left out if it is longer than so many characters. */
    static String shorten(String text, int most) {
        String safe = SafeText.escape(text);
        if (safe.codePointCount(0, safe.length()) <= most) {
            return safe;
        }
        int head = safe.offsetByCodePoints(0, most / 2);
        int tail = safe.offsetByCodePoints(safe.length(), -(most - most / 2 - 1));
        return safe.substring(0, head) + "\u2026" + safe.substring(tail);
    }

    private static String marker(String name, String colour) {
        return "<marker id=\"arrow-" + name + "\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"7\""
                + " markerHeight=\"7\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">"
                + "<path d=\"M0 0L8 4L0 8z\" fill=\"" + colour + "\"/></marker>";
    }
}
