package io.fencedep.samples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes an ftrace text to standard output at a steady pace, as a busy kernel would into {@code trace_pipe}, and says on
 * standard error how far it fell behind: a reader that is too slow holds the writer up where the kernel would lose events.
 *
 * <pre>
 * java -cp samples/target/test-classes io.fencedep.samples.PacedTrace 200000 60 | cli/bin/fencedep watch -
 * </pre>
 */
final class PacedTrace {
    private static final int STEPS_PER_SECOND = 100;
    private static final int TASKS = 200;
    private static final int CLASSES = 40;
    private static final long NANOS = 1_000_000_000;

    private PacedTrace() {}

    /** Arguments: events a second, seconds. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int rate = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        long longest = 0;
        long count = 0;
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write("# tracer: nop\n#\n".getBytes(StandardCharsets.US_ASCII));
            long start = System.nanoTime();
            for (long step = 0; step < (long) seconds * STEPS_PER_SECOND; step++) {
                long due = start + step * NANOS / STEPS_PER_SECOND;
                long early = due - System.nanoTime();
                if (early > 0) {
                    Thread.sleep(early / 1_000_000, (int) (early % 1_000_000));
                }
                byte[] text = lines(count, rate / STEPS_PER_SECOND);
                count += rate / STEPS_PER_SECOND;
                out.write(text);
                out.flush();
                longest = Math.max(longest, System.nanoTime() - due);
            }
            System.err.printf(
                    Locale.ROOT,
                    "%,d events in %.1f s, at most %d ms behind%n",
                    count,
                    (System.nanoTime() - start) / (double) NANOS,
                    longest / 1_000_000);
        }
    }

    /** Four lines a round: two locks taken in order by one of many tasks. */
    private static byte[] lines(long first, int count) {
        StringBuilder text = new StringBuilder(count * 90);
        for (long i = first; i < first + count; i++) {
            long round = i / 4;
            int at = (int) (i % 4);
            long task = round % TASKS;
            int inner = at == 1 || at == 2 ? 1 : 0;
            long lock = round % CLASSES;
            text.append("     worker-")
                    .append(1000 + task)
                    .append("  [001] ..... ")
                    .append(i / 1_000_000)
                    .append('.')
                    .append(String.valueOf(1_000_000 + i % 1_000_000).substring(1))
                    .append(at < 2 ? ": lock_acquire: 00000000" : ": lock_release: 00000000")
                    .append(String.valueOf(10_000_000 + lock * 16 + inner))
                    .append(inner == 0 ? " &outer->lock" : " &inner->lock")
                    .append(lock)
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
