package io.fencedep.cli.kernel;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a kernel's tracefs says of itself. */
public final class Tracefs {
    /** As the kernel's own README lists them. */
    private static final Pattern RAW_TRACEPOINT_PROBES = Pattern.compile("(?m)^\\s+t\\[:");

    private static final Pattern KPROBES = Pattern.compile("(?m)^\\s*kprobe_events\\b");

    private static final Pattern ARGUMENTS = Pattern.compile("\\$arg<N>");

    private static final Pattern DYNAMIC_EVENTS = Pattern.compile("(?m)^\\s*dynamic_events\\b");

    private final Path folder;
    private final Set<String> events;
    private final List<String> clocks;
    private final String help;
    /** The functions that can be probed, without their modules; empty when the kernel does not list them. */
    private final Set<String> functions;

    /**
     * Reads the tracefs at a place.
     *
     * @throws IOException when there is none, or it cannot be read (it takes root, as a rule)
     */
    public Tracefs(Path folder) throws IOException {
        this.folder = folder;
        try (Stream<String> lines = Files.lines(folder.resolve("available_events"), StandardCharsets.UTF_8)) {
            events = lines.map(String::strip).collect(Collectors.toSet());
        }
        clocks = List.of(text("trace_clock").replaceAll("[\\[\\]]", "").split("\\s+"));
        help = text("README");
        functions = text("available_filter_functions")
                .lines()
                .map(line -> line.replaceFirst("\\s.*", ""))
                .collect(Collectors.toSet());
    }

    /** Where it is. */
    public Path folder() {
        return folder;
    }

    /** Whether there is this event, as {@code system:event}, or any of this system. */
    boolean has(String event) {
        return event.contains(":")
                ? events.contains(event)
                : events.stream().anyMatch(each -> each.startsWith(event + ":"));
    }

    boolean hasClock(String clock) {
        return clocks.contains(clock);
    }

    boolean hasOption(String option) {
        return Files.exists(folder.resolve("options").resolve(option));
    }

    /** Whether probes on tracepoints with their arguments can be made: Linux 6.5 or newer with CONFIG_FPROBE_EVENTS. */
    boolean probesTracepoints() {
        return RAW_TRACEPOINT_PROBES.matcher(help).find();
    }

    /** Whether probes on functions can be made: CONFIG_KPROBE_EVENTS. */
    boolean probesFunctions() {
        return KPROBES.matcher(help).find();
    }

    /** Whether probes on functions know arguments by number: Linux 4.20, on most architectures. */
    boolean numbersArguments() {
        return ARGUMENTS.matcher(help).find();
    }

    /** Whether a probe on this function can be made, as far as the kernel says which ones there are. */
    boolean canProbe(String function) {
        return functions.isEmpty() || functions.contains(function);
    }

    /** Whether probes of all sorts are made in one place: Linux 5.0. */
    boolean hasDynamicEvents() {
        return DYNAMIC_EVENTS.matcher(help).find();
    }

    private String text(String file) throws IOException {
        Path path = folder.resolve(file);
        return Files.exists(path) ? Files.readString(path, StandardCharsets.UTF_8) : "";
    }
}
