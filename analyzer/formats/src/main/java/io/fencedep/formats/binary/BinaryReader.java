package io.fencedep.formats.binary;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.smile.SmileFactory;
import com.fasterxml.jackson.dataformat.smile.SmileParser;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.Namespace;
import io.fencedep.core.model.Recording;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.SourceStream;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.fields.Field;
import io.fencedep.formats.fields.Slot;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one trace in its compact form. Memory grows with what the trace has written so far: names, layouts, and the
 * largest numbers of an instance and of a task, each of which cost the trace at least a byte.
 */
final class BinaryReader {
    private static final SkipReason DAMAGED = new SkipReason("damaged", "what follows the damage is left out");
    private static final int TIME = Field.TIME.ordinal();
    private static final int TASK = Field.TASK.ordinal();
    private static final int ANY = Field.ANY.ordinal();

    /** An instance that the trace has named. */
    private static final class Named {
        final Namespace space;
        final byte[] name;
        /** Its id in the recording when it was last named. */
        int id;

        Named(Namespace space, byte[] name) {
            this.space = space;
            this.name = name;
        }
    }

    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final List<Layout> layouts = new ArrayList<>();
    /** The recording's ids of the names, by their number. */
    private final IntArrayList names = new IntArrayList();

    private final List<Named> named = new ArrayList<>();
    /** What tasks are called, by their number, and the recording's ids of these names. */
    private final List<byte[]> tasks = new ArrayList<>();

    private final IntArrayList taskIds = new IntArrayList();
    /** How many names the recording had taken back when the ids of tasks were asked for. */
    private int returns;

    private boolean numbersTasks;
    private final Event event = new Event();
    private long time;
    private Recording recording;
    private SmileParser parser;

    BinaryReader(TraceSource source, TraceContext context) throws InputException {
        this.source = source;
        this.context = context;
        this.stats = new ReadStats(source, context.options());
        this.recording = new Recording("", source.name(), BinaryFormat.NAME, "", java.util.Set.of());
        names.add(0);
        try {
            parser = new SmileFactory().createParser(new SourceStream(source));
        } catch (InputException e) {
            throw e;
        } catch (IOException e) {
            throw source.error("is damaged: " + e.getMessage());
        }
    }

    ReadReport read() throws InputException {
        BinaryHeader header = new BinaryHeader(source, parser);
        recording = header.read();
        numbersTasks = header.numbersTasks();
        context.begin().accept(recording);
        try {
            while (readValue()) {
                // All is done there.
            }
        } catch (Damage e) {
            if (parser.currentToken() == null) {
                cutOff();
            } else {
                damaged(e.field, String.valueOf(e.getMessage()));
            }
        } catch (InputException e) {
            if (!stats.lenient()) {
                throw e;
            }
            stats.warn(0, "read up to event " + stats.events() + ": " + e.problem());
        } catch (JsonProcessingException e) {
            if (source.ended()) {
                cutOff();
            } else {
                damaged(null, e.getOriginalMessage());
            }
        } catch (IOException e) {
            damaged(null, String.valueOf(e.getMessage()));
        }
        if (stats.events() == 0) {
            stats.warn(0, "has no events");
        }
        return stats.report(recording, stats.events() + 1);
    }

    private void cutOff() {
        stats.warn(line(), "the trace was cut off within what would come next");
    }

    private void damaged(@Nullable String field, String problem) throws InputException {
        stats.reject(DAMAGED, line(), field, "the trace is damaged: " + problem);
    }

    /** The line that the next event has where the trace is written as JSON Lines. */
    private long line() {
        return stats.events() + 2;
    }

