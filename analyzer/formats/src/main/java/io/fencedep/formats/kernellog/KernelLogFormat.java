package io.fencedep.formats.kernellog;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A kernel log, for what the kernel reported in it of locks, and for its trace buffer. */
public final class KernelLogFormat implements TraceFormat {
    static final String NAME = "kernel-log";

    @Override
    public String name() {
        return NAME;
    }

    /** Whether the first line that is not empty has a time stamp of the kernel, or half of the lines, or some begins a report. */
    @Override
    public boolean matches(byte[] head) {
        List<LogLine> lines = new String(head, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.isBlank())
                .map(LogLine::of)
                .toList();
        if (lines.isEmpty()) {
            return false;
        }
        long stamped = lines.stream().filter(LogLine::stamped).count();
        return lines.get(0).stamped()
                || 2 * stamped > lines.size()
                || lines.stream().anyMatch(line -> beginsReport(line.text()));
    }

    private static boolean beginsReport(String text) {
        return Splat.Kind.of(text) != null || FtraceDump.begins(text) || HeldLocks.begins(text);
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new KernelLogReader(source, context).read();
    }
}
