package io.fencedep.formats.jsonl;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;

/** The native trace format. */
public final class JsonlFormat implements TraceFormat {
    /** What {@link #name} gives. */
    public static final String NAME = "jsonl";

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Takes whatever begins with an object's first line, so that a wrong header gets a message of its own: other formats in
     * JSON are asked before.
     */
    @Override
    public boolean matches(byte[] head) {
        int at = head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
        while (at < head.length && (isBlank(head[at]) || head[at] == '\n')) {
            at++;
        }
        if (at == head.length || head[at] != '{') {
            return false;
        }
        at++;
        while (at < head.length && isBlank(head[at])) {
            at++;
        }
        return at < head.length && head[at] != '\n';
    }

    private static boolean isBlank(byte next) {
        return next == ' ' || next == '\t' || next == '\r';
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new JsonlReader(source, context).read();
    }
}
