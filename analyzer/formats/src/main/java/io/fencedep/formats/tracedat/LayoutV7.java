package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.tracedat.Codec.DamagedException;
import io.fencedep.formats.tracedat.Metadata.Buffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Version 7: lists of options, which say where sections are; each section may be compressed. */
final class LayoutV7 {
    private static final int OPTIONS = 0;
    private static final int BUFFER = 3;
    private static final int HEADERS = 16;
    private static final int FTRACE_EVENTS = 17;
    private static final int EVENT_FORMATS = 18;
    private static final int KALLSYMS = 19;
    private static final int COMMAND_LINES = 21;
    private static final int COMPRESSED = 1;
    private static final int HEADER_SIZE = 16;

    private final DatFile file;
    private final Metadata metadata;

    LayoutV7(DatFile file, Metadata metadata) {
        this.file = file;
        this.metadata = metadata;
    }

    /** Reads all that stands beside the events. */
    void read(Cursor start) throws InputException {
        Options options = new Options(metadata, true);
        Set<Long> seen = new HashSet<>();
        long next = start.u64();
        while (next != 0) {
            if (!seen.add(next)) {
                throw start.error("the lists of options lead back to offset " + next);
            }
            next = options.read(open(next, OPTIONS, "options"));
        }
        if (options.isText() && metadata.buffers.isEmpty()) {
            throw start.error(Sections.noEvents("latency"));
        }
        sections(options.sections());
        for (int i = 0; i < options.instances().size(); i++) {
            Buffer buffer = metadata.buffers.get(i);
            long offset = options.instances().get(i).offset();
            boolean compressed = (header(offset, BUFFER, "events").flags & COMPRESSED) != 0;
            metadata.buffers.set(
                    i, new Buffer(buffer.name(), buffer.clock(), buffer.pageSize(), compressed, buffer.cpus()));
        }
    }

    private void sections(Map<Integer, Long> places) throws InputException {
        for (int id : List.of(HEADERS, FTRACE_EVENTS, EVENT_FORMATS, KALLSYMS, COMMAND_LINES)) {
            Long place = places.get(id);
            if (place == null) {
                continue;
            }
            switch (id) {
                case HEADERS -> Sections.headers(open(place, id, "headers"), metadata);
                case FTRACE_EVENTS -> Sections.ftraceEvents(open(place, id, "ftrace event formats"), metadata);
                case EVENT_FORMATS -> Sections.eventFormats(open(place, id, "event formats"), metadata);
                case KALLSYMS -> Sections.kallsyms(open(place, id, "kallsyms"), metadata);
                default -> Sections.commandLines(open(place, id, "command lines"), metadata);
            }
        }
    }

    /** How a section begins, and where its content does. */
    private record SectionHeader(int flags, long size, Cursor content) {}

    private SectionHeader header(long offset, int id, String name) throws InputException {
        Cursor cursor = new Cursor(
                file.source(),
                name,
                file,
                Math.min(offset & Long.MAX_VALUE, file.size()),
                file.size(),
                metadata.bigEndian);
        int found = cursor.u16();
        if (found != id) {
            throw cursor.error("section " + id + " should be here, not " + found);
        }
        int flags = cursor.u16();
        cursor.u32();
        return new SectionHeader(flags, cursor.u64(), cursor);
    }

    private Cursor open(long offset, int id, String name) throws InputException {
        SectionHeader header = header(offset, id, name);
        Cursor cursor = header.content;
        if ((header.flags & COMPRESSED) == 0) {
            long end = header.size < 0 ? Long.MAX_VALUE : offset + HEADER_SIZE + header.size;
            return new Cursor(file.source(), name, file, cursor.at(), end, metadata.bigEndian);
        }
        long packed = cursor.u32();
        long size = cursor.u32();
        byte[] bytes = cursor.bytes(packed);
        try {
            byte[] plain = metadata.codec.expand(bytes, size);
            return new Cursor(
                    file.source(), name + " (decompressed)", Region.of(plain), 0, plain.length, metadata.bigEndian);
        } catch (DamagedException e) {
            throw cursor.error(e.problem());
        }
    }
}
