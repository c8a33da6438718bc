package io.fencedep.formats.std;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;

/** The STD format of RAPID, in which traces for the prediction of races and deadlocks are exchanged. */
public final class StdFormat implements TraceFormat {
    static final String NAME = "std";

    @Override
    public String name() {
        return NAME;
    }

    /** Whether the first line that is not empty is an event. */
    @Override
    public boolean matches(byte[] head) {
        int from = 0;
        while (from < head.length && (head[from] == '\n' || head[from] == '\r')) {
            from++;
        }
        int end = from;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        int to = end > from && head[end - 1] == '\r' ? end - 1 : end;
        return new StdLine().parse(head, from, to);
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new StdReader(source, context).read();
    }
}
