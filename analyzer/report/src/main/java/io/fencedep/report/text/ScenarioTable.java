package io.fencedep.report.text;

import io.fencedep.report.SafeText;
import io.fencedep.report.Scenario;
import java.io.IOException;

/** Draws a scenario as a table with a column for each task, or, where that would be too wide, as a list. */
final class ScenarioTable {
    /** The widest table. */
    private static final int MAX_WIDTH = 120;

    private static final int INDENT = 2;
    private static final String GAP = " | ";
    private static final String STUCK = "  <- stuck";

    private final Page page;

    ScenarioTable(Page page) {
        this.page = page;
    }

    void print(Scenario scenario) throws IOException {
        int[] widths = widths(scenario);
        int total = INDENT + GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        if (total <= MAX_WIDTH) {
            table(scenario, widths);
        } else {
            list(scenario);
        }
        page.line(INDENT, scenario.ending());
    }

    private static int[] widths(Scenario scenario) {
        int[] widths = scenario.tasks().stream().mapToInt(SafeText::width).toArray();
        for (Scenario.Row row : scenario.rows()) {
            int width = SafeText.width(text(row));
            widths[row.column()] = Math.max(widths[row.column()], width);
        }
        return widths;
    }

    private void table(Scenario scenario, int[] widths) throws IOException {
        StringBuilder head = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            head.append(column == 0 ? "" : GAP)
                    .append(SafeText.pad(scenario.tasks().get(column), widths[column]));
            rule.append(column == 0 ? "" : "-+-").append("-".repeat(widths[column]));
        }
        page.line(INDENT, head.toString().stripTrailing());
        page.line(INDENT, rule.toString());
        for (Scenario.Row row : scenario.rows()) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = column == row.column() ? text(row) : "";
                line.append(column == 0 ? "" : GAP).append(SafeText.pad(cell, widths[column]));
            }
            page.line(INDENT, line.toString().stripTrailing());
        }
    }

    private void list(Scenario scenario) throws IOException {
        int width = scenario.tasks().stream().mapToInt(SafeText::width).max().orElse(0);
        int number = 1;
        int digits = Integer.toString(scenario.rows().size()).length();
        for (Scenario.Row row : scenario.rows()) {
            String count = " ".repeat(digits - Integer.toString(number).length()) + number++ + ". ";
            String task = SafeText.pad(scenario.tasks().get(row.column()), Math.min(width, MAX_WIDTH / 3));
            page.line(INDENT, count + task + "  " + text(row));
        }
    }

    private static String text(Scenario.Row row) {
        return row.stuck() ? row.text() + STUCK : row.text();
    }
}
