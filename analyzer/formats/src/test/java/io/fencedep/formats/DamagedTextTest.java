package io.fencedep.formats;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import com.sun.management.ThreadMXBean;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.lowering.Lowering;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.convert.Converter;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Damaged inputs of every format, compressed and not: a clear error that names the input, or what can be read, never anything else. */
class DamagedTextTest {
    private static final int TIMES = Integer.getInteger("fuzz.files", 400) * 2;
    private static final int MAX_LENGTH = 20_000;
    /** One that was compressed may become larger when it is damaged, up to what a reader keeps at once. */
    private static final long MAX_ALLOCATED = 128L << 20;

    private static final String PERF = """
                     swapper     0 [001]   123.456789: lock:lock_acquire: 0xffffffff81ab1e08 read rcu_read_lock
                   some task  1234 [000]   123.456790: lock:lock_acquire: 0xffff888000c103f0 try sb_writers
            \tffffffff81000000 do_work+0x1 ([kernel.kallsyms])
                        bash     7 [000]   123.456793: dma_fence:dma_fence_init: driver=a timeline=b context=1 seqno=2
                        bash     7 [000]   123.456793: sched:sched_switch: prev_comm=bash prev_pid=7 prev_prio=120 prev_state=S ==> next_comm=x next_pid=1
            """;

    private static final String LOG = """
            [    5.449001] WARNING: possible circular locking dependency detected
            [    5.449002] insmod/54 is trying to acquire lock:
            [    5.449003] ffffffffa0002160 (d_work){+.+.}-{0:0}, at: __flush_work+0x201/0x520
            [    5.449004] but task is already holding lock:
            [    5.449005] ffffffffa0002208 (M){+.+.}-{3:3}, at: lk_d+0x8e/0xb0 [lkbug]
            [    5.449006] -> #1 (M){+.+.}-{3:3}:
            [    5.449007]        __mutex_lock+0x97/0xcf0
            [    5.449008] -> #0 (d_work){+.+.}-{0:0}:
            [    5.449009]        __lock_acquire+0x15fd/0x2630
            [    5.449010] WARNING: inconsistent lock state
            [    5.449011] cat/12 [HC0[0]:SC0[0]:HE1:SE1] takes:
            [    5.449012] ffff888000002160 (&dev->irq_lock){?.+.}-{2:2}, at: read+0x1/0x2
            [    5.449013] {IN-HARDIRQ-W} state was registered at:
            """;

    private static final String STD =
            "T0|acq(l)|1\nT0|w(x)|2\nT0|fork(T1)|3\nT1|req(l)|4\nT0|rel(l)|5\nT0|join(T1)|6\n";

    private static final List<String> PIECES = List.of(
            "99999999999999999999",
            "-1",
            "=",
            ":",
            "[",
            "]",
            "(",
            ")",
            "|",
            "{",
            "}",
            "\"",
            "\\",
            "\t",
            "\0",
            " ",
            "0x",
            "\u00ff",
            "fence=",
            "==> ",
            "-> ",
            "NaN",
            "\r\n",
            "18446744073709551615",
            "2147483648",
            "0xffffffffffffffff",
            "9223372036854775807",
            "\0\0\0\0",
            "");

