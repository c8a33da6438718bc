package io.fencedep.formats.binary;

import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileGenerator;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.TraceWriter;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Shape;
import io.fencedep.formats.fields.Slot;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes a native trace in its compact form. Names go out before the event that first needs them; instances and
 * tasks too, and again when the recording's table gives an id to another one. Memory grows with distinct names, and with
 * the instances and tasks that the tables remember.
 */
public final class BinaryWriter implements TraceWriter {
    private static final Field[] FIELDS = Field.values();
    private static final int TASK = Field.TASK.ordinal();

    private final SmileGenerator out;
    private final Names names;
    private final Instances instances;
    /** The number of a name in the trace, by its id; 0 when it was not written yet. */
    private int[] nameNumbers = new int[1024];

    private int lastName;
    /** The number of an instance in the trace, by its id; 0 when it is not known there. */
    private int[] instanceNumbers = new int[1024];

    private int lastInstance;
    /** The number of a task in the trace, by the id of its name; 0 when it is not known there. */
    private int[] taskNumbers = new int[1024];

    private int lastTask;
    /** Numbers of tasks whose names were given back. */
    private final IntArrayList freeTasks = new IntArrayList();
    /** Numbers whose instances were forgotten. */
    private final IntArrayList free = new IntArrayList();
    /** From a kind, field by field, to a place that stands for one layout. */
    private final Long2IntOpenHashMap ways = new Long2IntOpenHashMap();

    private int lastPlace = FIRST_PLACE;
    /** The number of a layout plus one, by its place. */
    private int[] layouts = new int[1024];

    private int layoutCount;
    private final long[] values = new long[Long.SIZE];
    private long time;

    /** Places below are kinds of events. */
    private static final int FIRST_PLACE = 256;

    /**
     * Writes the header.
     *
     * @param out closed by {@link #close}; compression, if any, is its business
     * @param names gave the events their names
     * @param instances gave the events their instances; the writer asks to be told what they forget
     * @param recording for the header; an empty id is left out
     */
    public BinaryWriter(OutputStream out, Names names, Instances instances, Recording recording) throws IOException {
        this.out = new SmileFactory().createGenerator(out);
        this.names = names;
        this.instances = instances;
        instances.whenForgotten(this::forget);
        names.whenGivenBack(this::forgetTask);
        header(recording);
    }

