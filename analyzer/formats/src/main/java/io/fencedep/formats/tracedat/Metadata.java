package io.fencedep.formats.tracedat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a file says before its events; filled by those who know a version's layout. */
final class Metadata {
    /**
     * The recording of one instance of ftrace.
     *
     * @param name empty for the one that is always there
     * @param clock what its time stamps count, as far as the file says
     */
    record Buffer(String name, String clock, int pageSize, boolean compressed, List<CpuData> cpus) {
        Buffer {
            cpus = List.copyOf(cpus);
        }
    }

    /** Where the pages of one CPU are. */
    record CpuData(int cpu, long offset, long size) {}

    /** Turns ticks of the processor's counter into nanoseconds. */
    record Ticks(int multiplier, int shift) {}

    final boolean bigEndian;
    final Codec codec;
    final EventFormats formats = new EventFormats();
    final CommandLines comms = new CommandLines();
    final List<Buffer> buffers = new ArrayList<>();
    final List<String> cpuStats = new ArrayList<>();
    HeaderPage headerPage;
    Symbols symbols = Symbols.NONE;
    String kernel = "";
    String clock = "";
    /** Nanoseconds that every time stamp is off. */
    long timeOffset;

    @Nullable
    Ticks ticks;

    Metadata(boolean bigEndian, int longSize, Codec codec) {
        this.bigEndian = bigEndian;
        this.codec = codec;
        this.headerPage = HeaderPage.of("", longSize);
    }
}
