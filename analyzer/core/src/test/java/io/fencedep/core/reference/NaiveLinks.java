package io.fencedep.core.reference;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.ContractMatcher;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Every wait that a graph and its contracts speak of, one by one. */
final class NaiveLinks {
    private final DependencyGraph graph;
    private final Set<Node> nodes = new TreeSet<>();
    private final Set<NaiveLink> links = new LinkedHashSet<>();

    private NaiveLinks(DependencyGraph graph) {
        this.graph = graph;
    }

    static List<NaiveLink> of(DependencyGraph graph, List<Contract> contracts) {
        return new NaiveLinks(graph).make(contracts);
    }

    private List<NaiveLink> make(List<Contract> contracts) {
        nodes.addAll(graph.asGraph().vertexSet());
        graph.usages().forEach(usage -> nodes.addAll(List.of(usage.from(), usage.to())));
        graph.dependencies().forEach(this::dependency);
        mapped();
        contracts.forEach(this::primed);
        return List.copyOf(links);
    }

    private void dependency(Dependency dependency) {
        int grade = NaiveLink.grade(graph, dependency);
        ResourceClass target = graph.classOf(dependency.to());
        if (target != null && target.kind() == ResourceKind.ANY) {
            Set<Node> all = target.alternatives().stream().map(World::plain).collect(Collectors.toSet());
            for (Node one : all) {
                if (!one.equals(dependency.from())) {
                    links.add(new NaiveLink(dependency.from(), one, grade, dependency, "", all));
                }
            }
            return;
        }
        add(dependency.from(), dependency.to(), grade, dependency, "");
        Node readers = new Node(dependency.to().className(), NodeState.SHARED);
        boolean unseen = target != null
                && !target.sharedIn().containsAll(dependency.byRecording().keySet());
        if (dependency.to().state() == NodeState.WRITE && unseen && nodes.contains(readers)) {
            add(dependency.from(), readers, grade, dependency, "");
        }
    }

    private void add(Node from, Node to, int grade, Dependency dependency, String contract) {
        links.add(new NaiveLink(from, to, grade, dependency, contract, Set.of(to)));
    }

    /** A hold of the map, or a wait for it that does not come with one for a fence, is one for every dma_fence. */
    private void mapped() {
        Node map = World.plain(ClassNames.DMA_FENCE_MAP);
        Set<Node> every = new LinkedHashSet<>(nodes);
        graph.classes().values().forEach(any -> any.alternatives().forEach(name -> every.add(World.plain(name))));
        for (NaiveLink link : new ArrayList<>(links)) {
            for (Node fence : every) {
                ResourceClass known = graph.classOf(fence);
                boolean stands = known != null
                        && known.kind() == ResourceKind.FENCE
                        && known.name().startsWith(ClassNames.DMA_FENCE_PREFIX)
                        && !fence.equals(map);
                Node from = link.from().equals(map) ? fence : link.from();
                Node to = link.to().equals(map) ? fence : link.to();
                boolean waits = link.to().equals(map) && !comesWithFences(link.dependency());
                boolean about = link.from().equals(map) || waits;
                if (stands && about && !from.equals(to)) {
                    Set<Node> ends = link.alternatives().size() == 1 ? Set.of(to) : link.alternatives();
                    links.add(new NaiveLink(from, to, link.grade(), link.dependency(), "", ends));
                }
            }
        }
    }

    private boolean comesWithFences(@Nullable Dependency toMap) {
        if (toMap == null) {
            return false;
        }
        return toMap.byRecording().keySet().stream().allMatch(recording -> {
            long fences = graph.dependencies().stream()
                    .filter(other -> other.from().equals(toMap.from())
                            && other.basis() == toMap.basis()
                            && other.waitKind() == toMap.waitKind()
                            && !other.to().equals(toMap.to())
                            && other.to().className().startsWith(ClassNames.DMA_FENCE_PREFIX)
                            && Objects.requireNonNull(graph.classOf(other.to())).kind() == ResourceKind.FENCE)
                    .mapToLong(other -> often(other, recording))
                    .sum();
            return often(toMap, recording) <= fences;
        });
    }

    private static long often(Dependency dependency, String recording) {
        Occurrences seen = dependency.byRecording().get(recording);
        return seen == null ? 0 : seen.count + seen.support;
    }

    /** Every earlier role waits for every later one. */
    private void primed(Contract contract) {
        ContractMatcher matcher = new ContractMatcher(contract, graph);
        for (List<String> chain : contract.prime()) {
            for (Node from : graph.asGraph().vertexSet()) {
                for (Node to : graph.asGraph().vertexSet()) {
                    int earlier = role(matcher, chain, from);
                    int later = role(matcher, chain, to);
                    if (earlier >= 0 && later > earlier) {
                        add(from, to, NaiveLink.CERTAIN, null, contract.name());
                    }
                }
            }
        }
    }

    /** The place of a node's class in a chain, -1 when it has none. */
    private int role(ContractMatcher matcher, List<String> chain, Node node) {
        ResourceClass known = graph.classOf(node);
        for (int i = 0; i < chain.size(); i++) {
            if (known != null && known.kind() != ResourceKind.ANY && matcher.plays(chain.get(i), known)) {
                return i;
            }
        }
        return -1;
    }
}
