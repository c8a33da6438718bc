package io.fencedep.agent.start;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The agent's options, as {@code name=value} with commas in between. What is not understood is told, and left out. */
final class Options {
    private static final List<String> NAMES = List.of(
            "report",
            "graph",
            "trace",
            "include",
            "exclude",
            "contract",
            "baseline",
            "suppressions",
            "fail",
            "stack-depth",
            "hang",
            "enabled");

    final List<String> reports = new ArrayList<>();

    @Nullable
    String graph;

    @Nullable
    String trace;

    @Nullable
    String baseline;

    @Nullable
    String suppressions;

    List<String> include = List.of();
    List<String> exclude = List.of();
    List<String> contracts = List.of();
    boolean fail;
    int stackDepth = 32;
    int hangSeconds = 10;
    boolean enabled = true;
    /** What was not understood, as lines for people. */
    final List<String> problems = new ArrayList<>();

    static Options parse(String text) {
        Options options = new Options();
        for (String each : text.split(",")) {
            if (!each.isBlank()) {
                int equals = each.indexOf('=');
                String name = equals < 0 ? each : each.substring(0, equals);
                options.set(
                        name.trim(),
                        equals < 0 ? "true" : each.substring(equals + 1).trim());
            }
        }
        return options;
    }

    private void set(String name, String value) {
        switch (name) {
            case "report" -> reports.add(file(value));
            case "graph" -> graph = file(value);
            case "trace" -> trace = file(value);
            case "include" -> include = list(value);
            case "exclude" -> exclude = list(value);
            case "contract" -> contracts = list(value);
            case "baseline" -> baseline = value;
            case "suppressions" -> suppressions = value;
            case "fail" -> fail = yes(name, value);
            case "stack-depth" -> stackDepth = number(name, value, stackDepth);
            case "hang" -> hangSeconds = number(name, value, hangSeconds);
            case "enabled" -> enabled = yes(name, value);
            default -> problems.add("unknown option '" + name + "' (there are " + String.join(", ", NAMES) + ")");
        }
    }

    private static String file(String value) {
        return value.replace("%p", Long.toString(ProcessHandle.current().pid()));
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(":")).filter(each -> !each.isBlank()).toList();
    }

    private boolean yes(String name, String value) {
        if (!value.equals("true") && !value.equals("false")) {
            problems.add(name + " is true or false, not '" + value + "'");
        }
        return value.equals("true");
    }

    private int number(String name, String value, int otherwise) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, like numbers that are too small.
        }
        problems.add(name + " is a number from 1 on, not '" + value + "'");
        return otherwise;
    }
}
