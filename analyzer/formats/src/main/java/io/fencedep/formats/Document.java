package io.fencedep.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a structured document (JSON, YAML) value by value. Whatever is wrong with it becomes an {@link InputException}
 * with line and field, such as {@code run.json:12: dependencies[3].toState: ...}.
 *
 * <p>It always stands on a value: the root at first, then the one that {@link #nextName} or {@link #nextElement} moved
 * to. A method that reads a value leaves it standing there.
 */
public final class Document implements Closeable {
    private static final JsonFactory JSON = new JsonFactory();
    /** Where something is, as a YAML parser says in the middle of its messages: the last one is the place of the fault. */
    private static final Pattern MARK = Pattern.compile("\\s*in '[^']*', line (\\d+), column \\d+:\\R.*\\R\\s*\\^");

    private final TraceSource source;
    private final JsonParser parser;
    private final String language;

    private Document(TraceSource source, JsonParser parser, String language) throws InputException {
        this.source = source;
        this.parser = parser;
        this.language = language;
        if (next() == null) {
            throw source.error("is empty");
        }
    }

    /** The JSON document in this source. */
    public static Document json(TraceSource source) throws InputException {
        return of(source, JSON);
    }

    /** The document in this source, in the factory's language. */
    public static Document of(TraceSource source, JsonFactory language) throws InputException {
        try {
            return new Document(source, language.createParser(new SourceStream(source)), language.getFormatName());
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw source.error("cannot be read: " + e.getMessage());
        }
    }

    /** Enters the object that it stands on. */
    public void beginObject() throws InputException {
        expect(JsonToken.START_OBJECT, "an object");
    }

    /** Enters the array that it stands on. */
    public void beginArray() throws InputException {
        expect(JsonToken.START_ARRAY, "a list");
    }

    /** The name of the next field of the object that was entered, whose value it then stands on; null at its end. */
    public @Nullable String nextName() throws InputException {
        if (next() == JsonToken.END_OBJECT) {
            return null;
        }
        String name = name();
        next();
        return name;
    }

    /** Moves to the next element of the array that was entered; false at its end. */
    public boolean nextElement() throws InputException {
        return next() != JsonToken.END_ARRAY;
    }

    /** Whether it stands on a list. */
    public boolean isArray() {
        return parser.currentToken() == JsonToken.START_ARRAY;
    }

    /** A string, as it is. */
    public String text() throws InputException {
        expect(JsonToken.VALUE_STRING, "a string");
        return raw();
    }

    /** A string, or the text of a number or truth value, as languages without quotes have it. */
    public String scalar() throws InputException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
            throw error("must be a string");
        }
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw error("must be written out: aliases are not followed");
        }
        return raw();
    }

    public boolean truth() throws InputException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
            throw error("must be true or false");
        }
        return token == JsonToken.VALUE_TRUE;
    }

    /** An integer that is not negative. */
    public long number() throws InputException {
        expect(JsonToken.VALUE_NUMBER_INT, "an integer");
        try {
            long value = parser.getLongValue();
            if (value < 0) {
                throw error("must not be negative");
            }
            return value;
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw error("is too large");
        }
    }

    /** An integer from 0 to below the limit. */
    public int index(int limit) throws InputException {
        long value = number();
        if (value >= limit) {
            throw error("is " + value + ", beyond the last one of the " + limit + " that were listed before");
        }
        return (int) value;
    }

    /** A constant, by its name in lower case with hyphens. */
    public <E extends Enum<E>> E constant(E[] constants) throws InputException {
        String text = text();
        for (E constant : constants) {
            if (nameOf(constant).equals(text)) {
                return constant;
            }
        }
        throw error("is \"" + text + "\", not one of "
                + Arrays.stream(constants).map(Document::nameOf).collect(Collectors.joining(", ")));
    }

    /** The name under which {@link #constant} knows it. */
    public static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Passes over the value. */
    public void skip() throws InputException {
        try {
            parser.skipChildren();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Makes sure that nothing follows the root. */
    public void end() throws InputException {
        if (next() != null) {
            throw error("something follows the end of the document");
        }
    }

    /** What is wrong with the value that it stands on. */
    public InputException error(String problem) {
        String field = path();
        return source.error(line(), field, field.isEmpty() ? problem : field + ": " + problem);
    }

    /** What is wrong with a field of the object whose end it stands on. */
    public InputException fieldError(String name, String problem) {
        String path = path();
        String field = path.isEmpty() ? name : path + "." + name;
        return source.error(line(), field, field + ": " + problem);
    }

    @Override
    public void close() {
        try {
            parser.close();
        } catch (IOException e) {
            // All that was wanted of it has been read.
        }
    }

    private @Nullable JsonToken next() throws InputException {
        try {
            return parser.nextToken();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private String name() throws InputException {
        try {
            return parser.currentName();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private String raw() throws InputException {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private void expect(JsonToken token, String what) throws InputException {
        if (parser.currentToken() != token) {
            throw error("must be " + what);
        }
    }

    private InputException broken(IOException e) {
        if (e instanceof InputException failure) {
            return failure;
        }
        if (e.getCause() instanceof InputException failure) {
            return failure;
        }
        String field = path();
        String where = field.isEmpty() ? "" : field + ": ";
        if (e instanceof JsonEOFException) {
            return source.error(line(), field, where + "ends too early: the file was cut off");
        }
        if (e instanceof JsonProcessingException problem) {
            Matcher mark = MARK.matcher(problem.getOriginalMessage());
            JsonLocation at = problem.getLocation();
            long line = at == null ? line() : at.getLineNr();
            while (mark.find()) {
                line = Long.parseLong(mark.group(1));
            }
            String reason = mark.replaceAll("").replaceAll("\\s*\\R\\s*", " ").strip();
            return source.error(line, field, where + "not " + language + ": " + reason);
        }
        return source.error(line(), field, where + "cannot be read: " + e.getMessage());
    }

    /** The line of the value that it stands on, counted from 1; 0 when unknown. */
    public long line() {
        return Math.max(0, parser.currentTokenLocation().getLineNr());
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (JsonPointer at = parser.getParsingContext().pathAsPointer(); at != null && !at.matches(); at = at.tail()) {
            if (at.mayMatchElement()) {
                path.append('[').append(at.getMatchingIndex()).append(']');
            } else {
                path.append(path.length() == 0 ? "" : ".").append(at.getMatchingProperty());
            }
        }
        return path.toString();
    }
}
