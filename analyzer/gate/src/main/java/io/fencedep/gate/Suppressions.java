package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Suppressor;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is not to be reported, out of a file. Hand it to detection, then ask it what was not needed. Thread-safe. */
public final class Suppressions implements Suppressor {
    /** Suppresses nothing. */
    public static final Suppressions NONE = new Suppressions("", List.of());

    /** The filter's name in findings. */
    public static final String FILTER = "suppressed";

    private final String file;
    private final List<Suppression> entries;

    Suppressions(String file, List<Suppression> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
    }

    /**
     * Reads a file of suppressions.
     *
     * @throws InputException when it cannot be read; names file, line and field
     */
    public static Suppressions read(String file) throws InputException {
        try (TraceSource source = TraceSource.open(file)) {
            return read(source);
        }
    }

    /** The suppressions in this source. The caller closes it. */
    public static Suppressions read(TraceSource source) throws InputException {
        return SuppressionReader.read(source);
    }

    @Override
    public @Nullable Demotion demotion(Finding finding) {
        for (Suppression entry : entries) {
            if (entry.matches(finding)) {
                return new Demotion(FILTER, entry.reason());
            }
        }
        return null;
    }

    /** The entries that fit nothing that was found, as phrases with file and line. */
    public List<String> unused(Analysis analysis) {
        List<String> unused = new ArrayList<>();
        for (Suppression entry : entries) {
            if (analysis.findings().stream().noneMatch(entry::matches)) {
                unused.add(file + ":" + entry.line() + ": " + entry.selects());
            }
        }
        return unused;
    }
}
