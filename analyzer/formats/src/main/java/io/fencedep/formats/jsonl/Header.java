package io.fencedep.formats.jsonl;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.fields.KeywordTable;
import io.fencedep.formats.jsonl.JsonScanner.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The first line of a trace. */
final class Header {
    static final String FORMAT_NAME = "fencedep-trace";
    static final int VERSION = 1;

    private static final List<String> FIELDS =
            List.of("format", "version", "recording", "source", "lacks", "host", "note");
    private static final int FORMAT = 0;
    private static final int VERSION_FIELD = 1;
    private static final int RECORDING = 2;
    private static final int SOURCE = 3;
    private static final int LACKS = 4;
    private static final int HOST = 5;
    private static final int NOTE = 6;

    private final JsonLine line = new JsonLine(new KeywordTable(FIELDS));
    private final String path;
    private Recording recording;

    /** @param path the input's name */
    Header(String path) {
        this.path = path;
        this.recording = new Recording("", path, JsonlFormat.NAME, "", Set.of());
    }

    /** What the header says; without one, only where the trace came from. */
    Recording recording() {
        return recording;
    }

    /** Takes a line as the header. Null when it is one, else what is wrong. */
    @Nullable
    Problem read(byte[] buffer, int from, int length) {
        if (!line.scan(buffer, from, length)) {
            return Problem.header(null, "the first line must be the header, but is not JSON: " + line.error());
        }
        if (!line.has(FORMAT)) {
            return Problem.header("format", "the first line must be the header, but has no \"format\"");
        }
        if (!FORMAT_NAME.equals(text(FORMAT))) {
            return Problem.header("format", "\"format\" must be \"" + FORMAT_NAME + "\", not " + written(FORMAT));
        }
        if (!line.has(VERSION_FIELD)) {
            return Problem.header("version", "the header has no \"version\"");
        }
        boolean integer = line.kind(VERSION_FIELD) == Kind.INTEGER && line.openInteger(VERSION_FIELD);
        if (!integer || line.number() != VERSION) {
            return Problem.header(
                    "version",
                    "\"version\" must be " + VERSION + ", not " + written(VERSION_FIELD)
                            + ": this fencedep reads version " + VERSION + " only");
        }
        return details();
    }

    private @Nullable Problem details() {
        for (int field : new int[] {RECORDING, SOURCE, HOST, NOTE}) {
            if (line.has(field) && !JsonLine.isString(line.kind(field))) {
                return Problem.header(
                        FIELDS.get(field), '"' + FIELDS.get(field) + "\" must be a string, not " + written(field));
            }
        }
        EnumSet<Lack> lacks = EnumSet.noneOf(Lack.class);
        if (line.has(LACKS)) {
            Problem problem = lacks(lacks);
            if (problem != null) {
                return problem;
            }
        }
        recording = new Recording(text(RECORDING), path, JsonlFormat.NAME, text(SOURCE), lacks, text(HOST), text(NOTE));
        return null;
    }

    private @Nullable Problem lacks(Set<Lack> lacks) {
        if (line.kind(LACKS) != Kind.ARRAY) {
            return Problem.header("lacks", "\"lacks\" must be an array of strings, not " + written(LACKS));
        }
        line.openList(LACKS);
        while (line.nextElement()) {
            Lack lack = JsonLine.isString(line.elementKind()) ? lack(currentText()) : null;
            if (lack == null) {
                return Problem.header(
                        "lacks", "\"lacks\" may hold subclass, nest, check and reader only: " + written(LACKS));
            }
            lacks.add(lack);
        }
        return null;
    }

    private static @Nullable Lack lack(String text) {
        for (Lack lack : Lack.values()) {
            if (lack.text().equals(text)) {
                return lack;
            }
        }
        return null;
    }

    /** The text of a field; empty when it is absent or no string. */
    private String text(int field) {
        if (!line.has(field) || !JsonLine.isString(line.kind(field))) {
            return "";
        }
        line.openText(field);
        return currentText();
    }

    private String currentText() {
        return new String(line.textBuffer(), line.textFrom(), line.textLength(), UTF_8);
    }

    private String written(int field) {
        return JsonLine.isString(line.kind(field)) ? '"' + line.written(field) + '"' : line.written(field);
    }
}
