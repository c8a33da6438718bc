package io.fencedep.core.contract;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the chains of contracts mean for one graph: of every chain, every earlier role may be held while every later one
 * is waited for, from and to all nodes of the classes that play them. A role that no class plays is passed over, and its
 * neighbours stay linked. A class that plays several roles of one chain has the first of them there, so that nothing is
 * promised between a class and itself.
 *
 * <p>The pairs can be many: as many as the classes of two roles multiplied. {@link #hubs()} says the same in a space that
 * grows with classes times roles: a hub is reached from each of its sources, and leads to each of its targets.
 *
 * @param hubs in a fixed order
 */
public record Priming(List<Hub> hubs) {

    /**
     * Every source may be held while every target is waited for. No class is on both sides.
     *
     * @param contract the contract that says so
     * @param role what the sources play
     * @param sources the nodes of the earlier role
     * @param targets the nodes of all later roles, in the order of the roles
     */
    public record Hub(String contract, String role, List<Node> sources, List<Target> targets) {
        public Hub {
            sources = List.copyOf(sources);
            targets = List.copyOf(targets);
        }
    }

    /**
     * Something that may be waited for.
     *
     * @param node what
     * @param role what it plays
     */
    public record Target(Node node, String role) {}

    /**
     * One promised dependency.
     *
     * @param from what may be held
     * @param to what may be waited for meanwhile
     * @param contract the contract that says so
     * @param fromRole what the first one plays
     * @param toRole what the second one plays
     */
    public record Pair(Node from, Node to, String contract, String fromRole, String toRole) {}

    public Priming {
        hubs = List.copyOf(hubs);
    }

    /** What these contracts promise about the nodes of a graph. */
    public static Priming of(Collection<Contract> contracts, DependencyGraph graph) {
        Map<String, List<Node>> nodesByClass = new HashMap<>();
        for (Node node : new TreeSet<>(graph.asGraph().vertexSet())) {
            nodesByClass
                    .computeIfAbsent(node.className(), ignored -> new ArrayList<>())
                    .add(node);
        }
        List<Hub> hubs = new ArrayList<>();
        for (Contract contract : contracts) {
            ContractMatcher matcher = new ContractMatcher(contract, graph);
            for (List<String> chain : contract.prime()) {
                addHubs(contract.name(), chain, nodesByRole(chain, matcher, graph, nodesByClass), hubs);
            }
        }
        return new Priming(hubs);
    }

    /** How many {@link #pairs()} there are. */
    public long size() {
        long size = 0;
        for (Hub hub : hubs) {
            size += (long) hub.sources().size() * hub.targets().size();
        }
        return size;
    }

    /** All promised dependencies one by one; see {@link #size()} first. */
    public List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (Hub hub : hubs) {
            for (Node source : hub.sources()) {
                for (Target target : hub.targets()) {
                    pairs.add(new Pair(source, target.node(), hub.contract(), hub.role(), target.role()));
                }
            }
        }
        return pairs;
    }

    private static List<List<Node>> nodesByRole(
            List<String> chain, ContractMatcher matcher, DependencyGraph graph, Map<String, List<Node>> nodesByClass) {
        List<List<Node>> nodes = new ArrayList<>();
        chain.forEach(role -> nodes.add(new ArrayList<>()));
        for (ResourceClass resource : graph.classes().values()) {
            if (resource.kind() == ResourceKind.ANY) {
                continue;
            }
            for (int i = 0; i < chain.size(); i++) {
                if (matcher.plays(chain.get(i), resource)) {
                    nodes.get(i).addAll(nodesByClass.getOrDefault(resource.name(), List.of()));
                    break;
                }
            }
        }
        return nodes;
    }

    private static void addHubs(String contract, List<String> chain, List<List<Node>> nodes, List<Hub> hubs) {
        for (int i = 0; i < chain.size(); i++) {
            List<Target> targets = new ArrayList<>();
            for (int later = i + 1; later < chain.size(); later++) {
                String role = chain.get(later);
                nodes.get(later).forEach(node -> targets.add(new Target(node, role)));
            }
            if (!nodes.get(i).isEmpty() && !targets.isEmpty()) {
                hubs.add(new Hub(contract, chain.get(i), nodes.get(i), targets));
            }
        }
    }
}
