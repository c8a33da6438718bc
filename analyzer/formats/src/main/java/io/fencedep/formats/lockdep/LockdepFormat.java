package io.fencedep.formats.lockdep;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;

/** What the kernel's lock validator knows, as it prints it under {@code /proc}. */
public final class LockdepFormat implements TraceFormat {
    static final String NAME = "lockdep";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(byte[] head) {
        String first = first(head);
        return first.equals(LockdepReader.CLASSES)
                || first.endsWith(LockdepReader.CHAINS)
                || LockdepReader.CLASS.matcher(first).matches();
    }

    /** The first line that is not empty. */
    static String first(byte[] head) {
        String text = new String(head, 0, Math.min(head.length, 1024), StandardCharsets.UTF_8).stripLeading();
        int end = text.indexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).stripTrailing();
    }

    @Override
    public ReadReport read(TraceSource source, TraceContext context) throws InputException {
        return new LockdepReader(source, context).read();
    }
}
