package io.fencedep.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How a finding comes to pass, step by step, with one column for each task.
 *
 * @param tasks who takes part, one for each column
 * @param rows what happens, in an order in which it ends badly
 * @param mark what the last row of each task is marked with, such as {@code stuck}
 * @param ending what has become of them, as a sentence
 */
public record Scenario(List<String> tasks, List<Row> rows, String mark, String ending) {

    /**
     * One thing that one task does.
     *
     * @param column whose
     * @param text what
     * @param last whether it gets no further than this
     */
    public record Row(int column, String text, boolean last) {}

    public Scenario {
        tasks = List.copyOf(tasks);
        rows = List.copyOf(rows);
    }

    /** The table as cells: first the tasks, then a row for each thing that happens, empty where others wait. */
    public List<List<String>> cells() {
        List<List<String>> cells = new ArrayList<>();
        cells.add(tasks);
        for (Row row : rows) {
            List<String> line = new ArrayList<>(Collections.nCopies(tasks.size(), ""));
            line.set(row.column(), row.text());
            cells.add(line);
        }
        return cells;
    }
}