    /**
     * Writes an event.
     *
     * @throws IllegalArgumentException when the event lacks what a reader would demand
     * @throws UncheckedIOException when writing fails
     */
    @Override
    public void accept(Event event) {
        Shape shape = Shape.of(event.kind);
        long written = 0;
        int place = event.kind.ordinal();
        for (long left = shape.fields(); left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            Slot slot = shape.slot(field);
            long value = slot.type() == Slot.Type.INSTANCES ? size(field, event) : slot.get(event);
            if (value != Slot.NOTHING) {
                written |= 1L << field;
                values[field] = value;
                place = next(place, field, Layout.isFixed(slot) ? value : 0);
            }
        }
        int missing = shape.missing(written);
        if (missing >= 0) {
            throw new IllegalArgumentException(
                    event.kind.text() + " needs " + shape.needs().get(missing));
        }
        try {
            number(shape, written, event);
            write(layout(shape, written, place), shape, written, event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void header(Recording recording) throws IOException {
        out.writeStartObject();
        out.writeStringField("format", BinaryFormat.FORMAT_NAME);
        out.writeNumberField("version", BinaryFormat.VERSION);
        text("recording", recording.id());
        text("source", recording.source());
        text("host", recording.host());
        text("note", recording.note());
        out.writeArrayFieldStart("lacks");
        for (Lack lack : recording.lacks()) {
            out.writeString(lack.text());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void text(String name, String value) throws IOException {
        if (!value.isEmpty()) {
            out.writeStringField(name, value);
        }
    }

    private static long size(int field, Event event) {
        int count = field == Field.ANY.ordinal() ? event.anyCount : event.pageCount;
        return count > 0 || count == 0 && field != Field.ANY.ordinal() ? count : Slot.NOTHING;
    }

    private int next(int place, int field, long fixed) {
        long key = (long) place << 16 | (long) field << 8 | fixed;
        int known = ways.get(key);
        if (known == 0) {
            known = ++lastPlace;
            ways.put(key, known);
        }
        return known;
    }

    /** Makes sure that the trace has numbers for all that the event names. */
    private void number(Shape shape, long written, Event event) throws IOException {
        for (long left = written; left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            Slot slot = shape.slot(field);
            switch (slot.type()) {
                case NAME, STACK -> {
                    int id = (int) values[field];
                    values[field] = field == TASK ? taskNumber(id) : nameNumber(id);
                }
                case INSTANCE -> values[field] = instanceNumber((int) values[field], slot);
                case INSTANCES -> {
                    int[] ids = field == Field.ANY.ordinal() ? event.any : event.pages;
                    for (int i = 0; i < values[field]; i++) {
                        instanceNumber(ids[i], slot);
                    }
                }
                default -> {
                    // Values of their own.
                }
            }
        }
    }

    private int nameNumber(int id) throws IOException {
        if (id >= nameNumbers.length) {
            nameNumbers = Arrays.copyOf(nameNumbers, Math.max(id + 1, nameNumbers.length * 2));
        }
        if (nameNumbers[id] == 0) {
            nameNumbers[id] = ++lastName;
            out.writeString(names.text(id));
        }
        return nameNumbers[id];
    }

    private int taskNumber(int id) throws IOException {
        if (id >= taskNumbers.length) {
            taskNumbers = Arrays.copyOf(taskNumbers, Math.max(id + 1, taskNumbers.length * 2));
        }
        if (taskNumbers[id] == 0) {
            taskNumbers[id] = freeTasks.isEmpty() ? ++lastTask : freeTasks.popInt();
            out.writeStartArray();
            out.writeString(BinaryFormat.TASK);
            out.writeNumber(taskNumbers[id]);
            out.writeString(names.text(id));
            out.writeEndArray();
        }
        return taskNumbers[id];
    }

    private int instanceNumber(int id, Slot slot) throws IOException {
        if (id >= instanceNumbers.length) {
            instanceNumbers = Arrays.copyOf(instanceNumbers, Math.max(id + 1, instanceNumbers.length * 2));
        }
        if (instanceNumbers[id] == 0) {
            instanceNumbers[id] = free.isEmpty() ? ++lastInstance : free.popInt();
            out.writeStartArray();
            out.writeString(slot.space().name().toLowerCase(Locale.ROOT));
            out.writeNumber(instanceNumbers[id]);
            out.writeString(instances.text(id));
            out.writeEndArray();
        }
        return instanceNumbers[id];
    }

    private void forget(int id) {
        if (id < instanceNumbers.length && instanceNumbers[id] != 0) {
            free.push(instanceNumbers[id]);
            instanceNumbers[id] = 0;
        }
    }

    private void forgetTask(int id) {
        if (id < taskNumbers.length && taskNumbers[id] != 0) {
            freeTasks.push(taskNumbers[id]);
            taskNumbers[id] = 0;
        }
    }

    private int layout(Shape shape, long written, int place) throws IOException {
        if (place >= layouts.length) {
            layouts = Arrays.copyOf(layouts, Math.max(place + 1, layouts.length * 2));
        }
        if (layouts[place] == 0) {
            layouts[place] = ++layoutCount;
            describe(shape, written);
        }
        return layouts[place] - 1;
    }

    private void describe(Shape shape, long written) throws IOException {
        out.writeStartObject();
        out.writeStringField(Field.EVENT.text(), shape.kind().text());
        for (long left = written; left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            Slot slot = shape.slot(field);
            if (slot.type() == Slot.Type.KEYWORD) {
                out.writeStringField(FIELDS[field].text(), slot.words().words().get((int) values[field]));
            } else if (slot.type() == Slot.Type.BOOLEAN) {
                out.writeBooleanField(FIELDS[field].text(), values[field] != 0);
            }
        }
        out.writeArrayFieldStart(Layout.FIELDS);
        for (long left = written; left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            if (!Layout.isFixed(shape.slot(field))) {
                out.writeString(FIELDS[field].text());
            }
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void write(int layout, Shape shape, long written, Event event) throws IOException {
        out.writeNumber(layout);
        for (long left = written; left != 0; left &= left - 1) {
            int field = Long.numberOfTrailingZeros(left);
            Slot slot = shape.slot(field);
            if (field == Field.TIME.ordinal()) {
                out.writeNumber(values[field] - time);
                time = values[field];
            } else if (slot.type() == Slot.Type.INSTANCES) {
                int[] ids = field == Field.ANY.ordinal() ? event.any : event.pages;
                out.writeStartArray();
                for (int i = 0; i < values[field]; i++) {
                    out.writeNumber(instanceNumbers[ids[i]]);
                }
                out.writeEndArray();
            } else if (!Layout.isFixed(slot)) {
                out.writeNumber(values[field]);
            }
        }
    }
}
