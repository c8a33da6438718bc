package io.fencedep.formats.tracedat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The names of tasks by their process ids, as the kernel saved them ({@code saved_cmdlines}). */
final class CommandLines {
    private static final byte[] IDLE = "<idle>".getBytes(StandardCharsets.US_ASCII);
    /** What the kernel prints for a task whose name it did not keep. */
    private static final byte[] UNKNOWN = "<...>".getBytes(StandardCharsets.US_ASCII);

    private final Map<Integer, byte[]> names = new HashMap<>();

    /** Lines of a process id, a blank and a name; others say nothing. */
    void add(String text) {
        text.lines().forEach(line -> {
            int blank = line.indexOf(' ');
            if (blank > 0 && blank < 10 && line.chars().limit(blank).allMatch(Character::isDigit)) {
                names.put(
                        Integer.parseInt(line.substring(0, blank)),
                        line.substring(blank + 1).getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    byte[] of(int pid) {
        return pid == 0 ? IDLE : names.getOrDefault(pid, UNKNOWN);
    }
}
