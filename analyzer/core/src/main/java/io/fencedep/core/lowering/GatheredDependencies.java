package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dependencies of one recording under the final names of their classes, on their way into the graph. */
final class GatheredDependencies {
    private record Key(Node from, Node to, Basis basis, WaitKind waitKind) {
        // By hand, as that of what it is made of.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && basis == that.basis
                    && waitKind == that.waitKind
                    && from.equals(that.from)
                    && to.equals(that.to);
        }

        @Override
        public int hashCode() {
            return Objects.hash(from, to, basis, waitKind);
        }
    }

    private final Map<Key, Occurrences> dependencies = new LinkedHashMap<>();
    /** Those that rest on a signal of what is signalled again and again. */
    private final Set<Key> repeated = new LinkedHashSet<>();

    /** Two provisional classes may have become one: then their dependencies are one as well. */
    void add(Node from, Node to, Basis basis, WaitKind waitKind, Occurrences occurrences) {
        Key key = new Key(from, to, basis, waitKind);
        Occurrences known = dependencies.get(key);
        if (known == null) {
            dependencies.put(key, occurrences.copy());
            return;
        }
        long count = known.count + occurrences.count;
        long support = known.support + occurrences.support;
        long awaited = known.awaited + occurrences.awaited;
        long awaitedStillHeld = known.awaitedStillHeld + occurrences.awaitedStillHeld;
        long stillHeld = known.stillHeld + occurrences.stillHeld;
        long inUnit = known.inUnit + occurrences.inUnit;
        known.merge(occurrences);
        known.count = count;
        known.support = support;
        known.awaited = awaited;
        known.awaitedStillHeld = awaitedStillHeld;
        known.stillHeld = stillHeld;
        known.inUnit = inUnit;
    }

    /** This one, which is inferred, rests on a signal of what is signalled again and again. */
    void isRepeated(Node from, Node to, WaitKind waitKind) {
        repeated.add(new Key(from, to, Basis.INFERRED, waitKind));
    }

    /** Instances matter for dependencies that may be part of a ring; elsewhere they would only take room. */
    void keepPairsOfRings() {
        Set<Key> rest = Peeling.of(dependencies.keySet(), key -> key.from.className(), key -> key.to.className());
        dependencies.forEach((key, occurrences) -> {
            if (!rest.contains(key)) {
                occurrences.pairs.clear();
                occurrences.spans.clear();
            }
        });
    }

    /** Puts them into the graph, whose classes and signals are there, with what signals by others say of them. */
    void addTo(DependencyGraph graph, String recording, OtherSignals others) {
        repeated.forEach(key -> withOtherSignals(key, others));
        dependencies.keySet().removeIf(key -> alsoComesElsewhere(key, graph.classOf(key.to), others));
        dependencies.forEach((key, occurrences) ->
                graph.addDependency(key.from, key.to, key.basis, key.waitKind, recording, occurrences));
    }

    /** Of what is signalled again and again, a signal that its giver held nothing for may be the one that comes. */
    private void withOtherSignals(Key key, OtherSignals others) {
        Occurrences occurrences = dependencies.get(key);
        if (occurrences != null && occurrences.stillHeld < others.countFor(key.from, key.to)) {
            occurrences.awaitedStillHeld = 0;
        }
    }

    /**
     * Whether what is signalled again and again was signalled out of a pool, in an item handed over for that, and by others
     * as well: the next signal needs no place of the pool, so only how often it had one counts.
     */
    private boolean alsoComesElsewhere(Key key, @Nullable ResourceClass place, OtherSignals others) {
        if (key.basis != Basis.CAUSAL || !others.areAnybodys(key.from) || place == null) {
            return false;
        }
        Occurrences counted = dependencies.get(new Key(key.from, key.to, Basis.INFERRED, key.waitKind));
        return place.kind() == ResourceKind.PLACE
                && counted != null
                && counted.support < others.countFor(key.from, key.to);
    }
}
