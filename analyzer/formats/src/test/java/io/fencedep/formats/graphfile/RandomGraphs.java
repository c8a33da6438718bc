package io.fencedep.formats.graphfile;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Graphs with everything in them, from worlds so small that two of them overlap. */
final class RandomGraphs {
    private static final List<String> CLASSES =
            List.of("&a->lock", "dma_fence:gfx", "\"quoted\\\"", "mmap_lock", "ß→😀");
    private static final List<String> RECORDINGS = List.of("run-1", "run-2", "c0ffee");
    private static final List<String> TEXTS = List.of("", "one", "two\nlines", "\u0001\u2028");
    private static final List<List<String>> STACKS = List.of(List.of(), List.of("f+0x1"), List.of("f", "g", "h"));

    private final Random random;

    RandomGraphs(long seed) {
        random = new Random(seed);
    }

    DependencyGraph next() {
        DependencyGraph graph = new DependencyGraph();
        times(3, () -> graph.addRecording(summary()));
        times(5, () -> fill(graph.addClass(pick(CLASSES), pick(ResourceKind.values()))));
        times(
                8,
                () -> graph.addDependency(
                        node(), node(), pick(Basis.values()), pick(WaitKind.values()), recording(), occurrences()));
        times(3, () -> graph.addUsage(node(), pick(Interrupt.values()).node(), recording(), occurrences()));
        times(3, () -> graph.addUsage(pick(Interrupt.values()).node(), node(), recording(), occurrences()));
        times(3, () -> graph.addObservation(observation(), recording(), new Sightings(few(), list(3, this::witness))));
        return graph;
    }

    private RecordingSummary summary() {
        Set<Lack> lacks = EnumSet.noneOf(Lack.class);
        times(3, () -> lacks.add(pick(Lack.values())));
        TreeMap<String, RecordingSummary.Anomaly> anomalies = new TreeMap<>();
        times(2, () -> anomalies.put("anomaly " + few(), new RecordingSummary.Anomaly(few(), few())));
        Recording recording = new Recording(recording(), "dir/" + few() + ".jsonl", "native", pick(TEXTS), lacks);
        return new RecordingSummary(recording, few(), few(), few(), anomalies, list(2, () -> pick(TEXTS)));
    }

    private void fill(ResourceClass resource) {
        resource.setLockKind(pick(LockKind.values()));
        resource.setCapacity(few());
        if (random.nextBoolean()) {
            resource.setUserspace();
        }
        if (random.nextBoolean()) {
            resource.setPercpu();
        }
        times(2, () -> resource.addSharedIn(recording()));
        times(2, () -> resource.addAlternative(pick(CLASSES)));
        times(2, () -> {
            TreeMap<Node, Long> excluded = new TreeMap<>();
            times(2, () -> excluded.put(node(), few()));
            resource.addSignals(recording(), new ResourceClass.Signals(few(), excluded));
        });
    }

    private Occurrences occurrences() {
        Occurrences seen = new Occurrences();
        seen.count = few();
        seen.support = few();
        seen.awaited = few();
        seen.awaitedStillHeld = few();
        seen.stillHeld = few();
        seen.inUnit = few();
        seen.holdersAtOnce = few();
        seen.asksAll = random.nextBoolean();
        seen.fifoOrdered = random.nextBoolean();
        seen.begun = random.nextBoolean();
        seen.distant = random.nextBoolean();
        seen.onlyTask = pick(TEXTS);
        seen.more = random.nextBoolean();
        times(3, () -> seen.gates.add(new Gate(node(), pick(TEXTS))));
        times(3, () -> seen.pairs.add(new InstancePair(pick(TEXTS), pick(TEXTS), "")));
        times(3, () -> seen.traits.put(new Traits(pick(TEXTS), pick(TEXTS), random.nextBoolean()), witness()));
        seen.addWitnesses(list(8, this::witness));
        if (seen.more) {
            seen.addSpans(list(3, () -> Span.of(witness())), random.nextBoolean());
        }
        return seen;
    }

    private Witness witness() {
        TreeMap<String, Integer> clock = new TreeMap<>();
        times(2, () -> clock.put(pick(TEXTS), (int) few()));
        return new Witness(
                pick(TEXTS),
                pick(InterruptContext.values()),
                pick(TEXTS),
                pick(TEXTS),
                pick(TEXTS),
                place(),
                place(),
                list(3, () -> new Held(node(), pick(TEXTS), random.nextBoolean(), place())),
                Stamp.of(clock),
                few() - 1);
    }

    private Observation observation() {
        TreeMap<String, String> details = new TreeMap<>();
        times(2, () -> details.put(pick(TEXTS), pick(TEXTS)));
        return new Observation(
                pick(Observation.Kind.values()),
                pick(TEXTS),
                list(2, () -> new Observation.Step(node(), node())),
                details);
    }

    private Place place() {
        return new Place(few(), pick(TEXTS), pick(STACKS));
    }

    private Node node() {
        return new Node(pick(CLASSES), pick(NodeState.values()));
    }

    private String recording() {
        return pick(RECORDINGS);
    }

    private long few() {
        return random.nextInt(4);
    }

    private void times(int most, Runnable action) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            action.run();
        }
    }

    private <T> List<T> list(int most, Supplier<T> supplier) {
        List<T> list = new ArrayList<>();
        times(most, () -> list.add(supplier.get()));
        return list;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T pick(T[] array) {
        return array[random.nextInt(array.length)];
    }
}
