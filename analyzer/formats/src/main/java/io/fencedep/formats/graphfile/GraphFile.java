package io.fencedep.formats.graphfile;

import io.fencedep.formats.GraphFormat;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceSource;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The format of saved graphs. A graph is read whole or not at all, lenient or not. */
public final class GraphFile implements GraphFormat {
    /** The format's name, in files too. */
    public static final String NAME = "fencedep-graph";
    /** The version that is written, and the only one that is read. */
    public static final int VERSION = 1;

    private static final String[] BEGINNING = {"{", "\"format\"", ":", "\"" + NAME + "\""};

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean matches(byte[] head) {
        String text = new String(head, 0, Math.min(head.length, 1024), StandardCharsets.UTF_8);
        int at = text.startsWith("\uFEFF") ? 1 : 0;
        for (String token : BEGINNING) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (!text.startsWith(token, at)) {
                return false;
            }
            at += token.length();
        }
        return true;
    }

    @Override
    public ReadGraph read(TraceSource source, ReadOptions options) throws InputException {
        return new ReadGraph(GraphFileReader.read(source), List.of(), List.of());
    }
}
