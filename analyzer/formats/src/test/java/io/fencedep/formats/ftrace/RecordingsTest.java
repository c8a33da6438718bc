package io.fencedep.formats.ftrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import com.sun.management.ThreadMXBean;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.Told;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real texts, read by the reader and counted by a regular expression. */
class RecordingsTest {
    private static final Pattern EVENT = Pattern.compile("^ *.+-\\d+ .*? \\d+\\.\\d+: ([a-z_]+):(?: +(.*))?$");
    private static final String ANNOTATION = "\\(w(?:ork|q)_completion\\).*|\\(.*\\)\\.work";
    private static final Pattern LOCK = Pattern.compile("(?:0x)?[0-9a-f]+ (?:try )?(?:read )?(.*)");
    private static final Pattern PROBED_LOCK = Pattern.compile(".* name=\"?(.*?)\"?");

    static Stream<Path> texts() throws IOException {
        try (Stream<Path> cuts = Files.list(Told.SAMPLES.resolve("ftrace"));
                Stream<Path> runs = Files.list(Told.SAMPLES.resolve("recordings"))) {
            return Stream.concat(cuts, runs)
                    .filter(path -> path.toString().contains(".trace"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("texts")
    void everyLineIsUsedOrCounted(Path path) throws IOException {
        Map<String, Integer> printed = new TreeMap<>();
        int annotations = 0;
        for (String line : lines(path)) {
            Matcher event = EVENT.matcher(line);
            if (event.matches()) {
                printed.merge(event.group(1), 1, Integer::sum);
                annotations += isAnnotation(event.group(1), event.group(2)) ? 1 : 0;
            } else {
                assertThat(line).matches("#.*|cpus=2");
            }
        }
        Told told = Told.file(path);
        ReadReport report = told.report();
        assertThat(report.skipped()).isEmpty();
        assertThat(report.lines()).isEqualTo(lines(path).size());
        int locks = sum(printed, "lock_acquire", "lock_release", "acq", "rel");
        int static_ = staticItems(told);
        int works = printed.getOrDefault("workqueue_execute_start", 0);
        assertThat(told.count(EventKind.ACQUIRE) + told.count(EventKind.RELEASE))
                .isBetween(locks - annotations - 2 * static_, locks - annotations + 2 * static_);
        assertThat(told.count(EventKind.WORK_QUEUE)).isEqualTo(printed.getOrDefault("workqueue_queue_work", 0));
        assertThat(told.count(EventKind.WORK_BEGIN)).isEqualTo(works);
        assertThat(told.count(EventKind.FENCE_CREATE)).isEqualTo(printed.getOrDefault("dma_fence_init", 0));
        assertThat(told.count(EventKind.FENCE_SIGNAL))
                .isEqualTo(sum(printed, "dma_fence_signaled", "compl_done", "compl_done_all"));
        assertThat(told.count(EventKind.FENCE_WAIT))
                .isEqualTo(sum(printed, "dma_fence_wait_start", "compl_wait", "compl_wait_intr", "compl_wait_kill"));
        assertThat(told.count(EventKind.IRQS_OFF)).isEqualTo(printed.getOrDefault("irq_disable", 0));
        report.unused().forEach((name, count) -> assertThat(printed).containsEntry(name, count.intValue()));
        assertThat(told.lines).isNotEmpty();
    }

    /** Without those that have the same events as others. */
    static Stream<Path> ofEachKind() throws IOException {
        return texts().filter(path -> !path.getFileName().toString().startsWith("fd_"));
    }

    @ParameterizedTest
    @MethodSource("ofEachKind")
    void nothingIsAllocatedPerLineOnceNamesAreKnown(Path path) throws IOException {
        byte[] text = String.join("\n", lines(path)).concat("\n").getBytes(UTF_8);
        Names names = new Names();
        Instances instances = new Instances();
        long once = allocated(names, instances, text, 20);
        long twice = allocated(names, instances, text, 60);
        long lines = 40L * lines(path).size();
        assertThat((double) (twice - once) / lines).as("bytes per line").isLessThan(3);
    }

    private static long allocated(Names names, Instances instances, byte[] text, int times) throws InputException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TraceSource source = TraceSource.of("text", new Repeated(text, times));
        TraceContext context = new TraceContext(names, instances, recording -> {}, event -> {}, ReadOptions.STRICT);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        new FtraceFormat().read(source, context);
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    /** Items whose annotation has no prefix: for them the text's own counts cannot tell locks from annotations. */
    private static int staticItems(Told told) {
        return (int) told.only(EventKind.WORK_BEGIN).stream()
                .filter(words -> !words.contains("completion)(") && !words.contains(").work"))
                .count();
    }

    private static boolean isAnnotation(String event, String payload) {
        Pattern pattern = switch (event) {
            case "lock_acquire", "lock_release" -> LOCK;
            case "acq", "rel" -> PROBED_LOCK;
            default -> null;
        };
        if (pattern == null) {
            return false;
        }
        Matcher lock = pattern.matcher(payload);
        return lock.matches() && lock.group(1).matches(ANNOTATION);
    }

    private static int sum(Map<String, Integer> counts, String... names) {
        return Stream.of(names).mapToInt(name -> counts.getOrDefault(name, 0)).sum();
    }

    private static List<String> lines(Path path) throws IOException {
        try (InputStream raw = Files.newInputStream(path);
                InputStream in = path.toString().endsWith(".zst") ? new ZstdInputStream(raw) : raw) {
            return new String(in.readAllBytes(), UTF_8).lines().toList();
        }
    }

    /** The same bytes again and again. */
    private static final class Repeated extends InputStream {
        private final byte[] text;
        private int times;
        private ByteArrayInputStream now;

        Repeated(byte[] text, int times) {
            this.text = text;
            this.times = times - 1;
            this.now = new ByteArrayInputStream(text);
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }

        @Override
        public int read(byte[] into, int from, int length) {
            int count = now.read(into, from, length);
            if (count < 0 && times-- > 0) {
                now = new ByteArrayInputStream(text);
                count = now.read(into, from, length);
            }
            return count;
        }
    }
}
