package io.fencedep.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever looks at a recording while it goes on sees what it shows by then, and changes nothing. */
class SoFarTest {
    private static final int TRACES = 400;

    private static List<String> shown(DependencyGraph graph) {
        List<String> shown = new ArrayList<>();
        Shown.facts(graph).forEach((fact, value) -> shown.add(fact + " " + value));
        graph.dependencies()
                .forEach(dependency -> shown.add(dependency.from() + " " + dependency.to() + " " + dependency.basis()
                        + " " + dependency.waitKind() + " "
                        + dependency.byRecording().values().iterator().next().count));
        shown.sort(null);
        Detector.analyse(graph, List.of()).findings().forEach(finding -> shown.add(finding.toString()));
        return shown;
    }

    /** What holds show; what signals prove is known later when classes are given late. */
    private static List<String> held(DependencyGraph graph) {
        return graph.dependencies().stream()
                .filter(dependency -> dependency.basis() == Basis.SECTION)
                .map(dependency -> dependency.from() + " " + dependency.to() + " " + dependency.waitKind() + " "
                        + dependency.byRecording().values().iterator().next().count)
                .sorted()
                .toList();
    }

    @Test
    void looking_changes_nothing() {
        for (long seed = 0; seed < TRACES; seed++) {
            List<TraceEvent> trace = seed % 2 == 0 ? RandomTraces.trace(seed) : RandomTraces.late(seed);
            String source = RandomTraces.source(seed);
            Random random = new Random(seed);
            DependencyGraph watched = Replay.watched(trace, source, "r", (lowering, events) -> {
                if (random.nextInt(6) == 0) {
                    lowering.soFar(Replay.recording(source, "r"), List.of());
                    lowering.settled(Replay.recording(source, "r"));
                }
            });
            assertThat(shown(watched)).as("seed %s", seed).isEqualTo(shown(Replay.graph(trace, source, "r")));
        }
    }

    @Test
    void what_is_seen_is_what_the_recording_would_show_if_it_ended_there() {
        for (long seed = 0; seed < TRACES; seed++) {
            List<TraceEvent> trace = RandomTraces.trace(seed);
            String source = RandomTraces.source(seed);
            int stop = 1 + new Random(seed).nextInt(trace.size());
            List<String> seen = new ArrayList<>();
            Replay.watched(trace, source, "r", (lowering, events) -> {
                if (events == stop) {
                    seen.addAll(held(lowering.soFar(Replay.recording(source, "r"), List.of())));
                }
            });
            DependencyGraph ended = Replay.graph(trace.subList(0, stop), source, "r");
            assertThat(seen).as("seed %s, %s events", seed, stop).isEqualTo(held(ended));
        }
    }
}
