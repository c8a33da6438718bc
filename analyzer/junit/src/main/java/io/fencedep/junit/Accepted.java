package io.fencedep.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process has accepted by annotation, by id. It is told to {@code fencedep:check} in a file of its own, in the
 * form of a baseline: that check sees the same findings again. Thread-safe.
 */
final class Accepted {
    private final Map<String, String> reasons = new ConcurrentSkipListMap<>();

    void add(String id, String reason) {
        reasons.put(id, reason);
    }

    boolean has(Finding finding) {
        return reasons.containsKey(finding.id());
    }

    /** Writes all of it, over what this process wrote before. */
    void write(@Nullable Path folder) {
        if (folder == null || reasons.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder();
        reasons.forEach((id, reason) -> text.append(id)
                .append("  ")
                .append(reason.replaceAll("\\s+", " "))
                .append('\n'));
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(ProcessHandle.current().pid() + ".accepted"), text);
        } catch (IOException e) {
            throw new UncheckedIOException("fencedep.directory: cannot write to " + folder, e);
        }
    }
}
