package io.fencedep.report.text;

import io.fencedep.report.SafeText;
import java.io.IOException;
import java.io.Writer;

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

    /** A heading inside a finding or the summary. */
    void heading(String text) throws IOException {
        line(0, paint(Ink.BOLD, text));
    }

    /** Sentences, made safe and broken at blanks. */
    void paragraph(int indent, String text) throws IOException {
        paragraph(indent, "", text);
    }

    /** Sentences after a mark on the first line, such as a bullet; further lines are indented by the mark's width. */
    void paragraph(int indent, String mark, String text) throws IOException {
        for (String part : text.split("\n", -1)) {
            wrap(indent, mark, SafeText.escape(part));
        }
    }

    private void wrap(int indent, String mark, String text) throws IOException {
        int room = PARAGRAPH - indent - mark.length();
        String lead = mark;
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (line.length() > 0 && SafeText.width(line.toString()) + 1 + SafeText.width(word) > room) {
                line(indent, lead + line);
                lead = " ".repeat(mark.length());
                line.setLength(0);
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        line(indent, lead + line);
    }
}
