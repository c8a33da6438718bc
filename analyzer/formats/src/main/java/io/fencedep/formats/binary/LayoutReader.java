package io.fencedep.formats.binary;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.smile.SmileParser;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.binary.BinaryReader.Damage;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one layout, and makes sure that its events have what such events must have. */
final class LayoutReader {
    private final SmileParser parser;
    private final List<Integer> fields = new ArrayList<>();
    private final List<Integer> fixed = new ArrayList<>();
    private final List<Long> fixedValues = new ArrayList<>();
    private long present;

    /** @param parser stands at the layout's beginning */
    LayoutReader(SmileParser parser) {
        this.parser = parser;
    }

    Layout read() throws IOException {
        Shape shape = null;
        for (String name = nextName(); name != null; name = nextName()) {
            parser.nextToken();
            if (shape == null) {
                shape = shape(name);
            } else if (name.equals(Layout.FIELDS)) {
                readFields(shape);
            } else {
                readFixed(name, shape);
            }
        }
        if (shape == null || shape.missing(present) >= 0) {
            throw new Damage(null, "a layout that lacks what its events need");
        }
        return new Layout(shape, fields, fixed, fixedValues);
    }

    private @Nullable String nextName() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_OBJECT) {
            return null;
        }
        if (token != JsonToken.FIELD_NAME) {
            throw new Damage(null, "a layout that is none");
        }
        return parser.currentName();
    }

    private Shape shape(String name) throws IOException {
        EventKind kind = name.equals(Field.EVENT.text()) && parser.currentToken() == JsonToken.VALUE_STRING
                ? EventKind.of(parser.getText())
                : null;
        if (kind == null) {
            throw new Damage(Field.EVENT.text(), "there is no such event");
        }
        return Shape.of(kind);
    }

    private void readFields(Shape shape) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new Damage(Layout.FIELDS, "a list is missing");
        }
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            int field = take(parser.getText(), shape);
            if (Layout.isFixed(shape.slot(field))) {
                throw new Damage(Field.values()[field].text(), "belongs to the layout, not to its events");
            }
            fields.add(field);
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new Damage(Layout.FIELDS, "holds strings only");
        }
    }

    private void readFixed(String name, Shape shape) throws IOException {
        int field = take(name, shape);
        Slot slot = shape.slot(field);
        JsonToken token = parser.currentToken();
        long value = -1;
        if (slot.type() == Slot.Type.BOOLEAN && token != null && token.isBoolean()) {
            value = token == JsonToken.VALUE_TRUE ? 1 : 0;
        } else if (slot.type() == Slot.Type.KEYWORD && token == JsonToken.VALUE_STRING) {
            value = slot.words().words().indexOf(parser.getText());
        }
        if (value < 0) {
            throw new Damage(name, "has a value that it cannot have");
        }
        fixed.add(field);
        fixedValues.add(value);
    }

    private int take(String name, Shape shape) throws Damage {
        int field = Layout.field(name);
        if (field < 0 || (shape.fields() >>> field & 1) == 0 || (present >>> field & 1) != 0) {
            throw new Damage(name, "is no field of such an event, or is there twice");
        }
        present |= 1L << field;
        return field;
    }
}
