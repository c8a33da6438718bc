package io.fencedep.formats.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.Names;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.Told;
import io.fencedep.formats.TraceContext;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged files: a clear error or what can be read, never anything else. */
class DamagedFileTest {
    /** A read takes so many bytes at most beside the file's own: tables, and one section or chunk that may be large. */
    private static final long MAX_ALLOCATED = 96L << 20;

    private static final int TIMES = Integer.getInteger("fuzz.files", 400);

    @Test
    void bytesFlippedAndEndsCutAreErrorsOrPassedOver() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        List<byte[]> files = List.of(
                file(6, ByteOrder.LITTLE_ENDIAN, 8, Codec.NONE),
                file(6, ByteOrder.BIG_ENDIAN, 4, Codec.NONE),
                file(7, ByteOrder.LITTLE_ENDIAN, 8, Codec.NONE),
                file(7, ByteOrder.LITTLE_ENDIAN, 8, Codec.ZSTD),
                file(7, ByteOrder.BIG_ENDIAN, 8, Codec.ZLIB));
        for (int i = 0; i < TIMES; i++) {
            byte[] whole = files.get(random.nextInt(files.size()));
            byte[] damaged = damage(whole, random);
            ReadOptions options = random.nextBoolean() ? ReadOptions.LENIENT : ReadOptions.STRICT;
            assertThat(outcome(damaged, options))
                    .as("seed %d, file %d", seed, i)
                    .isNull();
        }
    }

    @Test
    void theRealFileDamagedIsAnErrorOrPassedOver() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(Told.SAMPLES.resolve("trace-cmd/swsync.dat"));
        for (int i = 0; i < TIMES / 20; i++) {
            assertThat(outcome(damage(whole, random), ReadOptions.LENIENT))
                    .as("seed %d, file %d", seed, i)
                    .isNull();
        }
    }

    @Test
    void aFileThatIsCutOffNamesThePartAndThePlace() {
        byte[] whole = file(6, ByteOrder.LITTLE_ENDIAN, 8, Codec.NONE);

        assertThatThrownBy(() -> read(Arrays.copyOf(whole, 12)))
                .hasMessage("text: header at offset 12: ends too early: 1 bytes are wanted, 0 are there");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, 1000)))
                .hasMessageMatching("text: (ftrace )?event formats at offset \\d+: ends too early: .*");
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length - 1)))
                .hasMessageMatching(
                        "text: events of CPU 1 at offset \\d+: the file ends too early, it was cut off or is damaged");
    }

    @Test
    void aDamagedPageNamesItsCpuAndPlace() {
        byte[] whole = file(6, ByteOrder.LITTLE_ENDIAN, 8, Codec.NONE);
        whole[whole.length - DatBuilder.PAGE + 9] = 0x7f;

        assertThatThrownBy(() -> read(whole))
                .hasMessageMatching(
                        "text: events of CPU 1 at offset \\d+: a page of 4096 bytes says that \\d+ of them are events");
    }

    @Test
    void anUnknownVersionOrCompressionIsNamed() {
        byte[] version = file(6, ByteOrder.LITTLE_ENDIAN, 8, Codec.NONE);
        version[10] = '9';
        byte[] codec = file(7, ByteOrder.LITTLE_ENDIAN, 8, Codec.ZSTD);
        codec[18] = 'y';

        assertThatThrownBy(() -> read(version)).hasMessageContaining("version \"9\" is neither 6 nor 7");
        assertThatThrownBy(() -> read(codec)).hasMessageContaining("compression \"ystd\" is not known");
    }

    private static Told read(byte[] file) throws InputException {
        return Told.read(new TraceDatFormat(), file, ReadOptions.STRICT);
    }

    private static byte[] damage(byte[] whole, Random random) {
        byte[] damaged = whole.clone();
        if (random.nextInt(4) == 0) {
            return Arrays.copyOf(damaged, random.nextInt(damaged.length));
        }
        int flips = 1 + random.nextInt(3);
        for (int i = 0; i < flips; i++) {
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return damaged;
    }

    /** What went wrong beyond an error that was said, or null. */
    private static String outcome(byte[] file, ReadOptions options) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        try (TraceSource source = TraceSource.of("file", new ByteArrayInputStream(file))) {
            new TraceDatFormat()
                    .read(
                            source,
                            new TraceContext(new Names(), new Instances(), recording -> {}, event -> {}, options));
        } catch (InputException e) {
            if (!e.getMessage().startsWith("file:")) {
                return "names no file: " + e.getMessage();
            }
        } catch (RuntimeException | StackOverflowError e) {
            return e + " at " + Arrays.stream(e.getStackTrace()).limit(4).toList();
        }
        long allocated = threads.getThreadAllocatedBytes(thread) - before;
        return allocated > MAX_ALLOCATED + 8L * file.length ? "allocated " + allocated + " bytes" : null;
    }

    private static byte[] file(int version, ByteOrder order, int longSize, Codec codec) {
        PageBuilder first = new PageBuilder(order, longSize);
        PageBuilder second = new PageBuilder(order, longSize);
        for (int i = 0; i < 120; i++) {
            PageBuilder cpu = i % 3 == 0 ? second : first;
            long time = i * 1_000L;
            cpu.event(
                    time,
                    Samples.acquire(order, i & 0x19, 1, 42, i % 3, 0xffff888000000000L + i % 7 * 8L, "lock" + i % 7));
            cpu.event(time + 1, Samples.stack(order, 42, 0xffffffff81000210L, 0xffffffffc0001004L));
            cpu.event(time + 2, Samples.fence(order, 41, "d", "t", 1, i));
            cpu.event(time + 3, Samples.probed(order, 42, 0xffff888000001000L, 0, 0, 0, 0xffffffff81000104L, "&p"));
        }
        return Samples.builder(version, order, longSize, codec)
                .cpu(0, first.build())
                .cpu(1, second.build())
                .build();
    }
}
