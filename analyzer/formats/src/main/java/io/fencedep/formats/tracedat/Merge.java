package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadStats;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The events of all CPUs in the order of their times; of equal ones, those of the first CPU come first. */
final class Merge {
    private final PriorityQueue<CpuStream> streams =
            new PriorityQueue<>(Comparator.<CpuStream>comparingLong(stream -> stream.time ^ Long.MIN_VALUE)
                    .thenComparingInt(stream -> stream.order));
    private @Nullable CpuStream current;

    Merge(DatFile file, Metadata metadata, ReadStats stats) throws InputException {
        int order = 0;
        for (int instance = 0; instance < metadata.buffers.size(); instance++) {
            for (Metadata.CpuData data : metadata.buffers.get(instance).cpus()) {
                if (data.size() > 0) {
                    CpuStream stream = new CpuStream(file, metadata, instance, data, order++, stats);
                    if (stream.next()) {
                        streams.add(stream);
                    }
                }
            }
        }
    }

    /** The stream that stands on the next event, or null when there is none; valid until the next call. */
    @Nullable
    CpuStream next() throws InputException {
        CpuStream last = current;
        if (last != null && last.next()) {
            CpuStream first = streams.peek();
            if (first == null || streams.comparator().compare(last, first) <= 0) {
                return last;
            }
            streams.add(last);
        }
        current = streams.poll();
        return current;
    }
}
