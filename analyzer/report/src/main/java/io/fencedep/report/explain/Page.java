package io.fencedep.report.explain;

import io.fencedep.report.explain.Explanations.Topic;
import java.util.Optional;

/**
 * One page.
 *
 * @param topic what it is about
 * @param name its name
 * @param text all of it, in Markdown that reads well as plain text: a title, a summary, sections
 */
public record Page(Topic topic, String name, String text) {
    private static final String SECTION = "\n## ";
    private static final String ADVICE = "What usually fixes it";

    /** Its first paragraph as one line. */
    public String summary() {
        return firstParagraph(text.substring(text.indexOf('\n') + 1));
    }

    /** The text of the section with this title. */
    public Optional<String> section(String title) {
        String heading = SECTION + title + "\n";
        int start = text.indexOf(heading);
        if (start < 0) {
            return Optional.empty();
        }
        int from = start + heading.length();
        int end = text.indexOf(SECTION, from);
        return Optional.of(text.substring(from, end < 0 ? text.length() : end).strip());
    }

    /** What usually fixes it, in a few sentences; empty on pages about something that is nothing to fix. */
    String advice() {
        return section(ADVICE).map(Page::firstParagraph).orElse("");
    }

    private static String firstParagraph(String paragraphs) {
        String stripped = paragraphs.strip();
        int end = stripped.indexOf("\n\n");
        return (end < 0 ? stripped : stripped.substring(0, end)).replaceAll("\\s+", " ");
    }
}