    /** Reads a name, an instance, a layout or an event; false at the end. */
    private boolean readValue() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.VALUE_NUMBER_INT) {
            readEvent();
            return true;
        }
        if (token == null) {
            return false;
        }
        switch (token) {
            case VALUE_STRING -> names.add(context.names().intern(parser.getText()));
            case START_ARRAY -> readNumbered();
            case START_OBJECT -> layouts.add(new LayoutReader(parser).read());
            default -> throw new Damage(null, "a value of a wrong type");
        }
        return true;
    }

    /** An instance, or a task. */
    private void readNumbered() throws IOException {
        String word = text();
        boolean isTask = numbersTasks && word.equals(BinaryFormat.TASK);
        int number = bounded(number(-1), (isTask ? tasks : named).size() + 1L, isTask ? "task" : "instance");
        byte[] name = text().getBytes(UTF_8);
        if (parser.nextToken() != JsonToken.END_ARRAY || number == 0 || name.length == 0) {
            throw new Damage(null, isTask ? "a task that is none" : "an instance that is none");
        }
        if (isTask) {
            set(tasks, number, name);
            taskIds.size(tasks.size());
            taskIds.set(number - 1, 0);
        } else {
            set(named, number, new Named(space(word), name));
        }
    }

    private static <T> void set(List<T> list, int number, T value) {
        if (number > list.size()) {
            list.add(value);
        } else {
            list.set(number - 1, value);
        }
    }

    private static Namespace space(String word) throws Damage {
        for (Namespace space : Namespace.values()) {
            if (space.name().toLowerCase(Locale.ROOT).equals(word)) {
                return space;
            }
        }
        throw new Damage(null, "there are no instances of kind '" + word + "'");
    }

    private String text() throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new Damage(null, "a string is missing");
        }
        return parser.getText();
    }

    private void readEvent() throws IOException {
        Layout layout = layouts.get(bounded(parser.getLongValue(), layouts.size() - 1L, "layout"));
        layout.begin(event);
        for (int i = 0; i < layout.fields.length; i++) {
            readField(layout.fields[i], layout.slots[i]);
        }
        event.line = line();
        stats.event();
        context.sink().accept(event);
    }

    private void readField(int field, Slot slot) throws IOException {
        if (slot.type() == Slot.Type.INSTANCES) {
            readInstances(field, slot);
            return;
        }
        long value = number(field);
        switch (slot.type()) {
            case INSTANCE -> slot.set(event, instance(value, field, slot));
            case INTEGER -> {
                if (field == TIME) {
                    time += value;
                    value = time;
                }
                if (value < slot.min() || value > slot.max()) {
                    throw new Damage(Field.values()[field].text(), "the value is out of its range");
                }
                slot.set(event, value);
            }
            default ->
                slot.set(
                        event,
                        field == TASK && numbersTasks
                                ? task(value)
                                : names.getInt(bounded(value, names.size() - 1L, "name")));
        }
    }

    private void readInstances(int field, Slot slot) throws IOException {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new Damage(Field.values()[field].text(), "a list is missing");
        }
        if (field != ANY) {
            event.pageCount = 0;
        }
        while (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
            int id = instance(parser.getLongValue(), field, slot);
            if (field == ANY) {
                event.addAny(id);
            } else {
                event.addPage(id);
            }
        }
        if (parser.currentToken() != JsonToken.END_ARRAY || field == ANY && event.anyCount == 0) {
            throw new Damage(Field.values()[field].text(), "the list is damaged");
        }
    }

    private int instance(long number, int field, Slot slot) throws Damage {
        int at = bounded(number, named.size(), "instance");
        Named instance = at == 0 ? null : named.get(at - 1);
        if (instance == null || instance.space != slot.space()) {
            throw new Damage(Field.values()[field].text(), "the instance is of another kind");
        }
        if (!context.instances().isStill(instance.id, instance.space, instance.name)) {
            instance.id = context.instances().intern(instance.space, instance.name, 0, instance.name.length);
        }
        return instance.id;
    }

    /** The recording's id of this task's name, as long as it is not given back. */
    private int task(long number) throws Damage {
        if (number < 1 || number > tasks.size()) {
            throw new Damage(null, "there is no task " + number);
        }
        int at = (int) number - 1;
        if (returns != context.names().returns()) {
            returns = context.names().returns();
            taskIds.size(0);
            taskIds.size(tasks.size());
        }
        int id = taskIds.getInt(at);
        if (id == 0) {
            byte[] name = tasks.get(at);
            id = context.names().internTask(name, 0, name.length);
            taskIds.set(at, id);
        }
        return id;
    }

    private long number(int field) throws IOException {
        if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw parser.currentToken() == null
                    ? new JsonEnd(parser)
                    : new Damage(field < 0 ? null : Field.values()[field].text(), "a number is missing");
        }
        return parser.getLongValue();
    }

    private static int bounded(long value, long max, String what) throws Damage {
        if (value < 0 || value > max) {
            throw new Damage(null, "there is no " + what + " " + value);
        }
        return (int) value;
    }

    /** The input ends within an event, between two of its values. */
    private static final class JsonEnd extends JsonProcessingException {
        private static final long serialVersionUID = 1;

        JsonEnd(SmileParser parser) {
            super("ends too early", parser.currentLocation());
        }
    }

    /** Something that no writer writes. */
    static final class Damage extends IOException {
        private static final long serialVersionUID = 1;

        final @Nullable String field;

        Damage(@Nullable String field, String problem) {
            super(field == null ? problem : "\"" + field + "\": " + problem);
            this.field = field;
        }
    }
}
