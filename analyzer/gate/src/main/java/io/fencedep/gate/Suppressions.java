package io.fencedep.gate;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Suppressor;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is not to be reported, out of a file. Hand it to detection, then ask it what was not needed. Thread-safe. */
public final class Suppressions implements Suppressor {
    /** Suppresses nothing. */
    public static final Suppressions NONE = new Suppressions("", List.of());

    /** The filter's name in findings. */
    public static final String FILTER = "suppressed";

    /** By which a test runner speaks to its build, from whatever thread prints: streams one behind the other. */
    private static final List<Suppression> TEST_RUNNERS = List.of(new Suppression(
            0,
            "these are streams of Surefire, one behind the other, and nothing of the program is behind them",
            Set.of(),
            Set.of(),
            List.of("java.io.*"),
            List.of(),
            List.of("org.apache.maven.surefire.api.util.internal.Channels$*")));

    private final String file;
    private final List<Suppression> entries;
    private final List<Suppression> standing;

    Suppressions(String file, List<Suppression> entries) {
        this(file, entries, List.of());
    }

    private Suppressions(String file, List<Suppression> entries, List<Suppression> standing) {
        this.file = file;
        this.entries = List.copyOf(entries);
        this.standing = List.copyOf(standing);
    }

    /** These, and what test runners do in the JVM of the tests; that nothing of the latter was found is not worth a word. */
    public Suppressions andTestRunners() {
        return new Suppressions(file, entries, TEST_RUNNERS);
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
        return Stream.concat(entries.stream(), standing.stream())
                .filter(entry -> entry.matches(finding))
                .findFirst()
                .map(entry -> new Demotion(FILTER, entry.reason()))
                .orElse(null);
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
