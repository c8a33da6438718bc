package io.fencedep.formats.kernellog;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;

/** A kernel log, for what the kernel's lock validator reported in it. */
public final class KernelLogFormat implements TraceFormat {
    static final String NAME = "kernel-log";

    @Override
    public String name() {
        return NAME;
    }

    /** Whether the first line that is not empty has a time stamp of the kernel, or some line begins a report. */
    @Override
    public boolean matches(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        return text.lines()
                        .filter(line -> !line.isBlank())
                        .limit(1)
                        .anyMatch(line -> LogLine.of(line).stamped())
                || text.lines().anyMatch(line -> Splat.Kind.of(LogLine.of(line).text()) != null);
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new KernelLogReader(source, context).read();
    }
}
