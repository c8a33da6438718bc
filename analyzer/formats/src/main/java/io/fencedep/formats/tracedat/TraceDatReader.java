package io.fencedep.formats.tracedat;

import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.SkipReason;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.ftrace.FtraceEvents;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one file: first what it says of itself, then its events in the order of their times. */
final class TraceDatReader {
    static final byte[] MAGIC = {0x17, 0x08, 0x44, 't', 'r', 'a', 'c', 'i', 'n', 'g'};

    private static final SkipReason UNKNOWN_EVENT = new SkipReason(
            "an event that the file does not describe",
            "record with the same trace-cmd and kernel, without hot-plugged modules");
    private static final int NO_OWNER = -1;
    private static final int MIN_PAGE = 64;
    private static final int MAX_PAGE = 1 << 24;
    /** How many events are looked at before the first is handed on, and how much text of them. */
    private static final int PEEKED_EVENTS = 4096;
    /** So many are looked at where none tells of a lock. */
    private static final int MAX_PEEKED = 1 << 18;

    private static final int PEEKED_TEXT = 1 << 16;
    private static final Pattern LOST = Pattern.compile("(?m)^(overrun|dropped events): (\\d{1,18})$");

    private final DatFile file;
    private final TraceSource source;
    private final TraceContext context;
    private final ReadStats stats;
    private final FtraceEvents events;
    private final Set<String> clocks = new HashSet<>();
    /** Which instance an event is taken from, by the event's number: others recorded the same once more. */
    private final Int2IntOpenHashMap owners = new Int2IntOpenHashMap();

    private long number;

    TraceDatReader(DatFile file, TraceContext context) {
        this.file = file;
        this.source = file.source();
        this.context = context;
        stats = new ReadStats(source, context.options());
        owners.defaultReturnValue(NO_OWNER);
        events = new FtraceEvents(context, stats);
    }

    ReadReport read() throws InputException {
        Metadata metadata = metadata();
        checkCpus(metadata);
        EventLine line = new EventLine(metadata, events);
        Recording recording =
                new Recording("", source.name(), TraceDatFormat.NAME, FtraceEvents.SOURCE, lacks(metadata, line));
        context.begin().accept(recording);
        warn(metadata);
        Merge merge = new Merge(file, metadata, stats);
        for (CpuStream at = merge.next(); at != null; at = merge.next()) {
            number++;
            if (at.lost != 0) {
                events.lost(number, at.lost);
            }
            event(at, line);
        }
        return stats.report(events.finish(recording), number);
    }

    /** The page size must be one, before anything is made of that size. */
    static void checkPageSize(Cursor cursor, long pageSize) throws InputException {
        if (pageSize < MIN_PAGE || pageSize > MAX_PAGE) {
            throw cursor.error("a page of " + pageSize + " bytes is not possible");
        }
    }

    private void event(CpuStream at, EventLine line) throws InputException {
        if (!line.fill(at, number)) {
            stats.skip(UNKNOWN_EVENT, number, "event " + line.type + " has no format in the file");
            return;
        }
        int owner = owners.putIfAbsent(line.type, at.instance);
        if (owner != NO_OWNER && owner != at.instance) {
            stats.unused(FtraceEvents.SECOND_INSTANCE, 1);
            return;
        }
        if (at.event.isShort) {
            reject(at, line);
        } else if (events.accept(line)) {
            line.frames();
        } else {
            reject(at, line);
        }
    }

    private void reject(CpuStream at, EventLine line) throws InputException {
        at.event.isShort = false;
        stats.reject(
                FtraceEvents.PAYLOAD,
                number,
                null,
                "event " + line.name() + " of CPU " + at.cpu + " without what it should say");
    }

