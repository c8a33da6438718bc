package io.fencedep.junit;

import io.fencedep.junit.Allowance.Grant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this process has accepted by annotation, and which annotations have accepted nothing. It is told to {@code
 * fencedep:check} in a file of its own, in the form of a baseline: that check sees the same findings again. Thread-safe.
 */
final class Accepted {
    private final Map<String, String> reasons = new TreeMap<>();
    /** Each annotation that was in force, and whether it was needed. */
    private final Map<Grant, Boolean> needed = new LinkedHashMap<>();

    /** A test ended under these annotations. */
    synchronized void inForce(Allowance allowance) {
        for (Grant grant : allowance.grants()) {
            needed.putIfAbsent(grant, false);
            grant.ids().forEach(id -> reasons.put(id, grant.reason()));
        }
    }

    /** An annotation was needed for this finding. */
    synchronized void use(Grant grant, Finding finding) {
        needed.put(grant, true);
        reasons.put(finding.id(), grant.reason());
    }

    /** Whether any annotation, wherever it stands, accepts this finding by its id; then it was needed. */
    synchronized boolean has(Finding finding) {
        needed.replaceAll((grant, before) -> before || grant.covers(finding));
        return reasons.containsKey(finding.id());
    }

    /**
     * The annotations that nothing needed until now, each told once.
     *
     * @param judgedLater whether somebody else will judge ids, who knows what other processes have shown as well
     */
    synchronized List<Grant> takeUnused(boolean judgedLater) {
        List<Grant> unused = new ArrayList<>();
        needed.forEach((grant, used) -> {
            if (!used && (grant.coversAll() || !judgedLater)) {
                unused.add(grant);
            }
        });
        unused.forEach(grant -> needed.put(grant, true));
        return unused;
    }

    /** Writes all of it, over what this process wrote before. */
    synchronized void write(@Nullable Path folder) {
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
