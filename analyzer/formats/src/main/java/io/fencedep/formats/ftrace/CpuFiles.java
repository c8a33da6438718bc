package io.fencedep.formats.ftrace;

import io.fencedep.formats.InputException;
import io.fencedep.formats.LineReader;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadStats;
import io.fencedep.formats.TraceSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The files {@code per_cpu/cpuN/trace} of one recording as the text that {@code trace} would be: the lines of all CPUs in
 * the order of their times. What is no event stays behind the event before it.
 */
public final class CpuFiles extends InputStream {
    /** One file, which stands on a line. */
    private static final class Cpu {
        final LineReader lines;
        final TextLine line = new TextLine();
        final int order;
        long time = Long.MIN_VALUE;

        Cpu(TraceSource source, int order) {
            lines = new LineReader(source, new ReadStats(source, ReadOptions.STRICT));
            this.order = order;
        }

        boolean next() throws InputException {
            if (!lines.next()) {
                return false;
            }
            if (line.parse(lines.buffer(), lines.from(), lines.length(), lines.number())) {
                time = line.time;
            }
            return true;
        }
    }

    private final List<TraceSource> sources;
    private final PriorityQueue<Cpu> waiting = new PriorityQueue<>(
            (one, two) -> one.time != two.time ? Long.compare(one.time, two.time) : one.order - two.order);
    private @Nullable Cpu current;
    private int given;
    private boolean begun;

    /** @param sources the files, by the numbers of their CPUs; closed with this stream */
    public CpuFiles(List<TraceSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** Whether all events of such a text are of this CPU, as far as its beginning tells. */
    public static boolean isOf(byte[] head, int cpu) {
        TextLine line = new TextLine();
        int from = 0;
        while (from < head.length) {
            int end = from;
            while (end < head.length && head[end] != '\n') {
                end++;
            }
            if (line.parse(head, from, end - from, 1) && line.cpu != cpu) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int count = 0;
        Cpu cpu = line();
        while (cpu != null && count < length) {
            int left = cpu.lines.length() - given;
            int now = Math.min(left, length - count);
            System.arraycopy(cpu.lines.buffer(), cpu.lines.from() + given, into, from + count, now);
            count += now;
            given += now;
            if (now == left && count < length) {
                into[from + count++] = '\n';
                advance(cpu);
                cpu = line();
            }
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** The file whose line comes next, or null at the end. */
    private @Nullable Cpu line() throws InputException {
        if (!begun) {
            begun = true;
            for (int i = 0; i < sources.size(); i++) {
                Cpu cpu = new Cpu(sources.get(i), i);
                if (cpu.next()) {
                    waiting.add(cpu);
                }
            }
            current = waiting.poll();
        }
        return current;
    }

    private void advance(Cpu cpu) throws InputException {
        given = 0;
        if (!cpu.next()) {
            current = waiting.poll();
            return;
        }
        Cpu first = waiting.peek();
        if (first != null && waiting.comparator().compare(cpu, first) > 0) {
            waiting.add(cpu);
            current = waiting.poll();
        }
    }

    @Override
    public void close() {
        sources.forEach(TraceSource::close);
    }
}
