package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.model.ClassRules;
import io.fencedep.core.reference.RandomTraces;
import io.fencedep.core.reference.TraceEvent;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.TraceFormat;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.convert.Converter;
import io.fencedep.formats.convert.OutputFormat;
import io.fencedep.formats.load.ReadProgress;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random traces say the same in every form, and random recordings give the same bytes however they are merged.
 *
 * <p>{@code mvn -Pfuzz test -pl samples} tries many more; {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and
 * how many. A failure names its seed.
 */
class RandomTracesTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 200);

    @Test
    void a_trace_says_the_same_as_text_as_a_compact_trace_and_as_a_saved_graph() {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            byte[] text = text(seed, "r");
            DependencyGraph graph = Analyses.read("trace", text);
            String expected = MergingTest.shown(graph);
            assertThat(MergingTest.shown(Analyses.saved(graph)))
                    .as("seed %d, saved", seed)
                    .isEqualTo(expected);
            String compact = MergingTest.shown(Analyses.read("trace", compact(text)));
            assertThat(compact.replace("\"binary\"", "\"jsonl\""))
                    .as("seed %d, compact", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void any_order_and_grouping_of_recordings_gives_the_same_bytes() {
        Random random = new Random(FIRST);
        for (long round = 0; round < COUNT / 4; round++) {
            List<Long> seeds = new ArrayList<>();
            for (int i = 2 + random.nextInt(4); i > 0; i--) {
                seeds.add((long) random.nextInt(1_000_000));
            }
            String expected = MergingTest.shown(Analyses.merged(graphs(seeds)));
            List<Long> again = new ArrayList<>(seeds);
            again.add(seeds.get(random.nextInt(seeds.size())));
            Collections.shuffle(again, random);
            assertThat(MergingTest.shown(MergingTest.merged(graphs(again), random)))
                    .as("seed %d, round %d: %s, then %s", FIRST, round, seeds, again)
                    .isEqualTo(expected);
        }
    }

    private static List<DependencyGraph> graphs(List<Long> seeds) {
        return seeds.stream()
                .map(seed -> Analyses.read("trace " + seed, text(seed, "r" + seed)))
                .toList();
    }

    private static byte[] text(long seed, String recording) {
        List<TraceEvent> trace = seed % 2 == 0 ? RandomTraces.trace(seed) : RandomTraces.late(seed);
        return ("{\"format\":\"fencedep-trace\",\"version\":1,\"source\":\"" + RandomTraces.source(seed)
                        + "\",\"recording\":\"" + recording + "\"}\n"
                        + trace.stream().map(TraceEvent::json).collect(Collectors.joining("\n", "", "\n")))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] compact(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TraceSource source = TraceSource.of("trace", new ByteArrayInputStream(text))) {
            TraceFormat format = (TraceFormat) FormatRegistry.standard().detect(source);
            new Converter(OutputFormat.BINARY, ReadOptions.STRICT, List.of(), ClassRules.NONE)
                    .convert(source, format, () -> "", new ReadProgress().begin(source), "trace.fdt", out);
        } catch (InputException e) {
            throw new AssertionError(e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
