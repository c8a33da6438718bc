package io.fencedep.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is told while a recording goes on is not withdrawn later. */
class SettledTest {
    private static final int TRACES = 400;

    private static Set<String> dependencies(DependencyGraph graph) {
        Set<String> shown = new TreeSet<>();
        graph.dependencies()
                .forEach(dependency -> shown.add(dependency.from() + " -> " + dependency.to() + " " + dependency.basis()
                        + " " + dependency.waitKind()));
        return shown;
    }

    private static List<String> findings(DependencyGraph graph) {
        List<String> shown = new ArrayList<>();
        Detector.analyse(graph, List.of())
                .findings()
                .forEach(finding -> shown.add(finding.severity() + " " + finding.id()));
        return shown;
    }

    @Test
    void whatIsSettledIsInTheGraphAtTheEnd() {
        int settled = 0;
        for (long seed = 0; seed < TRACES; seed++) {
            String source = RandomTraces.source(seed);
            Set<String> told = new TreeSet<>();
            Random random = new Random(seed);
            DependencyGraph graph = Replay.watched(RandomTraces.trace(seed), source, "r", (lowering, events) -> {
                if (random.nextInt(6) == 0) {
                    told.addAll(dependencies(lowering.settled(Replay.recording(source, "r"))));
                }
            });
            assertThat(dependencies(graph)).as("seed %s", seed).containsAll(told);
            settled += told.size();
        }
        assertThat(settled).isPositive();
    }

    @Test
    void lookingChangesNothing() {
        for (long seed = 0; seed < TRACES; seed++) {
            List<TraceEvent> trace = RandomTraces.trace(seed);
            String source = RandomTraces.source(seed);
            DependencyGraph watched = Replay.watched(
                    trace, source, "r", (lowering, events) -> lowering.settled(Replay.recording(source, "r")));
            DependencyGraph unwatched = Replay.graph(trace, source, "r");
            assertThat(Shown.facts(watched)).as("seed %s", seed).isEqualTo(Shown.facts(unwatched));
            assertThat(findings(watched)).as("seed %s", seed).isEqualTo(findings(unwatched));
        }
    }

    @Test
    void nothingNewIsSettledUnlessItHasGrown() {
        for (long seed = 0; seed < TRACES; seed++) {
            String source = RandomTraces.source(seed);
            long name = seed;
            long[] growth = {-1};
            List<Set<String>> before = new ArrayList<>(List.of(Set.of()));
            Replay.watched(RandomTraces.trace(seed), source, "r", (lowering, events) -> {
                Set<String> now = dependencies(lowering.settled(Replay.recording(source, "r")));
                if (lowering.growth() == growth[0]) {
                    assertThat(now).as("seed %s, event %s", name, events).isEqualTo(before.get(0));
                }
                growth[0] = lowering.growth();
                before.set(0, now);
            });
        }
    }
}
