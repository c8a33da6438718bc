package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.Recording.Lack;
import java.util.Set;

/**
 * One wait of whoever holds a node, as the design states it.
 *
 * @param grade in which pass of the search it first takes part: {@link #CERTAIN} and the others
 * @param dependency what was seen; null for what a contract states
 * @param contract the contract that states it; empty for what was seen
 * @param alternatives all that could end the wait
 */
record NaiveLink(Node from, Node to, int grade, Dependency dependency, String contract, Set<Node> alternatives) {
    static final int CERTAIN = 0;
    static final int TIMED = 1;
    static final int FAIR = 2;
    static final int WEAK = 3;
    static final int TRIED = 4;

    /** How well a dependency is founded. */
    record Founded(boolean fair, boolean weak, boolean refuted, boolean partly) {
        static final Founded CERTAINLY = new Founded(false, false, false, false);

        /** Fair or worse. */
        boolean doubtful() {
            return fair || weak;
        }
    }

    static Founded founded(DependencyGraph graph, Dependency dependency) {
        if (dependency == null || dependency.basis() != Basis.INFERRED) {
            return Founded.CERTAINLY;
        }
        long k = 0;
        long awaited = 0;
        long inUnit = 0;
        boolean heldWhileAwaited = false;
        boolean held = false;
        for (Occurrences seen : dependency.byRecording().values()) {
            k += seen.support;
            awaited += seen.awaited;
            inUnit += seen.inUnit;
            heldWhileAwaited |= seen.awaitedStillHeld > 0;
            held |= seen.stillHeld > 0;
        }
        long n = Math.max(k, signals(graph.classOf(dependency.from()), dependency.to()));
        boolean partly = (awaited > 0 ? awaited : k) < n;
        if (awaited > 0 && k < n && takesTurns(graph, dependency)) {
            return new Founded(false, true, true, partly);
        }
        if (awaited > 0) {
            boolean strong = heldWhileAwaited || awaited == n && n >= 2;
            return new Founded(!strong, false, false, partly);
        }
        if (held) {
            return new Founded(true, false, false, partly);
        }
        boolean habit = k > 0 && inUnit == k;
        return new Founded(habit, !habit, k < n, partly);
    }

    /** Two fences of a program. */
    private static boolean takesTurns(DependencyGraph graph, Dependency dependency) {
        return isFence(graph.classOf(dependency.from()))
                && isFence(graph.classOf(dependency.to()))
                && dependency.byRecording().keySet().stream()
                        .allMatch(id -> graph.recordings().containsKey(id)
                                && graph.recordings().get(id).recording().isProgram());
    }

    private static boolean isFence(ResourceClass known) {
        return known != null && known.kind() == ResourceKind.FENCE;
    }

    /** All signals of a class but those whose waiter held the node. */
    private static long signals(ResourceClass name, Node node) {
        return name == null
                ? 0
                : name.signals().values().stream()
                        .mapToLong(
                                counted -> counted.total() - counted.excluded().getOrDefault(node, 0L))
                        .sum();
    }

    private static boolean tellsTries(DependencyGraph graph, Dependency dependency) {
        return dependency.byRecording().keySet().stream()
                .noneMatch(id -> graph.recordings().containsKey(id)
                        && graph.recordings().get(id).recording().lacks().contains(Lack.TRY));
    }

    static int grade(DependencyGraph graph, Dependency dependency) {
        Founded founded = founded(graph, dependency);
        boolean tried = dependency.waitKind() == WaitKind.TRIED;
        if (tried && tellsTries(graph, dependency)) {
            return TRIED;
        }
        if (founded.weak() || founded.refuted()) {
            return WEAK;
        }
        if (founded.fair() || tried) {
            return FAIR;
        }
        return dependency.waitKind() == WaitKind.BLOCKING ? CERTAIN : TIMED;
    }

    boolean isTimed() {
        return dependency != null
                && (dependency.waitKind() == WaitKind.TIMED || dependency.waitKind() == WaitKind.SPIN);
    }
}
