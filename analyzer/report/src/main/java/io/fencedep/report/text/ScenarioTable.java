package io.fencedep.report.text;

import io.fencedep.report.SafeText;
import io.fencedep.report.Scenario;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Draws a scenario as a table with a column for each task, or, where that would be too wide, as a list. */
final class ScenarioTable {
    /** The widest table. */
    private static final int MAX_WIDTH = 120;

    private static final int INDENT = 2;
    private static final String GAP = " | ";

    private final Page page;

    ScenarioTable(Page page) {
        this.page = page;
    }

    void print(Scenario scenario) throws IOException {
        int[] widths = widths(scenario);
        if (widths == null) {
            list(scenario);
        } else {
            table(scenario, widths);
        }
        page.line(INDENT, scenario.ending());
    }

    /** The width of each column, or null when no table is narrow enough without breaking a word. */
    private static int @Nullable [] widths(Scenario scenario) {
        int columns = scenario.tasks().size();
        int[] natural = new int[columns];
        int[] least = new int[columns];
        for (int column = 0; column < columns; column++) {
            natural[column] = SafeText.width(scenario.tasks().get(column));
            least[column] = natural[column];
        }
        for (Scenario.Row row : scenario.rows()) {
            String text = text(scenario, row);
            int at = row.column();
            natural[at] = Math.max(natural[at], SafeText.width(text));
            for (String word : text.split(" ")) {
                least[at] = Math.max(least[at], SafeText.width(word));
            }
        }
        int room = MAX_WIDTH - INDENT - GAP.length() * (columns - 1);
        return Arrays.stream(natural).sum() <= room ? natural : squeeze(natural, least, room);
    }

    /** Takes from the widest columns first. */
    private static int @Nullable [] squeeze(int[] natural, int[] least, int room) {
        if (Arrays.stream(least).sum() > room) {
            return null;
        }
        int[] widths = natural.clone();
        for (int excess = Arrays.stream(natural).sum() - room; excess > 0; excess--) {
            int widest = -1;
            for (int column = 0; column < widths.length; column++) {
                if (widths[column] > least[column] && (widest < 0 || widths[column] > widths[widest])) {
                    widest = column;
                }
            }
            widths[widest]--;
        }
        return widths;
    }

    private void table(Scenario scenario, int[] widths) throws IOException {
        StringBuilder rule = new StringBuilder();
        for (int width : widths) {
            rule.append(rule.length() == 0 ? "" : "-+-").append("-".repeat(width));
        }
        line(scenario.tasks(), widths);
        page.line(INDENT, rule.toString());
        for (Scenario.Row row : scenario.rows()) {
            for (String part : Page.wrap(text(scenario, row), widths[row.column()])) {
                List<String> cells = new ArrayList<>(scenario.tasks());
                cells.replaceAll(ignored -> "");
                cells.set(row.column(), part);
                line(cells, widths);
            }
        }
    }

    private void line(List<String> cells, int[] widths) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            line.append(column == 0 ? "" : GAP).append(SafeText.pad(cells.get(column), widths[column]));
        }
        page.line(INDENT, line.toString().stripTrailing());
    }

    private void list(Scenario scenario) throws IOException {
        int width = Math.min(
                MAX_WIDTH / 3,
                scenario.tasks().stream().mapToInt(SafeText::width).max().orElse(0));
        int digits = Integer.toString(scenario.rows().size()).length();
        int number = 1;
        for (Scenario.Row row : scenario.rows()) {
            String count = " ".repeat(digits - Integer.toString(number).length()) + number++ + ". ";
            String task = SafeText.pad(scenario.tasks().get(row.column()), width);
            page.line(INDENT, count + task + "  " + text(scenario, row));
        }
    }

    private static String text(Scenario scenario, Scenario.Row row) {
        return row.last() ? row.text() + " (" + scenario.mark() + ")" : row.text();
    }
}
