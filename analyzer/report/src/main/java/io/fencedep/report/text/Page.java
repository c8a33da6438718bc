package io.fencedep.report.text;

import io.fencedep.report.SafeText;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Lines of a text report, with or without colour. */
final class Page {
    /** Where paragraphs are broken. */
    private static final int PARAGRAPH = 100;

    private final Writer out;
    private final boolean colour;

    Page(Writer out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    String paint(Ink ink, String text) {
        return ink.paint(text, colour);
    }

    void blank() throws IOException {
        out.write('\n');
    }

    /** A line as it is: the caller has made foreign names in it safe. */
    void line(int indent, String text) throws IOException {
        out.write(" ".repeat(indent));
        out.write(text);
        out.write('\n');
    }

    /** A heading with a paragraph for each text; nothing when there is none. */
    void section(String heading, List<String> texts) throws IOException {
        if (texts.isEmpty()) {
            return;
        }
        blank();
        heading(heading);
        for (String text : texts) {
            paragraph(2, text);
        }
    }

    /** A heading inside a finding or the summary. */
    void heading(String text) throws IOException {
        line(0, paint(Ink.BOLD, text));
    }

    /** The line that names a finding. */
    void title(String text) throws IOException {
        for (String line : wrap(SafeText.escape(text), PARAGRAPH)) {
            line(0, paint(Ink.BOLD, line));
        }
    }

    /** A clause as a sentence: with a capital, unless it begins with a name, and a full stop. */
    static String sentence(String clause) {
        int end = clause.indexOf(' ');
        boolean word = end > 0 && clause.substring(0, end).chars().allMatch(c -> c >= 'a' && c <= 'z');
        String start = word ? Character.toUpperCase(clause.charAt(0)) + clause.substring(1) : clause;
        return start.isEmpty() || ".!?:".indexOf(start.charAt(start.length() - 1)) >= 0 ? start : start + ".";
    }

    /** Sentences, made safe and broken at blanks. */
    void paragraph(int indent, String text) throws IOException {
        paragraph(indent, "", text);
    }

    /** Sentences after a mark on the first line, such as a bullet; further lines are indented by the mark's width. */
    void paragraph(int indent, String mark, String text) throws IOException {
        for (String part : text.split("\n", -1)) {
            String lead = mark;
            for (String line : wrap(SafeText.escape(part), PARAGRAPH - indent - mark.length())) {
                line(indent, lead + line);
                lead = " ".repeat(mark.length());
            }
        }
    }

    /** The text in lines of at most this width, where it has blanks to break it at. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && SafeText.width(line + " " + word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