    private Metadata metadata() throws InputException {
        Cursor start = new Cursor(source, "header", file, 0, file.size(), false);
        if (!Arrays.equals(start.bytes(MAGIC.length), MAGIC)) {
            throw source.error("is no trace.dat");
        }
        String version = start.string();
        int endian = start.u8();
        int longSize = start.u8();
        if (endian > 1 || longSize != Integer.BYTES && longSize != Long.BYTES) {
            throw start.error("byte order " + endian + " or " + longSize + " bytes in a long are not possible");
        }
        Cursor cursor = new Cursor(source, "header", file, start.at(), file.size(), endian == 1);
        long pageSize = cursor.u32();
        checkPageSize(cursor, pageSize);
        if (version.equals("6")) {
            Metadata metadata = new Metadata(endian == 1, longSize, Codec.NONE);
            new LayoutV6(file, metadata, (int) pageSize).read(cursor);
            return metadata;
        }
        if (!version.equals("7")) {
            throw start.error("version \"" + version + "\" is neither 6 nor 7; trace-cmd convert makes one of them");
        }
        String name = cursor.string();
        Codec codec = Codec.named(name)
                .orElseThrow(() -> cursor.error("compression \"" + name + "\" is not known, only zstd and zlib are"));
        cursor.string();
        Metadata metadata = new Metadata(endian == 1, longSize, codec);
        new LayoutV7(file, metadata).read(cursor);
        return metadata;
    }

    /** Parts that lie outside of the file, or in each other, are no parts. */
    private void checkCpus(Metadata metadata) throws InputException {
        List<Metadata.CpuData> all = metadata.buffers.stream()
                .flatMap(buffer -> buffer.cpus().stream())
                .filter(data -> data.size() != 0)
                .sorted(Comparator.comparingLong(Metadata.CpuData::offset))
                .toList();
        long end = 0;
        for (Metadata.CpuData data : all) {
            long left = file.size() - data.offset();
            if (data.offset() < 0 || data.size() < 0 || left < data.size()) {
                throw source.error("events of CPU " + data.cpu() + " at offset " + data.offset()
                        + ": the file ends too early, it was cut off or is damaged");
            }
            if (data.offset() < end) {
                throw source.error("events of CPU " + data.cpu() + " at offset " + data.offset()
                        + ": lie in those of another CPU");
            }
            end = data.offset() + data.size();
        }
        if (metadata.buffers.isEmpty()) {
            throw source.error("says nowhere where its events are");
        }
    }

    private void warn(Metadata metadata) {
        long overwritten = 0;
        for (String text : metadata.cpuStats) {
            Matcher lost = LOST.matcher(text);
            while (lost.find()) {
                overwritten += Long.parseLong(lost.group(2));
            }
        }
        if (overwritten > 0) {
            stats.warn(
                    0,
                    "the buffer was too small: " + overwritten
                            + " events were overwritten; trace-cmd record -b keeps them");
        }
        metadata.buffers.stream()
                .filter(buffer -> buffer.cpus().stream().anyMatch(data -> data.size() > 0))
                .forEach(buffer -> clocks.add(buffer.clock()));
        if (clocks.size() > 1) {
            stats.warn(
                    0,
                    "its instances have different clocks ("
                            + String.join(", ", clocks.stream().sorted().toList())
                            + "): the order of their events is not known");
        }
    }

    private static boolean isLock(EventLine line) {
        return line.name().equals("lock_acquire") || line.payload < line.end && line.bytes[line.payload] == '(';
    }

    /** What the recording cannot tell, from its first events. */
    private Set<Lack> lacks(Metadata metadata, EventLine line) throws InputException {
        Text head = new Text();
        Merge merge = new Merge(file, metadata, new ReadStats(source, ReadOptions.LENIENT));
        CpuStream at = merge.next();
        boolean told = false;
        for (int i = 0; at != null && i < (told ? PEEKED_EVENTS : MAX_PEEKED) && head.length < PEEKED_TEXT; i++) {
            if (line.fill(at, 0) && (i < PEEKED_EVENTS || isLock(line))) {
                told |= isLock(line);
                head.add("[0] 0: ")
                        .add(line.name())
                        .add(": ")
                        .add(line.bytes, line.payload, line.end)
                        .add('\n');
            }
            at.event.isShort = false;
            at = merge.next();
        }
        return events.prepare(Arrays.copyOf(head.bytes, head.length));
    }
}
