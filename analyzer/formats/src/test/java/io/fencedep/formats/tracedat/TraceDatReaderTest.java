package io.fencedep.formats.tracedat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.Told;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What files say in events, made after the documented layout in both versions, byte orders and all compressions. */
class TraceDatReaderTest {
    private static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
    private static final long LOCK = 0xffff888000c103f0L;

    static Stream<Arguments> layouts() {
        List<Arguments> all = new ArrayList<>();
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (int longSize : new int[] {4, 8}) {
                all.add(Arguments.of(6, order, longSize, Codec.NONE));
                for (Codec codec : Codec.values()) {
                    all.add(Arguments.of(7, order, longSize, codec));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "version {0}, {1}, long of {2} bytes, {3}")
    @MethodSource("layouts")
    void everyLayoutTellsTheSame(int version, ByteOrder order, int longSize, Codec codec) throws InputException {
        byte[] first = new PageBuilder(order, longSize)
                .event(1_000, Samples.acquire(order, 0, 0, 42, 0, LOCK, "sb_writers"))
                .event(3_000, Samples.acquire(order, 0x08, 1, 42, 2, LOCK + 8, "a name; of (many) words"))
                .event(5_000_000_000L, Samples.release(order, 0x08, 1, 42, LOCK + 8, "a name; of (many) words"))
                .build();
        byte[] second = new PageBuilder(order, longSize)
                .event(2_000, Samples.fence(order, 41, "sw_sync", "fences", 3, 7))
                .event(4_000, Samples.acquire(order, 0x81, 2, 0, 1, LOCK + 16, "p"))
                .build();
        byte[] file = Samples.builder(version, order, longSize, codec)
                .cpu(0, first)
                .cpu(1, second)
                .build();

        Told told = read(file);

        assertThat(told.events)
                .extracting(words -> longSize == 8 ? words : words.replace("@c1", "@ffff888000c1"))
                .containsExactly(
                        "acquire some task-42 sb_writers @ffff888000c103f0 sb_writers",
                        "fence-create kworker/0:1H-41 dma_fence:sw_sync-fences @3:7 driver=sw_sync timeline=3 seqno=7",
                        "fence-publish kworker/0:1H-41 dma_fence:sw_sync-fences @3:7 driver=sw_sync timeline=3 seqno=7",
                        "fence-submit kworker/0:1H-41 dma_fence:sw_sync-fences @3:7 driver=sw_sync timeline=3 seqno=7",
                        "acquire some task-42 HARDIRQ a name; of (many) words @ffff888000c103f8 a name; of (many) words"
                                + " RECURSIVE_READ",
                        "acquire <idle>-0/1 irqs-off softirqs-off p @ffff888000c10400 p try",
                        "release some task-42 HARDIRQ a name; of (many) words @ffff888000c103f8 a name; of (many) words");
        assertThat(told.lines).containsExactly(1L, 2L, 2L, 2L, 3L, 4L, 5L);
        assertThat(told.recording().lacks())
                .containsExactlyInAnyOrder(Lack.SUBCLASS, Lack.NEST, Lack.CHECK, Lack.READER);
        assertThat(told.report().skipped()).isEmpty();
    }

    @Test
    void functionsGoByTheirNamesAndModules() throws InputException {
        Told told = one(Samples.workStart(LITTLE, 41, 0xffff888000001000L, 0xffffffffc0001000L));

        assertThat(told.events)
                .containsExactly(
                        "work-begin kworker/0:1H-41 lk_reset_fn @ffff888000001000 at=lk_reset_fn driver=lkbug");
    }

    @Test
    void offsetsFromTheBeginningOfTheKernelAreSymbols() throws InputException {
        Told told = one(Samples.irqDisable(LITTLE, 42, 0x104, 0x210));

        assertThat(told.events).containsExactly("irqs-off some task-42 irqs-off at=do_work+0x4/0x100");
    }

    @Test
    void aStackBelongsToTheEventBefore() throws InputException {
        byte[] pages = new PageBuilder(LITTLE, 8)
                .event(1, Samples.stack(LITTLE, 42, 0xffffffff81000200L))
                .event(2, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, "m"))
                .event(3, Samples.stack(LITTLE, 42, 0xffffffff81000210L, 0xffffffffc0001004L, -1L, 5))
                .event(4, Samples.release(LITTLE, 0, 0, 42, LOCK, "m"))
                .build();

        Told told = read(Samples.builder(6, LITTLE, 8, Codec.NONE).cpu(0, pages).build());

        assertThat(told.events)
                .containsExactly(
                        "acquire some task-42 m @ffff888000c103f0 m at=mutex_lock stack=mutex_lock|lk_reset_fn [lkbug]",
                        "release some task-42 m @ffff888000c103f0 m");
    }

    @Test
    void probesAreReadWithFullPrecision() throws InputException {
        byte[] pages = new PageBuilder(LITTLE, 8)
                .event(1, Samples.probed(LITTLE, 42, LOCK, 0, 0, 0, 0xffffffff81000104L, "&outer"))
                .event(2, Samples.probed(LITTLE, 42, LOCK + 8, 2, 1, LOCK, 0xffffffffc0001010L, "&inner lock"))
                .build();

        Told told = read(Samples.builder(7, LITTLE, 8, Codec.ZSTD).cpu(0, pages).build());

        assertThat(told.recording().lacks()).isEmpty();
        assertThat(told.events)
                .containsExactly(
                        "acquire some task-42 &outer @ffff888000c103f0 &outer wait=0-4 at=do_work+0x4/0x100",
                        "acquire some task-42 &inner lock @ffff888000c103f8 &inner lock READ rwsem /2 wait=0-4"
                                + " nest=ffff888000c103f0 &outer at=lk_reset_fn+0x10/0x1000 [lkbug] driver=lkbug");
    }

    @Test
    void lostEventsAreSaid() throws InputException {
        byte[] pages = new PageBuilder(LITTLE, 8)
                .event(1, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, "m"))
                .lost(17)
                .event(2, Samples.release(LITTLE, 0, 0, 42, LOCK, "m"))
                .build();

        Told told = read(Samples.builder(6, LITTLE, 8, Codec.NONE).cpu(0, pages).build());

        assertThat(told.events.get(1)).isEqualTo("lost  count=17");
        assertThat(told.lines).containsExactly(1L, 2L, 2L);
    }

