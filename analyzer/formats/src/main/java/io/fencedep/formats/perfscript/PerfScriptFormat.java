package io.fencedep.formats.perfscript;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;

/** What {@code perf script} prints. */
public final class PerfScriptFormat implements TraceFormat {
    static final String NAME = "perf-script";

    @Override
    public String name() {
        return NAME;
    }

    /** Whether an event of some system comes first, behind comments and notes of perf's own at most. */
    @Override
    public boolean matches(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#") && !line.contains(PerfScriptReader.RECORD))
                .limit(1)
                .anyMatch(line -> PerfLine.isEvent(line) || PerfLine.isThreadless(line));
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new PerfScriptReader(source, context).read();
    }
}
