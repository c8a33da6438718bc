package io.fencedep.core.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What the search finds in random graphs, and in the graphs of random traces, is what going every way from every node
 * finds.
 *
 * <p>The normal build tries a few thousand of each, the profile {@code fuzz} a hundred thousand more;
 * {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and how many. A failure prints its seed, and of a trace the
 * smallest one that shows it.
 */
class DetectionAgainstReferenceTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 2000);

    @Test
    void randomGraphsHaveTheFindingsThatTheirRingsDemand() {
        int passedOver = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            DependencyGraph graph = RandomGraphs.graph(seed);
            List<Contract> contracts = RandomGraphs.contracts(seed, graph);
            Set<String> complaints = NaiveDetector.complaints(graph, contracts);
            if (complaints == null) {
                passedOver++;
            } else if (!complaints.isEmpty()) {
                fail("seed " + seed + "\n" + said(graph, contracts) + String.join("\n", complaints));
            }
        }
        assertThat(passedOver).as("graphs with too many rings").isLessThan((int) (COUNT / 20 + 2));
    }

    @Test
    void randomTracesHaveTheFindingsThatTheirRingsDemand() {
        int passedOver = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            String source = RandomTraces.source(seed);
            List<TraceEvent> trace = RandomTraces.trace(seed);
            long contracts = seed;
            Set<String> complaints = complaints(trace, source, contracts);
            if (complaints == null) {
                passedOver++;
            } else if (!complaints.isEmpty()) {
                List<TraceEvent> smallest =
                        Shrinker.shrink(trace, less -> isWrong(complaints(less, source, contracts)));
                fail("seed " + seed + " source " + source + "\n"
                        + smallest.stream().map(TraceEvent::json).collect(Collectors.joining("\n")) + "\n"
                        + String.join("\n", complaints(smallest, source, contracts)));
            }
        }
        assertThat(passedOver).as("traces with too many rings").isLessThan((int) (COUNT / 20 + 2));
    }

    private static boolean isWrong(Set<String> complaints) {
        return complaints != null && !complaints.isEmpty();
    }

    private static Set<String> complaints(List<TraceEvent> trace, String source, long seed) {
        DependencyGraph graph = Replay.graph(trace, source, "r");
        return NaiveDetector.complaints(graph, RandomGraphs.contracts(seed, graph));
    }

    private static String said(DependencyGraph graph, List<Contract> contracts) {
        List<String> lines = new ArrayList<>();
        graph.sortedDependencies().forEach(each -> lines.add(each + " " + each.basis() + " " + each.waitKind()));
        graph.usages().forEach(each -> lines.add("usage " + each));
        contracts.forEach(each -> lines.add(each.toString()));
        return String.join("\n", lines) + "\n";
    }
}
