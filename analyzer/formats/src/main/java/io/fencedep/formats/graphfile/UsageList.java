package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What interrupts do to the locks of a class, in lockdep's words: {@code used-in-hardirq}, {@code enabled-softirq-read}.
 * A handler that only ever waits for the write side is a recursive reader; one that waits for both is a writer or a plain
 * reader, which block alike.
 */
final class UsageList {
    private final Map<String, SortedSet<String>> byClass = new HashMap<>();

    UsageList(DependencyGraph graph) {
        Set<Dependency> usages = new HashSet<>(graph.usages());
        for (Interrupt interrupt : Interrupt.values()) {
            Set<Node> waitedFor = new HashSet<>();
            for (Dependency usage : usages) {
                if (usage.to().equals(interrupt.node())) {
                    add(
                            usage.from(),
                            "enabled-" + interrupt.text(),
                            usage.from().state() == NodeState.SHARED);
                } else if (usage.from().equals(interrupt.node())) {
                    waitedFor.add(usage.to());
                }
            }
            for (Node node : waitedFor) {
                boolean reader = node.state() == NodeState.WRITE
                        && !waitedFor.contains(new Node(node.className(), NodeState.SHARED));
                add(node, "used-in-" + interrupt.text(), reader);
            }
        }
    }

    SortedSet<String> of(String className) {
        return byClass.getOrDefault(className, new TreeSet<>());
    }

    private void add(Node node, String usage, boolean read) {
        byClass.computeIfAbsent(node.className(), ignored -> new TreeSet<>()).add(read ? usage + "-read" : usage);
    }
}
