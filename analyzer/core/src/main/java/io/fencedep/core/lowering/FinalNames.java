package io.fencedep.core.lowering;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Witness;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What classes, their nodes and those who hold them are called in the graph, once provisional classes are resolved. */
final class FinalNames {
    private final Session session;
    private final boolean ended;
    /** Places of queues of which no line told how many items run at once: there are none. */
    private final Set<String> unlimited = new HashSet<>();
    /** Places of queues that run several items at once. */
    private final Set<String> shared = new HashSet<>();

    /** @param ended whether the recording is over */
    FinalNames(Session session, boolean ended) {
        this.session = session;
        this.ended = ended;
    }

    /** Whether a class has its name: at the end of a recording all have. */
    boolean isKnown(int id) {
        return ended || session.classes.isKnown(id);
    }

    /** Looks at all places, before anything else is asked. */
    void findPlaces() {
        for (int id = 1; id < session.classes.size(); id++) {
            ClassTable.Entry entry = session.classes.entry(id);
            if (entry.kind == ResourceKind.PLACE && entry.capacity == 0 && !entry.seen) {
                unlimited.add(entry.name);
            } else if (entry.kind == ResourceKind.PLACE && entry.capacity > 1) {
                shared.add(entry.name);
            }
        }
    }

    /** Whether a class is known, and no place of a queue that has room for any number of items. */
    boolean isThere(int id) {
        return isKnown(id) && !unlimited.contains(name(id));
    }

    /** Whether there is something to hold: other classes have locks only that stand for them. */
    boolean isGate(int id) {
        ResourceKind kind = session.classes.entry(session.classes.resolve(id)).kind;
        return kind == ResourceKind.LOCK || kind == ResourceKind.PLACE;
    }

    /** Whether a class is of places of queues that run several items at once. */
    boolean isShared(int id) {
        return shared.contains(name(id));
    }

    /** Whether one of these places turned out not to be its queue's only one. */
    boolean runSeveral(@Nullable IntSet places) {
        return places != null && places.intStream().anyMatch(id -> isShared(id) || unlimited.contains(name(id)));
    }

    private String name(int id) {
        return session.classes.entry(session.classes.resolve(id)).name;
    }

    /** A class that something is told of is told with all that is known of it. */
    void see(int classId) {
        if (isKnown(classId)) {
            session.classes.entry(session.classes.resolve(classId)).seen = true;
        }
    }

    String nameOf(int id) {
        ClassTable.Entry entry = session.classes.entry(id);
        if (entry.alternatives == null) {
            return entry.name;
        }
        List<String> names = new ArrayList<>();
        for (int alternative : entry.alternatives) {
            names.add(nameOf(session.classes.resolve(alternative)));
        }
        return "any of " + String.join(" | ", names.stream().sorted().distinct().toList());
    }

    Node node(int classId, boolean shared) {
        int resolved = session.classes.resolve(classId);
        ClassTable.Entry entry = session.classes.entry(resolved);
        entry.seen = true;
        NodeState state =
                entry.kind != ResourceKind.LOCK ? NodeState.NONE : shared ? NodeState.SHARED : NodeState.WRITE;
        return new Node(nameOf(resolved), state);
    }

    /** The nodes that are waited for: of a lock that is ever shared, its readers as well. */
    List<Node> targets(int target) {
        ClassTable.Entry entry = session.classes.entry(session.classes.resolve(target / 2));
        Node write = node(target / 2, false);
        if (target % 2 == 1 && entry.kind == ResourceKind.LOCK && entry.shared) {
            return List.of(write, node(target / 2, true));
        }
        return List.of(write);
    }

    /** Whether all its classes have their names. */
    boolean isKnown(Observations.Draft draft) {
        for (int i = 0; i < draft.froms.length; i++) {
            if (!isKnown(draft.froms[i] / 2) || !isKnown(draft.targets[i] / 2)) {
                return false;
            }
        }
        return true;
    }

    /** A witness whose held classes have their final names. */
    Witness renamed(Witness witness) {
        List<Held> held = new ArrayList<>();
        boolean changed = false;
        for (Held each : witness.held()) {
            Node node = finalNode(each.node());
            boolean excludes = each.excludes() && !shared.contains(node.className());
            if (!unlimited.contains(node.className())) {
                held.add(new Held(node, each.instance(), excludes, each.place()));
            }
            changed |= !node.equals(each.node()) || excludes != each.excludes() || unlimited.contains(node.className());
        }
        if (!changed) {
            return witness;
        }
        return new Witness(
                witness.task(),
                witness.context(),
                witness.driver(),
                witness.fromInstance(),
                witness.toInstance(),
                witness.heldAt(),
                witness.waitedAt(),
                held,
                witness.stamp(),
                witness.timeout());
    }

    private Node finalNode(Node node) {
        int provisional = session.witnesses.provisionalIn(node);
        if (provisional == ClassTable.NONE) {
            return node;
        }
        return isKnown(provisional)
                ? node(provisional, node.state() == NodeState.SHARED)
                : new Node(session.classes.entry(provisional).name, node.state());
    }

    /** Who a strand is, where programs tell; else empty. */
    String nameOfStrand(long strand) {
        if (strand < 0 || !session.traits.program()) {
            return "";
        }
        int item = (int) strand - 1;
        return item < 0 ? session.tasks.nameOf((int) (strand >> 32)) : Occurrences.strand(session.instances.text(item));
    }
}