    @Test
    void textsOfAllFormatsAreErrorsOrPassedOver() throws IOException {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<String> texts = texts();
        for (int i = 0; i < TIMES; i++) {
            String damaged = damage(texts.get(random.nextInt(texts.size())), random);
            ReadOptions options = random.nextInt(3) > 0 ? ReadOptions.LENIENT : ReadOptions.STRICT;
            assertThat(outcome(damaged.getBytes(ISO_8859_1), options))
                    .as("seed %d, text %d", seed, i)
                    .isNull();
        }
    }

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>(List.of(PERF, LOG, STD));
        for (String folder : List.of("ftrace", "kernel-events", "kernel-locks", "cases", "lockdep-pages")) {
            try (Stream<Path> files = Files.list(Told.SAMPLES.resolve(folder))) {
                for (Path file : files.sorted().toList()) {
                    if (file.toString().matches(".*\\.(trace|jsonl|zst)")) {
                        texts.add(text(file));
                    }
                }
            }
        }
        String whole = texts.get(5);
        byte[] bytes = whole.getBytes(ISO_8859_1);
        texts.add(new String(Zstd.compress(bytes), ISO_8859_1));
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(bytes);
        }
        texts.add(gzip.toString(ISO_8859_1));
        for (String text : List.copyOf(texts.subList(3, 12))) {
            texts.addAll(otherForms(text.getBytes(ISO_8859_1)));
        }
        return texts;
    }

    /** The same as a compact trace, and the graph of it. */
    private static List<String> otherForms(byte[] text) throws IOException {
        ByteArrayOutputStream compact = new ByteArrayOutputStream();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        try (TraceSource source = TraceSource.of("text", new ByteArrayInputStream(text));
                TraceSource again = TraceSource.of("text", new ByteArrayInputStream(text))) {
            if (!(FormatRegistry.standard().detect(source) instanceof TraceFormat traces)) {
                return List.of();
            }
            new Converter(OutputFormat.BINARY, ReadOptions.LENIENT, List.of(), ClassRules.NONE)
                    .convert(source, traces, () -> "", new ReadProgress().begin(source), "t.fdt", compact);
            GraphFileWriter.write(graph(again, traces, ReadOptions.LENIENT), saved);
        }
        return List.of(compact.toString(ISO_8859_1), saved.toString(ISO_8859_1));
    }

    private static DependencyGraph graph(TraceSource source, TraceFormat traces, ReadOptions options)
            throws InputException {
        Names names = new Names();
        Instances instances = new Instances();
        List<Lowering> lowering = new ArrayList<>();
        ReadReport report = traces.read(
                source,
                new TraceContext(
                        names,
                        instances,
                        begun -> lowering.add(new Lowering(names, instances, begun.source())),
                        event -> lowering.get(0).accept(event),
                        options));
        return lowering.get(0).finish(report.recording(), report.skippedLines(), List.of());
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            InputStream plain = file.toString().endsWith(".zst") ? new ZstdInputStream(in) : in;
            return new String(plain.readNBytes(MAX_LENGTH), ISO_8859_1);
        }
    }

    private static String damage(String whole, Random random) {
        StringBuilder text = new StringBuilder(whole);
        for (int i = 1 + random.nextInt(4); i > 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(30));
            switch (random.nextInt(8)) {
                case 0 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                case 1 -> text.delete(at, to);
                case 2 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 3 -> text.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
                case 4 -> swap(text, random);
                case 5 -> hugeNumber(text, at, random);
                case 6 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
                default -> text.setLength(random.nextInt(8) == 0 ? at : text.length());
            }
        }
        return text.toString();
    }

    /** Two lines change places, or all lines end as on other systems. */
    private static void swap(StringBuilder text, Random random) {
        String[] lines = text.toString().split("\n", -1);
        int one = random.nextInt(lines.length);
        int other = random.nextInt(lines.length);
        String line = lines[one];
        lines[one] = lines[other];
        lines[other] = line;
        text.setLength(0);
        text.append(String.join(random.nextInt(8) == 0 ? "\r\n" : "\n", lines));
    }

    private static void hugeNumber(StringBuilder text, int from, Random random) {
        int start = from;
        while (start < text.length() && !isDigit(text.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        text.replace(start, end, PIECES.get(random.nextInt(PIECES.size())));
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    /** What went wrong beyond an error that was said, or null. */
    private static String outcome(byte[] text, ReadOptions options) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        try (TraceSource source = TraceSource.of("file", new ByteArrayInputStream(text))) {
            InputFormat format = FormatRegistry.standard().detect(source);
            if (format instanceof GraphFormat graphs) {
                Detector.analyse(graphs.read(source, options).graph(), List.of());
            } else if (format instanceof TraceFormat traces) {
                Detector.analyse(graph(source, traces, options), List.of());
            }
        } catch (InputException e) {
            return e.getMessage().startsWith("file:") ? null : "names no input: " + e.getMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList() + " for "
                    + new String(text, 0, Math.min(text.length, 3000), ISO_8859_1);
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        return allocated > MAX_ALLOCATED ? "allocated " + allocated + " bytes" : null;
    }
}