    @Test
    void overwrittenEventsAreAWarning() throws InputException {
        byte[] stats = "CPU: 0\nentries: 5\noverrun: 12\ndropped events: 3\n\0".getBytes(StandardCharsets.US_ASCII);

        Told told =
                read(Samples.builder(6, LITTLE, 8, Codec.NONE).option(2, stats).build());

        assertThat(told.report().warnings())
                .extracting(ReadReport.Warning::text)
                .containsExactly(
                        "the buffer was too small: 15 events were overwritten; trace-cmd record -b keeps them");
    }

    @Test
    void longEventsAbsoluteTimesAndDiscardedEventsAreUnderstood() throws InputException {
        String name = "x".repeat(300);
        byte[] first = new PageBuilder(LITTLE, 8)
                .event(100, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, name))
                .discarded(40)
                .stamp(1L << 40)
                .event(1L << 40, Samples.release(LITTLE, 0, 0, 42, LOCK, name))
                .build();
        byte[] second = new PageBuilder(LITTLE, 8)
                .event((1L << 40) - 1, Samples.release(LITTLE, 0, 0, 41, LOCK, "before"))
                .event((1L << 40) + 1, Samples.release(LITTLE, 0, 0, 41, LOCK, "after"))
                .build();

        Told told = read(Samples.builder(6, LITTLE, 8, Codec.NONE)
                .cpu(0, first)
                .cpu(1, second)
                .build());

