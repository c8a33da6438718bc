package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The order in which instances of one class are taken, where only a contradiction of instances is trouble. */
final class LockOrders {
    private record Held(String instance, Node node) {}

    private record Order(Hold hold, Held before, String after, List<Node> nodes) {
        /** Whether whoever holds what the next one begins with blocks the wait that this one ends with. */
        boolean leadsTo(Order next) {
            return after.equals(next.before().instance())
                    && nodes.contains(next.before().node());
        }
    }

    private final List<Order> orders = new ArrayList<>();

    void before(Hold hold, Node held, String after, List<Node> nodes) {
        orders.add(new Order(hold, new Held(hold.instance, held), after, nodes));
    }

    /** The classes with a ring of instances. */
    Set<String> contradictions() {
        Set<String> classes = new TreeSet<>();
        orders.removeIf(order -> order.hold().stuck);
        for (Order first : orders) {
            Set<Order> reached = new HashSet<>(Set.of(first));
            boolean grown = true;
            while (grown) {
                grown = false;
                for (Order from : List.copyOf(reached)) {
                    for (Order to : orders) {
                        grown |= from.leadsTo(to) && reached.add(to);
                    }
                }
            }
            if (reached.stream().anyMatch(last -> last.leadsTo(first))) {
                classes.add(first.before().node().className());
            }
        }
        return classes;
    }
}
