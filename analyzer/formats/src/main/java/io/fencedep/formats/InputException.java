package io.fencedep.formats;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An input that cannot be read. The message names the input and, where there is one, the line: {@code a.jsonl:12: ...}. */
public final class InputException extends IOException {
    private static final long serialVersionUID = 1;

    private final String input;
    private final long line;
    private final @Nullable String field;
    private final String problem;

    /**
     * @param input the input's name
     * @param line counted from 1, or 0 when the input as a whole is meant
     * @param field the field that is missing or wrong, if it is one
     * @param problem a short sentence without a full stop; names the field where there is one
     */
    public InputException(String input, long line, @Nullable String field, String problem) {
        super(input + (line > 0 ? ":" + line : "") + ": " + problem);
        this.input = input;
        this.line = line;
        this.field = field;
        this.problem = problem;
    }

    public String input() {
        return input;
    }

    /** The line, counted from 1, or 0 when the input as a whole is meant. */
    public long line() {
        return line;
    }

    public @Nullable String field() {
        return field;
    }

    /** The message without input and line. */
    public String problem() {
        return problem;
    }
}
