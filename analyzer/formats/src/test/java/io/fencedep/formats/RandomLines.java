package io.fencedep.formats;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import java.util.List;
import java.util.Random;

/** Events in the native format, made by chance. */
public final class RandomLines {
    private static final JsonMapper JACKSON = new JsonMapper();

    private RandomLines() {}

    /** An event of this kind as a line, with some of the fields that it may have. */
    public static ObjectNode of(EventKind kind, Random random) {
        ObjectNode line = JACKSON.createObjectNode();
        line.put("event", kind.text());
        Shape shape = Shape.of(kind);
        for (Field field : Field.values()) {
            boolean needed = shape.needs().stream().anyMatch(set -> set.contains(field));
            if ((shape.fields() & field.bit()) != 0 && (needed || random.nextInt(3) > 0)) {
                put(line, field, shape.slot(field.ordinal()), random);
            }
        }
        return line;
    }

    private static void put(ObjectNode line, Field field, Slot slot, Random random) {
        switch (slot.type()) {
            case NAME, INSTANCE:
                line.put(field.text(), text(random));
                break;
            case INTEGER:
                line.set(field.text(), integer(slot, random));
                break;
            case BOOLEAN:
                boolean either = List.of(Field.SLEPT, Field.INTERRUPTIBLE, Field.BLOCKING, Field.CALLBACK)
                        .contains(field);
                line.put(field.text(), either ? random.nextBoolean() : field != Field.CHECK);
                break;
            case KEYWORD:
                List<String> words = slot.words().words();
                boolean firstIsDefault =
                        List.of(Field.MODE, Field.LOCK_TYPE, Field.CONTEXT).contains(field);
                int first = firstIsDefault ? 1 : 0;
                line.put(field.text(), words.get(first + random.nextInt(words.size() - first)));
                break;
            default:
                ArrayNode array = line.putArray(field.text());
                for (int i = random.nextInt(20); i >= 0; i--) {
                    array.add(text(random));
                }
        }
    }

    private static JsonNode integer(Slot slot, Random random) {
        long low = Math.max(slot.min(), 1);
        long high = Math.min(slot.max(), 1L << random.nextInt(2, 62));
        return JACKSON.getNodeFactory().numberNode(low + (random.nextLong() >>> 1) % (high - low + 1));
    }

    private static String text(Random random) {
        String[] pieces = {
            "a", "0xffff", "\"", "\\", "\t", "\u00e9", "\ud83d\ude00", "/", "&x->lock", "\u0001", "\u007f"
        };
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
