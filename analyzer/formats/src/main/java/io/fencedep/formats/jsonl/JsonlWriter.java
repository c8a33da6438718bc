package io.fencedep.formats.jsonl;

import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.TraceWriter;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import java.io.Flushable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes a native trace: the header at once, then a line per event. What an event does not say is not written, so that
 * what is read back is the same event. Lines go out whole; {@link #flush} sends those that wait. Not thread-safe.
 */
public final class JsonlWriter implements TraceWriter, Flushable {
    private static final Field[] FIELDS = Field.values();
    private static final int FULL = 1 << 16;

    private final OutputStream out;
    private final Names names;
    private final Instances instances;
    private final JsonOutput line = new JsonOutput(FULL + (FULL >> 2));
    /** Names in quotes, by id, once they were needed. */
    private byte[][] quoted = new byte[1024][];

    /**
     * @param out closed by {@link #close}
     * @param names gave the events their names
     * @param instances gave the events their instances
     * @param recording for the header; an empty id is left out
     */
    public JsonlWriter(OutputStream out, Names names, Instances instances, Recording recording) {
        this.out = out;
        this.names = names;
        this.instances = instances;
        header(recording);
    }

    /**
     * Writes a line.
     *
     * @throws IllegalArgumentException when the event lacks what a reader would demand
     * @throws UncheckedIOException when writing fails
     */
    @Override
    public void accept(Event event) {
        int start = line.length();
        Shape shape = Shape.of(event.kind);
        line.ascii("{\"event\":\"").ascii(event.kind.text()).ascii("\"");
        long written = 0;
        for (long left = shape.fields(); left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            if (write(field, shape.slot(field), event)) {
                written |= 1L << field;
            }
        }
        line.ascii("}\n");
        int missing = shape.missing(written);
        if (missing >= 0) {
            line.truncate(start);
            throw new IllegalArgumentException(
                    event.kind.text() + " needs " + shape.needs().get(missing));
        }
        if (line.length() >= FULL) {
            send();
        }
    }

    @Override
    public void flush() throws IOException {
        line.sendTo(out);
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }

    private void header(Recording recording) {
        line.ascii("{\"format\":\"" + Header.FORMAT_NAME + "\",\"version\":" + Header.VERSION);
        field("recording", recording.id());
        field("source", recording.source());
        field("host", recording.host());
        field("note", recording.note());
        if (!recording.lacks().isEmpty()) {
            String lacks = recording.lacks().stream()
                    .sorted()
                    .map(Lack::text)
                    .collect(Collectors.joining("\",\"", "[\"", "\"]"));
            line.ascii(",\"lacks\":").ascii(lacks);
        }
        line.ascii("}\n");
    }

    private void field(String name, String text) {
        if (!text.isEmpty()) {
            line.ascii(",\"").ascii(name).ascii("\":").string(text);
        }
    }

    private boolean write(int field, Slot slot, Event event) {
        if (slot.type() == Slot.Type.INSTANCES) {
            return field == Field.ANY.ordinal()
                    ? event.anyCount > 0 && list(field, event.any, event.anyCount)
                    : event.pageCount >= 0 && list(field, event.pages, event.pageCount);
        }
        long value = slot.get(event);
        if (value == Slot.NOTHING) {
            return false;
        }
        key(field);
        switch (slot.type()) {
            case NAME:
                line.bytes(quotedName((int) value));
                break;
            case INSTANCE:
                line.string(instances.text((int) value));
                break;
            case INTEGER:
                line.integer(value);
                break;
            case BOOLEAN:
                line.ascii(value != 0 ? "true" : "false");
                break;
            case KEYWORD:
                line.ascii("\"").ascii(slot.words().words().get((int) value)).ascii("\"");
                break;
            default:
                stack(names.text((int) value));
        }
        return true;
    }

    private void key(int field) {
        line.ascii(",\"").ascii(FIELDS[field].text()).ascii("\":");
    }

    private boolean list(int field, int[] ids, int count) {
        key(field);
        for (int i = 0; i < count; i++) {
            line.ascii(i == 0 ? "[" : ",").string(instances.text(ids[i]));
        }
        line.ascii(count == 0 ? "[]" : "]");
        return true;
    }

    private void stack(String frames) {
        line.ascii("[");
        int from = 0;
        for (int at = frames.indexOf('\n'); at >= 0; at = frames.indexOf('\n', from)) {
            line.string(frames, from, at).ascii(",");
            from = at + 1;
        }
        line.string(frames, from, frames.length()).ascii("]");
    }

    private byte[] quotedName(int id) {
        if (id >= quoted.length) {
            quoted = Arrays.copyOf(quoted, Math.max(id + 1, quoted.length * 2));
        }
        byte[] known = quoted[id];
        if (known == null) {
            JsonOutput name = new JsonOutput(64);
            known = name.string(names.text(id)).toBytes();
            quoted[id] = known;
        }
        return known;
    }

    private void send() {
        try {
            line.sendTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
