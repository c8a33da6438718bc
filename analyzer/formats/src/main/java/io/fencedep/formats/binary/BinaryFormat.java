package io.fencedep.formats.binary;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;

/** The native trace format in its compact form. */
public final class BinaryFormat implements TraceFormat {
    /** What {@link #name} gives. */
    public static final String NAME = "binary";

    /** The first value of the header. */
    static final String FORMAT_NAME = "fencedep-trace-binary";

    static final int VERSION = 2;
    /** Before, tasks were names like all others. */
    static final int FIRST_VERSION = 1;
    /** The kind of a numbered thing that is a task. */
    static final String TASK = "task";

    @Override
    public String name() {
        return NAME;
    }

    /** Takes whatever begins as Smile does: nothing else that is read here is Smile. */
    @Override
    public boolean matches(byte[] head) {
        return head.length >= 3 && head[0] == ':' && head[1] == ')' && head[2] == '\n';
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new BinaryReader(source, context).read();
    }
}
