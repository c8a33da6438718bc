package io.fencedep.formats.kernellog;

import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;

/**
 * Looks ahead for a dump of the trace buffer: what is read from a trace follows other rules than reports, and they hold for
 * all of a recording.
 */
final class DumpAhead {
    private DumpAhead() {}

    /** Whether there is a dump with something in it anywhere in this input; not known of streams. */
    static boolean in(TraceSource source) {
        if (source.size() < 0) {
            return false;
        }
        try (TraceSource again = TraceSource.open(source.name())) {
            LineReader lines = new LineReader(again, new ReadStats(again, ReadOptions.LENIENT));
            boolean begun = false;
            while (lines.next()) {
                String text = new String(lines.buffer(), lines.from(), lines.length(), StandardCharsets.ISO_8859_1);
                if (text.contains("Dumping ftrace")) {
                    begun = FtraceDump.begins(LogLine.of(text).text());
                } else if (begun
                        && text.contains("-----")
                        && FtraceDump.isRuler(LogLine.of(text).text())) {
                    return true;
                }
            }
        } catch (InputException e) {
            // Whoever reads it next will say so.
        }
        return false;
    }
}
