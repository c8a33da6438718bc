package io.fencedep.core.model;

import java.util.Locale;

/** What class rules may look at in an event that names an instance or a class. */
public enum ClassAttribute {
    /** The class as the graph knows it, before any rule. */
    CLASS,
    INSTANCE,
    DRIVER,
    DEVICE,
    QUEUE,
    TASK,
    /** The source location as the trace has it. */
    AT,
    /** The location's file, without the line. */
    FILE,
    /** The innermost function: of the stack, else of a location that is no line of a file. */
    FUNCTION,
    /** The function that called it. */
    CALLER;

    /** The name in rule files. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What this event says of it; empty when nothing. */
    String of(Event event, Names names, Instances instances) {
        return switch (this) {
            case CLASS -> ClassNames.canonical(names.text(event.className));
            case INSTANCE -> instances.text(event.instance);
            case DRIVER -> names.text(event.driver);
            case DEVICE -> instances.text(event.device);
            case QUEUE -> names.text(event.queue);
            case TASK -> names.text(event.task);
            case AT -> names.text(event.at);
            case FILE -> file(names.text(event.at));
            case FUNCTION -> function(names.text(event.stack), names.text(event.at));
            case CALLER -> frame(names.text(event.stack), 1);
        };
    }

    private static String file(String at) {
        int colon = at.lastIndexOf(':');
        return colon > 0 && isNumber(at, colon + 1) ? at.substring(0, colon) : "";
    }

    private static String function(String stack, String at) {
        String innermost = frame(stack, 0);
        return innermost.isEmpty() && file(at).isEmpty() ? ClassNames.canonical(at) : innermost;
    }

    private static String frame(String stack, int number) {
        String[] frames = stack.split("\n", number + 2);
        return frames.length > number ? ClassNames.canonical(frames[number]) : "";
    }

    private static boolean isNumber(String text, int from) {
        return from < text.length() && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }
}
