package io.fencedep.gate;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.model.StableNames;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import io.fencedep.report.AtomicOutput;
import io.fencedep.report.SafeText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The findings that somebody has accepted, by id. In its file each has a line: the id, then for readers its kind and
 * classes. The lines are sorted and hold neither dates nor places, so that two people who add findings rarely meet. What
 * people write beside them stays when the file is written again: comment lines above an entry, and what follows a # in its
 * line.
 *
 * @param entries what readers are told of each finding, by its id
 */
public record Baseline(SortedMap<String, String> entries) {
    /** Accepts nothing. */
    public static final Baseline EMPTY = new Baseline(new TreeMap<>());

    private static final Pattern LINE = Pattern.compile("([0-9a-f]{12})(?:\\s+(.*))?");
    private static final String HEAD = """
            # Findings of fencedep that are known and accepted: the id, then kind and classes for readers.
            # Written by: fencedep check INPUT... --baseline THIS-FILE --update-baseline
            """;

    public Baseline {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Accepts these findings. */
    public static Baseline of(Collection<Finding> findings) {
        SortedMap<String, String> entries = new TreeMap<>();
        for (Finding finding : findings) {
            entries.put(finding.id(), describe(finding));
        }
        return new Baseline(entries);
    }

    /**
     * Reads a baseline.
     *
     * @throws InputException when it is not there, or a line of it cannot be understood; names file, line and field
     */
    public static Baseline read(String file) throws InputException {
        return read(file, new BaselineNotes());
    }

    private static Baseline read(String file, BaselineNotes notes) throws InputException {
        String text;
        try (TraceSource source = TraceSource.open(file)) {
            text = text(source);
        }
        SortedMap<String, String> entries = new TreeMap<>();
        long number = 0;
        for (String line : text.split("\\R")) {
            number++;
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                if (entry.isEmpty() || !HEAD.contains(entry + "\n")) {
                    notes.above(entry);
                }
                continue;
            }
            Matcher parts = LINE.matcher(entry);
            if (!parts.matches()) {
                throw new InputException(
                        file,
                        number,
                        "id",
                        "id: '" + SafeText.escape(entry.split("\\s", 2)[0])
                                + "' is not the id of a finding (12 digits or letters a to f)");
            }
            String about = parts.group(2) == null ? "" : parts.group(2);
            entries.put(parts.group(1), about);
            notes.beside(parts.group(1), about);
        }
        return new Baseline(entries);
    }

    /**
     * Writes it, whole or not at all, in place of the baseline that is there.
     *
     * @throws InputException when what is there is no baseline; it stays as it is
     */
    public void write(Path file) throws IOException {
        BaselineNotes notes = new BaselineNotes();
        if (Files.exists(file) && Files.size(file) > 0) {
            read(file.toString(), notes);
        }
        AtomicOutput.write(file, AtomicOutput.text(out -> {
            out.write(HEAD);
            notes.writeHead(out);
            for (var entry : entries.entrySet()) {
                notes.write(entry.getKey(), entry.getValue(), out);
            }
            notes.writeEnd(out);
        }));
    }

    /** Whether it accepts this finding. */
    public boolean has(Finding finding) {
        return entries.containsKey(finding.id());
    }

    private static String describe(Finding finding) {
        return finding.kind().text() + "  " + SafeText.escape(StableNames.of(finding.title()));
    }

    private static String text(TraceSource source) throws InputException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 13];
        for (int count = source.read(buffer, 0, buffer.length);
                count >= 0;
                count = source.read(buffer, 0, buffer.length)) {
            bytes.write(buffer, 0, count);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
