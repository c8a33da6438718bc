package io.fencedep.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Findings do not hang on how recordings are shared out, or on names of instances. */
class MergedTracesTest {
    private static final int ROUNDS = 150;

    private static DependencyGraph graph(long seed) {
        return Replay.graph(RandomTraces.trace(seed), RandomTraces.source(seed), "r" + seed);
    }

    private static List<String> findings(DependencyGraph graph) {
        return Detector.analyse(graph, List.of()).findings().stream()
                .map(Object::toString)
                .collect(Collectors.toList());
    }

    private static List<String> verdicts(DependencyGraph graph) {
        return Detector.analyse(graph, List.of()).findings().stream()
                .map(finding -> finding.id() + " " + finding.kind() + " " + finding.severity())
                .sorted()
                .collect(Collectors.toList());
    }

    private static DependencyGraph union(List<DependencyGraph> graphs) {
        DependencyGraph union = new DependencyGraph();
        graphs.forEach(union::merge);
        return union;
    }

    @Test
    void anyOrderAndGroupingOfRecordingsGivesTheSameFindings() {
        Random random = new Random(7);
        for (int round = 0; round < ROUNDS; round++) {
            List<Long> seeds = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                seeds.add((long) random.nextInt(100_000));
            }
            List<String> expected =
                    findings(union(seeds.stream().map(MergedTracesTest::graph).collect(Collectors.toList())));
            Collections.shuffle(seeds, random);
            int cut = random.nextInt(seeds.size() + 1);
            List<DependencyGraph> shards = new ArrayList<>();
            for (List<Long> part : List.of(seeds.subList(cut, seeds.size()), seeds.subList(0, cut), seeds)) {
                shards.add(union(part.stream().map(MergedTracesTest::graph).collect(Collectors.toList())));
            }
            assertThat(findings(union(shards))).as("seeds %s", seeds).isEqualTo(expected);
        }
    }

    @Test
    void otherNamesOfInstancesGiveTheSameVerdicts() {
        for (long seed = 0; seed < 10 * ROUNDS; seed++) {
            List<TraceEvent> renamed = new ArrayList<>();
            for (TraceEvent event : RandomTraces.trace(seed)) {
                renamed.add(renamed(event));
            }
            String source = RandomTraces.source(seed);
            assertThat(verdicts(Replay.graph(renamed, source, "r" + seed)))
                    .as("seed %s", seed)
                    .isEqualTo(verdicts(graph(seed)));
        }
    }

    private static TraceEvent renamed(TraceEvent event) {
        TraceEvent result = event;
        for (Map.Entry<String, Object> field : event.fields().entrySet()) {
            boolean instance = List.of("lock", "nest", "fence", "on", "work", "page", "notifier", "device", "timeline")
                    .contains(field.getKey());
            if (instance) {
                result = result.with(field.getKey(), "other " + field.getValue());
            }
            if (field.getKey().equals("any")) {
                result = result.with(
                        "any",
                        event.list("any").stream().map(name -> "other " + name).collect(Collectors.toList()));
            }
        }
        return result;
    }
}
