package io.fencedep.formats.binary;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.smile.SmileParser;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the first value of a trace. */
final class BinaryHeader {
    private final TraceSource source;
    private final SmileParser parser;
    private final Map<String, String> texts = new HashMap<>();
    private final Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    private long version = -1;

    BinaryHeader(TraceSource source, SmileParser parser) {
        this.source = source;
        this.parser = parser;
    }

    Recording read() throws InputException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw problem("format", "the header is missing");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                readField(parser.currentName());
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw problem("format", "the header is damaged");
            }
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw problem("format", "the header is damaged or cut off");
        }
        if (!BinaryFormat.FORMAT_NAME.equals(texts.get("format"))) {
            throw problem("format", "\"format\" must be \"" + BinaryFormat.FORMAT_NAME + "\"");
        }
        if (version < BinaryFormat.FIRST_VERSION || version > BinaryFormat.VERSION) {
            throw problem(
                    "version",
                    "\"version\" must be " + BinaryFormat.FIRST_VERSION + " or " + BinaryFormat.VERSION
                            + (version < 0 ? "" : ", not " + version) + ": this fencedep reads no other");
        }
        return new Recording(
                text("recording"), source.name(), BinaryFormat.NAME, text("source"), lacks, text("host"), text("note"));
    }

    /** Whether tasks have numbers of their own. */
    boolean numbersTasks() {
        return version > BinaryFormat.FIRST_VERSION;
    }

    private void readField(String name) throws IOException {
        JsonToken token = parser.nextToken();
        if (name.equals("version")) {
            version = token == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : -1;
        } else if (name.equals("lacks")) {
            readLacks(token);
        } else if (token == JsonToken.VALUE_STRING) {
            texts.put(name, parser.getText());
        } else {
            parser.skipChildren();
        }
    }

    private void readLacks(JsonToken token) throws IOException {
        boolean good = token == JsonToken.START_ARRAY;
        while (good && parser.nextToken() == JsonToken.VALUE_STRING) {
            String word = parser.getText();
            boolean known = false;
            for (Lack lack : Lack.values()) {
                if (lack.text().equals(word)) {
                    lacks.add(lack);
                    known = true;
                }
            }
            good = known;
        }
        if (!good || parser.currentToken() != JsonToken.END_ARRAY) {
            throw problem("lacks", "\"lacks\" may hold subclass, nest, check and reader only");
        }
    }

    private String text(String name) {
        return texts.getOrDefault(name, "");
    }

    private InputException problem(String field, String text) {
        return source.error(1, field, text);
    }
}
