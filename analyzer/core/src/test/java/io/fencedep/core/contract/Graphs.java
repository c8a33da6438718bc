package io.fencedep.core.contract;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import java.util.List;

/** Builds small graphs for tests of contracts. */
final class Graphs {
    static final String RUN = "run";

    final DependencyGraph graph = new DependencyGraph();

    Graphs lock(String name, LockKind kind) {
        graph.addClass(name, ResourceKind.LOCK).setLockKind(kind);
        return this;
    }

    Graphs resource(String name, ResourceKind kind) {
        graph.addClass(name, kind);
        return this;
    }

    /** A dependency between two known classes; locks are held for write. */
    Graphs held(String from, String to) {
        return held(from, to, WaitKind.BLOCKING, new Traits("", "", false));
    }

    Graphs held(String from, String to, WaitKind kind, Traits traits) {
        Occurrences seen = new Occurrences();
        Witness witness = witness(traits.driver() + "-task");
        seen.count = 1;
        seen.traits.put(traits, witness);
        seen.addWitnesses(List.of(witness));
        graph.addDependency(node(from), node(to), Basis.SECTION, kind, RUN, seen);
        return this;
    }

    Node node(String name) {
        ResourceClass resource = graph.classes().get(name);
        if (resource == null) {
            throw new IllegalArgumentException(name);
        }
        return new Node(name, resource.kind() == ResourceKind.LOCK ? NodeState.WRITE : NodeState.NONE);
    }

    static Node shared(String name) {
        return new Node(name, NodeState.SHARED);
    }

    static Witness witness(String task) {
        Place place = new Place(1, "a.c:1", List.of());
        return new Witness(task, InterruptContext.TASK, "", "", "", place, place, List.of(), Stamp.NONE, -1);
    }
}
