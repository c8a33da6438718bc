package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.util.Arrays;

/** The binary file of {@code trace-cmd record}. */
public final class TraceDatFormat implements TraceFormat {
    static final String NAME = "trace-dat";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(byte[] head) {
        return head.length >= TraceDatReader.MAGIC.length
                && Arrays.equals(
                        head, 0, TraceDatReader.MAGIC.length, TraceDatReader.MAGIC, 0, TraceDatReader.MAGIC.length);
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        try (DatFile file = DatFile.open(source)) {
            return new TraceDatReader(file, context).read();
        }
    }
}
