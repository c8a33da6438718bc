package io.fencedep.formats.perfetto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes trace events one by one, each on its own line. Times are nanoseconds here and, as the grammar wants it,
 * microseconds with three decimals in the file.
 */
final class TraceJson implements Closeable {
    private static final int PROCESS = 1;

    private final JsonGenerator json;

    TraceJson(OutputStream out) throws IOException {
        json = new JsonFactory().createGenerator(out);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ns");
        json.writeArrayFieldStart("traceEvents");
    }

    /** Names the process or, when there is a track, the track. */
    void name(String what, int track, String name) throws IOException {
        begin("M", what, 0, track);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        end();
    }

    /** A slice begins on a track. */
    void open(String name, String category, long time, int track, String... args) throws IOException {
        begin("B", name, time, track);
        details(category, args);
    }

    /** The innermost slice of a track ends. */
    void close(long time, int track) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("ph", "E");
        place(time, track);
        end();
    }

    /** A whole slice. */
    void slice(String name, String category, long time, long duration, int track, String... args) throws IOException {
        begin("X", name, time, track);
        json.writeFieldName("dur");
        micros(duration);
        details(category, args);
    }

    /** Something that takes no time. */
    void instant(String name, String category, long time, int track, String... args) throws IOException {
        begin("i", name, time, track);
        json.writeStringField("s", "t");
        details(category, args);
    }

    /** A part of something that belongs to no task: its beginning ({@code b}), a step ({@code n}), its end ({@code e}). */
    void async(String part, String name, String category, String id, long time, int track, String... args)
            throws IOException {
        begin(part, name, time, track);
        json.writeStringField("id", id);
        details(category, args);
    }

    /** An end of an arrow between the slices that are open at these times: its tail ({@code s}) or head ({@code f}). */
    void arrow(boolean head, String category, long id, long time, int track) throws IOException {
        begin(head ? "f" : "s", category, time, track);
        json.writeNumberField("id", id);
        if (head) {
            json.writeStringField("bp", "e");
        }
        details(category);
    }

    @Override
    public void close() throws IOException {
        json.writeRaw('\n');
        json.writeEndArray();
        json.writeEndObject();
        json.writeRaw('\n');
        json.close();
    }

    private void begin(String phase, String name, long time, int track) throws IOException {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("ph", phase);
        json.writeStringField("name", name);
        place(time, track);
    }

    private void place(long time, int track) throws IOException {
        json.writeFieldName("ts");
        micros(time);
        json.writeNumberField("pid", PROCESS);
        json.writeNumberField("tid", track);
    }

    private void details(String category, String... args) throws IOException {
        json.writeStringField("cat", category);
        boolean any = false;
        for (int i = 0; i + 1 < args.length; i += 2) {
            if (!args[i + 1].isEmpty()) {
                if (!any) {
                    json.writeObjectFieldStart("args");
                    any = true;
                }
                json.writeStringField(args[i], args[i + 1]);
            }
        }
        if (any) {
            json.writeEndObject();
        }
        end();
    }

    private void end() throws IOException {
        json.writeEndObject();
    }

    private void micros(long nanos) throws IOException {
        long part = Math.floorMod(nanos, 1000L);
        String decimals = part < 10 ? ".00" : part < 100 ? ".0" : ".";
        json.writeNumber(Math.floorDiv(nanos, 1000L) + decimals + part);
    }
}
