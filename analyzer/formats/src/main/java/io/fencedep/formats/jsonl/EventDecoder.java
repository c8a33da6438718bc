package io.fencedep.formats.jsonl;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import io.fencedep.formats.jsonl.JsonScanner.Kind;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes an event of a line, or says why not. Makes no objects unless a name is new or a line is wrong. */
final class EventDecoder {
    private static final int TASK = Field.TASK.ordinal();

    private static final int EVENT = Field.EVENT.ordinal();
    private static final int ANY = Field.ANY.ordinal();
    private static final Field[] FIELDS = Field.values();

    private final JsonLine line;
    private final Names names;
    private final Instances instances;
    private byte[] stack = new byte[1024];
    private @Nullable Problem problem;

    /** @param line takes the fields of {@link Field#TABLE} */
    EventDecoder(JsonLine line, Names names, Instances instances) {
        this.line = line;
        this.names = names;
        this.instances = instances;
    }

    /** Fills the event from the current line, all but its line number. Null when it did, else what is wrong. */
    @Nullable
    Problem decode(Event event) {
        event.clear();
        problem = null;
        int kind = kind();
        if (kind < 0) {
            return problem;
        }
        Shape shape = Shape.of(kind);
        event.kind = shape.kind();
        int missing = shape.missing(line.present());
        if (missing >= 0) {
            return missing(shape, missing);
        }
        for (long left = line.present() & shape.fields(); left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            if (!value(field, shape, event)) {
                return problem;
            }
        }
        return null;
    }

    private int kind() {
        if (!line.has(EVENT)) {
            problem = Problem.missing("event", "\"event\" is missing");
            return -1;
        }
        if (!text(EVENT)) {
            return -1;
        }
        int kind = keyword(Field.EVENT.slot());
        if (kind < 0) {
            problem = new Problem(
                    Problem.UNKNOWN_EVENT, "event", "\"event\": there is no event \"" + line.written(EVENT) + '"');
        }
        return kind;
    }

    private static Problem missing(Shape shape, int set) {
        String fields = shape.needs().get(set).stream()
                .map(field -> '"' + field.text() + '"')
                .collect(Collectors.joining(" or "));
        return Problem.missing(
                shape.needs().get(set).get(0).text(), shape.kind().text() + " needs " + fields);
    }

    private boolean value(int field, Shape shape, Event event) {
        Slot slot = shape.slot(field);
        switch (slot.type()) {
            case NAME:
                if (!text(field) || line.textLength() == 0 && shape.mayNeed(field)) {
                    return fail(field, "must not be empty");
                }
                boolean task = field == TASK;
                byte[] text = line.textBuffer();
                slot.set(
                        event,
                        task
                                ? names.internTask(text, line.textFrom(), line.textLength())
                                : names.intern(text, line.textFrom(), line.textLength()));
                return true;
            case INSTANCE:
                if (!text(field) || line.textLength() == 0 && shape.mayNeed(field)) {
                    return fail(field, "must not be empty");
                }
                slot.set(event, instances.intern(slot.space(), line.textBuffer(), line.textFrom(), line.textLength()));
                return true;
            case INTEGER:
                return integer(field, slot, event);
            case BOOLEAN:
                return bool(field, slot, event);
            case KEYWORD:
                return keyword(field, slot, event);
            case STACK:
                return stack(field, slot, event);
            case INSTANCES:
                return instances(field, slot, event);
        }
        throw new AssertionError(slot.type());
    }

    private boolean integer(int field, Slot slot, Event event) {
        if (line.kind(field) != Kind.INTEGER) {
            return wrongType(field);
        }
        if (!line.openInteger(field)) {
            return fail(field, "does not fit into 64 bits: " + line.written(field));
        }
        if (line.number() < slot.min() || line.number() > slot.max()) {
            String range = slot.max() == Long.MAX_VALUE
                    ? "must be at least " + slot.min()
                    : "must be from " + slot.min() + " to " + slot.max();
            return fail(field, range + ", not " + line.written(field));
        }
        slot.set(event, line.number());
        return true;
    }

    private boolean bool(int field, Slot slot, Event event) {
        Kind kind = line.kind(field);
        if (kind != Kind.TRUE && kind != Kind.FALSE) {
            return wrongType(field);
        }
        slot.set(event, kind == Kind.TRUE ? 1 : 0);
        return true;
    }

    private boolean keyword(int field, Slot slot, Event event) {
        if (!text(field)) {
            return false;
        }
        int place = keyword(slot);
        if (place < 0) {
            return fail(
                    field,
                    "must be one of " + String.join(", ", slot.words().words()) + ", not \"" + line.written(field)
                            + '"');
        }
        slot.set(event, place);
        return true;
    }

    private boolean stack(int field, Slot slot, Event event) {
        if (line.kind(field) != Kind.ARRAY) {
            return wrongType(field);
        }
        int length = 0;
        line.openList(field);
        while (line.nextElement()) {
            if (!JsonLine.isString(line.elementKind())) {
                return wrongElement(field);
            }
            int more = line.textLength();
            if (length + more + 1 > stack.length) {
                stack = Arrays.copyOf(stack, (length + more) * 2);
            }
            if (length > 0) {
                stack[length++] = '\n';
            }
            System.arraycopy(line.textBuffer(), line.textFrom(), stack, length, more);
            if (line.elementKind() == Kind.ESCAPED_STRING) {
                withoutLineFeeds(length, length + more);
            }
            length += more;
        }
        slot.set(event, names.intern(stack, 0, length));
        return true;
    }

    /** Line feeds are between the frames of a stack; one inside a frame would make two of it. */
    private void withoutLineFeeds(int from, int to) {
        for (int at = from; at < to; at++) {
            if (stack[at] == '\n') {
                stack[at] = ' ';
            }
        }
    }

    private boolean instances(int field, Slot slot, Event event) {
        if (line.kind(field) != Kind.ARRAY) {
            return wrongType(field);
        }
        if (field != ANY) {
            event.pageCount = 0;
        }
        line.openList(field);
        while (line.nextElement()) {
            if (!JsonLine.isString(line.elementKind())) {
                return wrongElement(field);
            }
            if (line.textLength() == 0) {
                return fail(field, "must not hold an empty name");
            }
            int id = instances.intern(slot.space(), line.textBuffer(), line.textFrom(), line.textLength());
            if (field == ANY) {
                event.addAny(id);
            } else {
                event.addPage(id);
            }
        }
        return field != ANY || event.anyCount > 0 || fail(field, "must not be empty");
    }

    private int keyword(Slot slot) {
        return slot.words().find(line.textBuffer(), line.textFrom(), line.textLength());
    }

    private boolean text(int field) {
        if (!JsonLine.isString(line.kind(field))) {
            return wrongType(field);
        }
        line.openText(field);
        return true;
    }

    private boolean wrongType(int field) {
        return fail(field, "must be " + FIELDS[field].slot().type().text + ", not " + line.kind(field).text);
    }

    private boolean wrongElement(int field) {
        return fail(field, "must hold strings only, not " + line.elementKind().text);
    }

    /** Remembers what is wrong, unless something was found before. */
    private boolean fail(int field, String text) {
        if (problem == null) {
            problem = Problem.wrong(FIELDS[field].text(), text);
        }
        return false;
    }
}
