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

    /** Takes whatever begins with a brace, so that a wrong header gets a message of its own: formats in JSON come before. */
    @Override
    public boolean matches(byte[] head) {
        int at = head.length >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
        while (at < head.length && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
            at++;
        }
        return at < head.length && head[at] == '{';
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new JsonlReader(source, context).read();
    }
}
