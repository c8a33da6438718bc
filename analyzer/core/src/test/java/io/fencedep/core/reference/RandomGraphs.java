package io.fencedep.core.reference;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.Rule;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import io.fencedep.core.model.Recording;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Small random dependency graphs with all that detection looks at, and contracts for them. */
final class RandomGraphs {
    private static final List<String> LOCKS = List.of("a", "b", "java.lang.Object");
    private static final List<String> FENCES = List.of("dma_fence:x", "dma_fence:y", "fence:z");
    private static final List<String> TASKS = List.of("t1", "t2", "t3");

    private final Random random;
    private final DependencyGraph graph = new DependencyGraph();
    private final List<Node> nodes = new ArrayList<>();
    private final List<String> recordings = new ArrayList<>();

    private final int locksOfAClass;
    /** Of how many dependencies one occurred more often than is kept. */
    private final int oftenOneIn;

    private RandomGraphs(long seed) {
        random = RandomTraces.randomly(seed);
        locksOfAClass = 2 + random.nextInt(6);
        oftenOneIn = random.nextInt(3) == 0 ? 2 : 20;
    }

    /** The graph with this seed. */
    static DependencyGraph graph(long seed) {
        return new RandomGraphs(seed).make();
    }

    /** The contracts of this seed, often none. */
    static List<Contract> contracts(long seed, DependencyGraph graph) {
        Random random = RandomTraces.randomly(seed ^ 0x2545F491L);
        List<String> names = new ArrayList<>(graph.classes().keySet());
        if (random.nextInt(3) > 0 || names.size() < 3) {
            return List.of();
        }
        java.util.Collections.shuffle(names, random);
        List<Contract.RoleMatch> roles = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            roles.add(new Contract.RoleMatch(new Rule.Target("", Set.of(), names.get(i)), "role" + i));
        }
        Rule rule = new Rule(
                "never",
                new Rule.Hold(new Rule.Target("role0", Set.of(), ""), "", null),
                new Rule.Wait(new Rule.Target("role1", Set.of(), ""), random.nextBoolean(), List.of(), List.of()),
                null,
                Rule.SEVERITIES.get(random.nextInt(2)),
                "");
        List<List<String>> chains =
                random.nextBoolean() ? List.of(List.of("role0", "role2")) : List.of(List.of("role2", "role1", "role0"));
        return List.of(new Contract("promise", "", roles, chains, List.of(rule)));
    }

    private DependencyGraph make() {
        List<String> sources = List.of("hand", "jvm", "ftrace");
        String source = sources.get(random.nextInt(sources.size()));
        int runs = 1 + random.nextInt(10) / 7;
        for (int run = 0; run < runs; run++) {
            String id = "r" + run;
            recordings.add(id);
            Set<Lack> lacks = source.equals("ftrace") && random.nextInt(4) > 0
                    ? random.nextBoolean() ? Set.of(Lack.SUBCLASS) : Set.of(Lack.SUBCLASS, Lack.TRY)
                    : Set.of();
            String its = random.nextInt(5) == 0 ? "hand" : source;
            graph.addRecording(new RecordingSummary(
                    new Recording(id, id, "test", its, lacks), 10, 0, 3, new TreeMap<>(), List.of()));
        }
        LOCKS.stream().limit(1 + random.nextInt(3)).forEach(this::lock);
        FENCES.stream().skip(random.nextInt(3)).forEach(this::fence);
        others();
        int count = 3 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            dependency();
        }
        if (random.nextInt(3) == 0) {
            usages();
        }
        return graph;
    }

    private void lock(String name) {
        ResourceClass made = graph.addClass(name, ResourceKind.LOCK);
        nodes.add(new Node(name, NodeState.WRITE));
        made.setLockKind(
                List.of(LockKind.MUTEX, LockKind.UNKNOWN, LockKind.SEMAPHORE).get(random.nextInt(3)));
        if (random.nextInt(3) == 0) {
            nodes.add(new Node(name, NodeState.SHARED));
            recordings.stream().filter(id -> random.nextBoolean()).forEach(made::addSharedIn);
        }
        if (random.nextInt(8) == 0) {
            made.setCapacity(2);
        }
        if (random.nextInt(8) == 0) {
            made.setPercpu();
        }
        if (random.nextInt(12) == 0) {
            made.setHandedOver();
        }
    }

    private void fence(String name) {
        ResourceClass made = graph.addClass(name, ResourceKind.FENCE);
        nodes.add(World.plain(name));
        for (String id : recordings) {
            if (random.nextInt(3) > 0) {
                Map<Node, Long> excluded = new TreeMap<>();
                if (random.nextInt(3) == 0) {
                    excluded.put(nodes.get(random.nextInt(nodes.size())), 1L);
                }
                made.addSignals(id, new ResourceClass.Signals(1L + random.nextInt(3), new TreeMap<>(excluded)));
            }
        }
    }

    private void others() {
        if (random.nextInt(4) == 0) {
            graph.addClass("place:q", ResourceKind.PLACE).setCapacity(1L + random.nextInt(2));
            nodes.add(World.plain("place:q"));
        }
        if (random.nextInt(5) == 0) {
            graph.addClass("dma_fence_map", ResourceKind.LOCK).setLockKind(LockKind.MAP);
            nodes.add(World.plain("dma_fence_map"));
        }
        if (random.nextInt(3) == 0) {
            ResourceClass any = graph.addClass("any of dma_fence:y | fence:z", ResourceKind.ANY);
            any.addAlternative("dma_fence:y");
            any.addAlternative("fence:z");
            graph.addClass("dma_fence:y", ResourceKind.FENCE);
            graph.addClass("fence:z", ResourceKind.FENCE);
        }
        if (random.nextInt(5) == 0) {
            graph.addClass("reclaim", ResourceKind.RECLAIM);
            nodes.add(World.plain("reclaim"));
        }
    }

    private void dependency() {
        Node from = nodes.get(random.nextInt(nodes.size()));
        boolean toAny = graph.classes().containsKey("any of dma_fence:y | fence:z") && random.nextInt(3) == 0;
        Node to = toAny ? World.plain("any of dma_fence:y | fence:z") : nodes.get(random.nextInt(nodes.size()));
        if (from.className().equals(to.className())) {
            return;
        }
        ResourceClass held = graph.classOf(from);
        Basis basis = Basis.SECTION;
        if (held.kind() == ResourceKind.FENCE && random.nextInt(2) == 0) {
            basis = random.nextInt(4) == 0 ? Basis.CAUSAL : Basis.INFERRED;
        }
        WaitKind kind = WaitKind.BLOCKING;
        if (random.nextInt(6) == 0) {
            boolean lock = graph.classOf(to).kind() == ResourceKind.LOCK && basis == Basis.SECTION;
            kind = lock ? WaitKind.values()[1 + random.nextInt(3)] : WaitKind.TIMED;
        }
        boolean once = false;
        for (String id : recordings) {
            if (!once || random.nextInt(3) > 0) {
                Occurrences seen = occurrences(basis, kind);
                if (graph.recordings().get(id).recording().isProgram()) {
                    pairs(from, to, seen);
                }
                graph.addDependency(from, to, basis, kind, id, seen);
                once = true;
            }
        }
    }

    /** Between which locks it was seen; often not known. */
    private void pairs(Node from, Node to, Occurrences seen) {
        for (int i = random.nextInt(locksOfAClass + 2); i > 0; i--) {
            String task = random.nextInt(4) == 0 ? "" : TASKS.get(random.nextInt(TASKS.size()));
            seen.pairs.add(new InstancePair(instance(from), instance(to), task));
        }
    }

    /** One of the locks of a class; empty for what is no lock, and at times for what is not known. */
    private String instance(Node node) {
        boolean lock = graph.classOf(node).kind() == ResourceKind.LOCK;
        return lock && random.nextInt(8) > 0 ? "i" + random.nextInt(locksOfAClass) : "";
    }

    private Occurrences occurrences(Basis basis, WaitKind kind) {
        Occurrences seen = new Occurrences();
        seen.count = 1L + random.nextInt(3);
        if (basis == Basis.INFERRED) {
            seen.support = 1L + random.nextInt(2);
            seen.awaited = random.nextInt(3) == 0 ? 1L + random.nextInt((int) seen.support) : 0;
            seen.awaitedStillHeld = seen.awaited > 0 && random.nextInt(3) == 0 ? 1 : 0;
            seen.stillHeld = random.nextInt(5) == 0 ? 1 : 0;
            seen.inUnit = random.nextBoolean() ? seen.support : 0;
        }
        seen.holdersAtOnce = random.nextInt(3);
        seen.asksAll = random.nextInt(8) == 0;
        seen.fifoOrdered = random.nextInt(4) == 0;
        seen.begun = random.nextInt(6) == 0;
        if (random.nextInt(2) == 0) {
            Gate gate = new Gate(new Node("gate", NodeState.WRITE), "g" + random.nextInt(2));
            seen.gates.add(random.nextInt(3) == 0 ? gate.forReading() : gate);
            seen.gates.add(gate.forReading());
        }
        if (random.nextInt(6) == 0) {
            seen.gates.add(new Gate(new Node("a", NodeState.WRITE), "a1"));
        }
        List<Witness> witnesses = new ArrayList<>();
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            witnesses.add(witness(kind));
        }
        seen.addWitnesses(witnesses);
        List<String> tasks =
                seen.witnesses.stream().map(Witness::task).distinct().toList();
        seen.onlyTask = tasks.size() == 1 ? tasks.get(0) : "";
        seen.more = random.nextInt(oftenOneIn) == 0;
        if (seen.more && random.nextInt(5) > 0) {
            spans(seen);
        }
        return seen;
    }

    /** When all occurrences were: those that are shown, and others. */
    private void spans(Occurrences seen) {
        seen.pooled = random.nextInt(8) == 0;
        List<Span> all = new ArrayList<>();
        seen.witnesses.forEach(witness -> all.add(Span.of(witness)));
        for (int i = random.nextInt(3); i > 0; i--) {
            all.add(Span.of(witness(WaitKind.BLOCKING)));
        }
        boolean apart = random.nextInt(3) > 0;
        seen.addSpans(all.stream().map(span -> apart ? span : span.ofAny()).toList(), false);
    }

    private Witness witness(WaitKind kind) {
        String task = TASKS.get(random.nextInt(TASKS.size()));
        Stamp stamp = Stamp.NONE;
        if (random.nextInt(3) == 0) {
            Map<String, Integer> clock = new TreeMap<>();
            TASKS.forEach(each -> {
                if (random.nextInt(3) == 0) {
                    clock.put(each, random.nextInt(2));
                }
            });
            stamp = Stamp.of(clock);
        }
        return new Witness(
                task,
                InterruptContext.TASK,
                "",
                "i" + random.nextInt(2),
                "i" + random.nextInt(2),
                place(),
                place(),
                List.of(),
                stamp,
                kind == WaitKind.TIMED ? 1000 : -1);
    }

    private Place place() {
        return new Place(1L + random.nextInt(50), "", List.of());
    }

    private void usages() {
        Interrupt interrupt = Interrupt.values()[random.nextInt(3)];
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            Node node = nodes.get(random.nextInt(nodes.size()));
            if (node.state() != NodeState.NONE) {
                boolean used = random.nextBoolean();
                String id = recordings.get(random.nextInt(recordings.size()));
                Occurrences seen = occurrences(Basis.SECTION, WaitKind.BLOCKING);
                graph.addUsage(used ? interrupt.node() : node, used ? node : interrupt.node(), id, seen);
            }
        }
    }
}
