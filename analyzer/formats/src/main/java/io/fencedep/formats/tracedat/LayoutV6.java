package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.tracedat.Metadata.Buffer;
import io.fencedep.formats.tracedat.Metadata.CpuData;
import java.util.ArrayList;
import java.util.List;

/** Version 6: one thing after another, none of it compressed. */
final class LayoutV6 {
    private static final int WORD = 10;
    private static final int MAX_CPUS = 1 << 16;

    private final DatFile file;
    private final Metadata metadata;
    private final int pageSize;
    private final List<Options.Instance> instances = new ArrayList<>();

    LayoutV6(DatFile file, Metadata metadata, int pageSize) {
        this.file = file;
        this.metadata = metadata;
        this.pageSize = pageSize;
    }

    /** Reads all that stands before the events. */
    void read(Cursor start) throws InputException {
        Cursor cursor = Sections.headers(start, metadata);
        cursor = Sections.ftraceEvents(cursor.named("ftrace event formats"), metadata);
        cursor = Sections.eventFormats(cursor.named("event formats"), metadata);
        cursor = Sections.kallsyms(cursor.named("kallsyms"), metadata);
        cursor = Sections.printk(cursor.named("printk formats"));
        cursor = Sections.commandLines(cursor.named("command lines"), metadata).named("CPU table");
        long cpus = cursor.u32();
        if (cpus > MAX_CPUS) {
            throw cursor.error(cpus + " CPUs are too many");
        }
        String word = word(cursor);
        Options options = new Options(metadata, false);
        if (word.startsWith("options")) {
            Cursor list = cursor.named("options");
            options.read(list);
            instances.addAll(options.instances());
            cursor = list.named("CPU table");
            word = word(cursor);
        }
        metadata.buffers.add(cpus(cursor, word, "", (int) cpus));
        for (Options.Instance instance : instances) {
            Cursor table = new Cursor(
                    file.source(),
                    "CPU table of " + instance.name(),
                    file,
                    instance.offset(),
                    file.size(),
                    metadata.bigEndian);
            metadata.buffers.add(cpus(table, word(table), instance.name(), (int) cpus));
        }
    }

    private Buffer cpus(Cursor cursor, String word, String name, int cpus) throws InputException {
        if (!word.startsWith("flyrecord")) {
            throw cursor.error(Sections.noEvents(word));
        }
        List<CpuData> data = new ArrayList<>();
        for (int cpu = 0; cpu < cpus; cpu++) {
            data.add(new CpuData(cpu, cursor.u64(), cursor.u64()));
        }
        return new Buffer(name, metadata.clock, pageSize, false, data);
    }

    private static String word(Cursor cursor) throws InputException {
        return cursor.text(WORD);
    }
}