        assertThat(told.events)
                .extracting(words -> words.replaceAll(".* ", ""))
                .containsExactly(name, "before", name, "after");
    }

    @Test
    void manyPagesComeInOrder() throws InputException {
        PageBuilder even = new PageBuilder(ByteOrder.BIG_ENDIAN, 4);
        PageBuilder odd = new PageBuilder(ByteOrder.BIG_ENDIAN, 4);
        for (int i = 0; i < 2_000; i++) {
            (i % 2 == 0 ? even : odd).event(i * 1_000L, Samples.fence(ByteOrder.BIG_ENDIAN, 42, "d", "t", 1, i));
        }

        for (int version : new int[] {6, 7}) {
            Told told = read(Samples.builder(version, ByteOrder.BIG_ENDIAN, 4, version == 6 ? Codec.NONE : Codec.ZLIB)
                    .cpu(0, even.build())
                    .cpu(3, odd.build())
                    .build());

            List<String> created = told.only(EventKind.FENCE_CREATE);
            assertThat(created).hasSize(2_000);
            for (int i = 0; i < 2_000; i++) {
                assertThat(created.get(i)).endsWith(" seqno=" + i);
            }
        }
    }

    @Test
    void anEventThatTwoInstancesRecordedCountsOnce() throws InputException {
        byte[] top = new PageBuilder(LITTLE, 8)
                .event(1, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, "m"))
                .build();
        byte[] other = new PageBuilder(LITTLE, 8)
                .event(2, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, "m"))
                .event(3, Samples.fence(LITTLE, 42, "d", "t", 1, 1))
                .build();
        for (int version : new int[] {6, 7}) {
            Told told = read(Samples.builder(version, LITTLE, 8, Codec.NONE)
                    .cpu(0, top)
                    .cpu("mine", 0, other)
                    .build());

            assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(1);
            assertThat(told.count(EventKind.FENCE_CREATE)).isEqualTo(1);
            assertThat(told.report().unused()).isEqualTo(Map.of("(recorded by a second instance)", 1L));
        }
    }

    @Test
    void olderKernelsDoNotTellOfSoftInterrupts() throws InputException {
        byte[] acquire = Samples.acquire(LITTLE, 0x02, 0, 42, 0, LOCK, "m");
        byte[] pages = new PageBuilder(LITTLE, 8).event(1, acquire).build();
        byte[] old = "Linux lab 5.15.0-91 x86_64\0".getBytes(StandardCharsets.US_ASCII);
        byte[] fresh = "Linux lab 6.13.0 x86_64\0".getBytes(StandardCharsets.US_ASCII);

        assertThat(toggles(
                        Samples.builder(6, LITTLE, 8, Codec.NONE).option(5, old).cpu(0, pages)))
                .isEqualTo("UNSAID UNSAID");
        assertThat(toggles(Samples.builder(6, LITTLE, 8, Codec.NONE)
                        .option(5, fresh)
                        .cpu(0, pages)))
                .isEqualTo("YES YES");
    }

    @Test
    void anEventWithoutFormatIsCounted() throws InputException {
        byte[] pages = new PageBuilder(LITTLE, 8)
                .event(
                        1,
                        PageBuilder.bytes(
                                PageBuilder.content(LITTLE, 999, 0, 0, 1).putInt(5)))
                .event(2, Samples.acquire(LITTLE, 0, 0, 42, 0, LOCK, "m"))
                .build();

        Told told = read(Samples.builder(6, LITTLE, 8, Codec.NONE).cpu(0, pages).build());

        assertThat(told.events).hasSize(1);
        assertThat(told.report().skipped())
                .singleElement()
                .satisfies(
                        skipped -> assertThat(skipped.firstProblem()).isEqualTo("event 999 has no format in the file"));
    }

    @Test
    void anEventThatIsTooShortIsAnError() {
        byte[] cut = PageBuilder.bytes(
                PageBuilder.content(LITTLE, Samples.ACQUIRE, 0, 0, 42).putInt(0));
        byte[] file = Samples.builder(6, LITTLE, 8, Codec.NONE)
                .cpu(1, new PageBuilder(LITTLE, 8).event(1, cut).build())
                .build();

        assertThatThrownBy(() -> read(file))
                .isInstanceOf(InputException.class)
                .hasMessage("text:1: event lock_acquire of CPU 1 without what it should say");
    }

    private static String toggles(DatBuilder builder) throws InputException {
        List<String> seen = new ArrayList<>();
        io.fencedep.formats.TraceSource source =
                io.fencedep.formats.TraceSource.of("file", new java.io.ByteArrayInputStream(builder.build()));
        new TraceDatFormat()
                .read(
                        source,
                        new io.fencedep.formats.TraceContext(
                                new io.fencedep.core.model.Names(),
                                new io.fencedep.core.model.Instances(),
                                recording -> {},
                                event -> seen.add(event.irqs + " " + event.softirqs),
                                ReadOptions.STRICT));
        return String.join(", ", seen);
    }

    private static Told one(byte[] event) throws InputException {
        byte[] pages = new PageBuilder(LITTLE, 8).event(1, event).build();
        return read(Samples.builder(6, LITTLE, 8, Codec.NONE).cpu(0, pages).build());
    }

    private static Told read(byte[] file) throws InputException {
        assertThat(new TraceDatFormat().matches(file)).isTrue();
        return Told.read(new TraceDatFormat(), file, ReadOptions.STRICT);
    }
}
