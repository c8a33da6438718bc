package io.fencedep.core.detect;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Recording;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Large graphs with a known answer. */
final class BigGraphs {
    private static final String RECORDING = "big";
    private static final Place PLACE = new Place(1, "here", List.of());

    private final DependencyGraph graph = new DependencyGraph();

    private BigGraphs() {
        Recording recording = new Recording(RECORDING, RECORDING, "test", "hand", Set.of());
        graph.addRecording(new RecordingSummary(recording, 1, 0, 1, new TreeMap<>(), List.of()));
    }

    /** One ring of this many locks. */
    static DependencyGraph ring(int classes) {
        BigGraphs big = new BigGraphs();
        for (int i = 0; i < classes; i++) {
            big.add("lock" + i, "lock" + (i + 1) % classes);
        }
        return big.graph;
    }

    /**
     * Layers of locks that are taken in order, and one component in which any lock may come before any other.
     *
     * @param dependencies how many in all
     * @param component how many locks the component has
     */
    static DependencyGraph layersAndOneComponent(int dependencies, int component, long seed) {
        BigGraphs big = new BigGraphs();
        Random random = new Random(seed);
        int inside = dependencies / 5;
        for (int i = 0; i < component; i++) {
            big.add("knot" + i, "knot" + (i + 1) % component);
        }
        while (big.graph.dependencies().size() < inside) {
            int from = random.nextInt(component);
            int to = random.nextInt(component);
            if (from != to) {
                big.add("knot" + from, "knot" + to);
            }
        }
        int ordered = 50_000;
        while (big.graph.dependencies().size() < dependencies) {
            int from = random.nextInt(ordered);
            int to = from + 1 + random.nextInt(100);
            big.add("lock" + from, "lock" + to);
        }
        return big.graph;
    }

    private void add(String from, String to) {
        graph.addClass(from, ResourceKind.LOCK).addSharedIn(RECORDING);
        graph.addClass(to, ResourceKind.LOCK).addSharedIn(RECORDING);
        Occurrences seen = new Occurrences();
        seen.count = 1;
        seen.addWitnesses(List.of(
                new Witness("task", InterruptContext.TASK, "", "", "", PLACE, PLACE, List.of(), Stamp.NONE, -1)));
        graph.addDependency(
                new Node(from, NodeState.WRITE),
                new Node(to, NodeState.WRITE),
                Basis.SECTION,
                WaitKind.BLOCKING,
                RECORDING,
                seen);
    }

    /** Analyses a graph of a million dependencies, and says how long that took. */
    public static void main(String[] args) {
        long start = System.nanoTime();
        DependencyGraph graph = layersAndOneComponent(1_000_000, 10_000, 1);
        long built = System.nanoTime();
        Analysis analysis = Detector.analyse(graph, List.of());
        long analysed = System.nanoTime();
        System.out.println((built - start) / 1_000_000 + " ms to build, " + (analysed - built) / 1_000_000
                + " ms to analyse " + graph.dependencies().size() + " dependencies, "
                + analysis.findings().size()
                + " findings, " + analysis.leftOut());
    }
}
