package io.fencedep.formats.ftrace;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;

/** The text of the Linux kernel's ftrace, printed by the kernel or by {@code trace-cmd report}. */
public final class FtraceFormat implements TraceFormat {
    static final String NAME = "ftrace";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(byte[] head) {
        return Head.matches(head);
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new FtraceReader(source, context).read();
    }
}
