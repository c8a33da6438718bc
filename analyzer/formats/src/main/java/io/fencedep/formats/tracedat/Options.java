package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.tracedat.Metadata.Buffer;
import io.fencedep.formats.tracedat.Metadata.CpuData;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of options of a file: a number, a size and content each. Those that matter to nobody here are passed over. */
final class Options {
    private static final int DONE = 0;
    private static final int CPUSTAT = 2;
    private static final int BUFFER = 3;
    private static final int TRACECLOCK = 4;
    private static final int UNAME = 5;
    private static final int OFFSET = 7;
    private static final int TSC2NSEC = 14;
    private static final int FIRST_SECTION = 16;
    private static final int LAST_SECTION = 21;
    private static final int BUFFER_TEXT = 22;
    private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]{1,64})\\]");

    /** Where an instance of ftrace has its table of CPUs in version 6. */
    record Instance(String name, long offset) {}

    private final Metadata metadata;
    private final boolean hasSections;
    private final List<Instance> instances = new ArrayList<>();
    private final Map<Integer, Long> sections = new HashMap<>();
    private boolean isText;

    Options(Metadata metadata, boolean hasSections) {
        this.metadata = metadata;
        this.hasSections = hasSections;
    }

    List<Instance> instances() {
        return instances;
    }

    /** Where the sections are, by their numbers. */
    Map<Integer, Long> sections() {
        return sections;
    }

    /** Whether the file holds the text of a latency tracer. */
    boolean isText() {
        return isText;
    }

    /** Reads up to the end of the list; where the next list is, or 0. */
    long read(Cursor cursor) throws InputException {
        while (true) {
            int id = cursor.u16();
            if (id == DONE && !hasSections) {
                return 0;
            }
            long size = cursor.u32();
            byte[] content = cursor.bytes(size);
            Cursor option = new Cursor(
                    cursor.source(), "option " + id, Region.of(content), 0, content.length, metadata.bigEndian);
            if (id == DONE) {
                return size >= Long.BYTES ? option.u64() : 0;
            }
            take(id, option);
        }
    }

    private void take(int id, Cursor option) throws InputException {
        switch (id) {
            case CPUSTAT -> metadata.cpuStats.add(option.text(option.left()));
            case BUFFER -> buffer(option);
            case TRACECLOCK -> {
                Matcher chosen = CHOSEN.matcher(option.text(option.left()));
                metadata.clock = chosen.find() ? chosen.group(1) : metadata.clock;
            }
            case UNAME -> metadata.kernel = option.text(option.left());
            case OFFSET -> metadata.timeOffset += offset(option.text(option.left()));
            case TSC2NSEC -> metadata.ticks = new Metadata.Ticks((int) option.u32(), (int) option.u32());
            case BUFFER_TEXT -> isText = true;
            default -> {
                if (hasSections && id >= FIRST_SECTION && id <= LAST_SECTION) {
                    sections.put(id, option.u64());
                }
            }
        }
    }

    private void buffer(Cursor option) throws InputException {
        long offset = option.u64();
        String name = option.string();
        if (!hasSections) {
            instances.add(new Instance(name, offset));
            return;
        }
        String clock = option.string();
        long pageSize = option.u32();
        TraceDatReader.checkPageSize(option, pageSize);
        long count = option.u32();
        List<CpuData> cpus = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long cpu = option.u32();
            if (cpu > 0xffff) {
                throw option.error("there is no CPU " + cpu);
            }
            cpus.add(new CpuData((int) cpu, option.u64(), option.u64()));
        }
        metadata.buffers.add(new Buffer(name, clock, (int) pageSize, false, cpus));
        instances.add(new Instance(name, offset));
    }

    /** A number as C writes it. */
    private static long offset(String text) {
        Matcher number = Pattern.compile("\\s*(-?)(0x)?([0-9a-fA-F]{1,20})").matcher(text);
        if (!number.lookingAt()) {
            return 0;
        }
        try {
            long value = new BigInteger(number.group(3), number.group(2) == null ? 10 : 16).longValue();
            return number.group(1).isEmpty() ? value : -value;
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
