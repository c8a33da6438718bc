package io.fencedep.core.reference;

import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.EventKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One line of a trace, as its fields. Values are strings, numbers, booleans and lists of strings. */
public record TraceEvent(Map<String, Object> fields) {
    public TraceEvent {
        fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A line of a task, with further fields and their values in turn. */
    public static TraceEvent of(String event, String task, Object... more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("event", event);
        fields.put("task", task);
        for (int i = 0; i < more.length; i += 2) {
            fields.put((String) more[i], more[i + 1]);
        }
        return new TraceEvent(fields);
    }

    public TraceEvent with(String key, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.put(key, value);
        return new TraceEvent(changed);
    }

    public TraceEvent without(String key) {
        Map<String, Object> changed = new LinkedHashMap<>(fields);
        changed.remove(key);
        return new TraceEvent(changed);
    }

    /** The class that it names, with its subclass; empty when it names none. */
    public String named() {
        return has("class")
                ? ClassNames.withSubclass(ClassNames.canonical(text("class")), (int) number("subclass", 0))
                : "";
    }

    public EventKind kind() {
        return EventKind.of(text("event"));
    }

    public String task() {
        return text("task");
    }

    /** What it is; a signal that others have to follow is none yet. */
    String what() {
        return isPart() ? "part" : text("event");
    }

    /** Whether it is one of several signals that a fence takes, and not the last one. */
    boolean isPart() {
        return text("event").equals("fence-signal") && number("count", 0) > 0;
    }

    public boolean has(String key) {
        return fields.containsKey(key);
    }

    /** A string; empty when absent. */
    public String text(String key) {
        return (String) fields.getOrDefault(key, "");
    }

    public long number(String key, long absent) {
        return fields.containsKey(key) ? ((Number) fields.get(key)).longValue() : absent;
    }

    /** Whether a boolean has this value; an absent one has none. */
    public boolean is(String key, boolean value) {
        return fields.containsKey(key) && fields.get(key).equals(value);
    }

    @SuppressWarnings("unchecked")
    public List<String> list(String key) {
        return (List<String>) fields.getOrDefault(key, List.of());
    }

    /** The line of a native trace. */
    public String json() {
        return fields.entrySet().stream()
                .map(field -> quoted(field.getKey()) + ":" + value(field.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Object value) {
        if (value instanceof String text) {
            return quoted(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(each -> quoted((String) each)).collect(Collectors.joining(",", "[", "]"));
        }
        return value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
