package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What interrupts do to the locks of a class, in lockdep's words: {@code used-in-hardirq}, {@code enabled-softirq-read}.
 * A handler that waits for the write side only, where readers are a node of their own, is a recursive reader; one that
 * waits for both is a writer or a plain reader, which block alike.
 */
final class UsageList {
    private final Map<String, SortedSet<String>> byClass = new HashMap<>();

    UsageList(DependencyGraph graph) {
        for (Interrupt interrupt : Interrupt.values()) {
            Map<Node, Set<String>> waitedFor = new HashMap<>();
            for (Dependency usage : graph.usages()) {
                if (usage.to().equals(interrupt.node())) {
                    add(
                            usage.from(),
                            "enabled-" + interrupt.text(),
                            usage.from().state() == NodeState.SHARED);
                } else if (usage.from().equals(interrupt.node())) {
                    waitedFor.put(usage.to(), usage.byRecording().keySet());
                }
            }
            waitedFor.forEach((node, recordings) -> {
                ResourceClass resource = graph.classOf(node);
                Node readers = new Node(node.className(), NodeState.SHARED);
                Set<String> writing = new HashSet<>(waitedFor.getOrDefault(readers, Set.of()));
                recordings.stream()
                        .filter(recording ->
                                resource == null || !resource.sharedIn().contains(recording))
                        .forEach(writing::add);
                add(node, "used-in-" + interrupt.text(), writing.isEmpty());
            });
        }
    }

    SortedSet<String> of(String className) {
        return byClass.getOrDefault(className, new TreeSet<>());
    }

    private void add(Node node, String usage, boolean read) {
        byClass.computeIfAbsent(node.className(), ignored -> new TreeSet<>()).add(read ? usage + "-read" : usage);
    }
}
