package io.fencedep.formats.load;

import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * Reads single lines of traces again, for reports that show them. Where an input does not give them any more (standard
 * input, a saved graph, a binary trace, a file that is gone) there are none.
 */
public final class TraceLines {
    /** Longer lines are cut. */
    private static final int MAX_LENGTH = 2_000;

    private TraceLines() {}

    /**
     * The text of lines, by recording and number. Each trace is read once, up to the last line that is wanted.
     *
     * @param inputs what was read
     * @param wanted numbers of lines, counted from 1, for each recording by id
     */
    public static Map<String, SortedMap<Long, String>> read(
            Iterable<LoadedInput> inputs, Map<String, SortedSet<Long>> wanted) {
        Map<String, SortedMap<Long, String>> found = new HashMap<>();
        for (LoadedInput input : inputs) {
            if (!canBeReadAgain(input)) {
                continue;
            }
            String recording = input.recordings().get(0).recording().id();
            SortedSet<Long> lines = wanted.get(recording);
            if (lines != null && !lines.isEmpty() && !found.containsKey(recording)) {
                found.put(recording, read(input.name(), lines));
            }
        }
        return found;
    }

    /** Whether this is a trace, and not standard input. */
    static boolean canBeReadAgain(LoadedInput input) {
        return input.recordings().size() == 1
                && !input.name().equals(TraceSource.STDIN)
                && input.format().equals(input.recordings().get(0).recording().format());
    }

    private static SortedMap<Long, String> read(String name, SortedSet<Long> wanted) {
        SortedMap<Long, String> found = new TreeMap<>();
        try (TraceSource source = TraceSource.open(name)) {
            byte[] buffer = new byte[1 << 16];
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            long number = 1;
            long last = wanted.last();
            for (int count = source.read(buffer, 0, buffer.length);
                    count >= 0 && number <= last;
                    count = source.read(buffer, 0, buffer.length)) {
                for (int i = 0; i < count && number <= last; i++) {
                    byte b = buffer[i];
                    if (b == 0) {
                        return new TreeMap<>();
                    }
                    if (b == '\n') {
                        keep(found, wanted, number++, line);
                    } else if (line.size() < MAX_LENGTH) {
                        line.write(b);
                    }
                }
            }
            if (line.size() > 0) {
                keep(found, wanted, number, line);
            }
        } catch (InputException e) {
            // What cannot be read again is not shown: the verdict does not hang on it.
        }
        return found;
    }

    private static void keep(
            SortedMap<Long, String> found, SortedSet<Long> wanted, long number, ByteArrayOutputStream line) {
        if (wanted.contains(number)) {
            found.put(number, line.toString(StandardCharsets.UTF_8).stripTrailing());
        }
        line.reset();
    }
}
