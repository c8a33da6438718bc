package io.fencedep.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fencedep.core.graph.DependencyGraph;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A native trace that tests change.
 *
 * @param header its first line
 * @param events the other lines
 */
record Trace(String header, List<ObjectNode> events) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Trace {
        events = List.copyOf(events);
    }

    static Trace read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return new Trace(
                    lines.get(0), lines.stream().skip(1).map(Trace::event).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An event as a line writes it. */
    static ObjectNode event(String line) {
        try {
            return (ObjectNode) JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text field of an event, or the empty string. */
    static String text(ObjectNode event, String field) {
        return event.path(field).asText("");
    }

    /** All tasks, in the order of their first lines. */
    Set<String> tasks() {
        Set<String> tasks = new LinkedHashSet<>();
        events.forEach(event -> tasks.add(text(event, "task")));
        return tasks;
    }

    /** Only the events that pass. */
    Trace only(Predicate<ObjectNode> passes) {
        return new Trace(header, events.stream().filter(passes).toList());
    }

    /** Every event changed; the function gets a copy. */
    Trace each(UnaryOperator<ObjectNode> change) {
        return new Trace(
                header,
                events.stream().map(event -> change.apply(event.deepCopy())).toList());
    }

    /** The same with other events. */
    Trace with(List<ObjectNode> others) {
        return new Trace(header, others);
    }

    byte[] bytes() {
        List<String> lines = new ArrayList<>();
        lines.add(header);
        events.forEach(event -> lines.add(event.toString()));
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    DependencyGraph graph(String name) {
        return Analyses.read(name, bytes());
    }
}
