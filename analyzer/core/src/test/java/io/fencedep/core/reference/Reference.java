package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.EventKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a trace shows, computed in the most obvious way: every hold against every wait. */
final class Reference {
    /** The anomalies that the naive reading knows, by its own names for them. */
    static final Map<String, String> ANOMALIES = Map.ofEntries(
            Map.entry("release", "release of a lock that is not held"),
            Map.entry("downgrade", "downgrade of a lock that is not held for write"),
            Map.entry("section", "end of a signalling section that never began"),
            Map.entry("signal", "signal of a fence that is signalled"),
            Map.entry("scope", "end of a scope that never began"),
            Map.entry("RECLAIM", "end of reclaim that never began"),
            Map.entry("NOTIFIER", "end of a notifier that never began"),
            Map.entry("work", "end of a work item that never began"),
            Map.entry("queue", "end of a work item on another queue than it began on"),
            Map.entry("page", "page reference dropped that nobody took"),
            Map.entry("pin", "page unpinned that nobody pinned"),
            Map.entry("reset", "end of a reset that never began"),
            Map.entry("fault", "end of a fault that never began"),
            Map.entry("dma", "end of a DMA that never began"),
            Map.entry("interrupt", "lock still held when its interrupt ended"),
            Map.entry("item", "lock still held when its work item ended"),
            Map.entry("child", "lock still held when its task ended"),
            Map.entry("self", "task started by itself"),
            Map.entry("destroy", "fence destroyed while somebody waits for it"),
            Map.entry("flags", "allocation flags of which no word is known"),
            Map.entry("nest", "nest lock that is not held"),
            Map.entry("second", "instance given a second class"),
            Map.entry("subclass", "subclass without a class"),
            Map.entry("other-subclass", "subclass other than that of the lock's acquire"),
            Map.entry("lost", "events lost by the recorder"),
            Map.entry(
                    "stuck",
                    "hold that is never released though all around it is (the recording began in its middle)"));

    private final World world;
    private final Locks locks;
    private final Fences fences;
    private final Memory memory;
    private final Works works;
    private final Pages pages;
    private final Devices devices;
    private final Signals signals;
    private final Usage usage;
    private final Guards guards;
    private final SortedMap<String, Long> counts = new TreeMap<>();
    private final SortedMap<String, Set<String>> gates = new TreeMap<>();
    private final SortedMap<String, Boolean> distant = new TreeMap<>();
    /** The distinct waits of tasks that were joined. */
    private final SortedMap<String, Set<String>> joined = new TreeMap<>();

    private final Pairs pairs = new Pairs();
    private final SortedMap<String, String> facts = new TreeMap<>();

    private Reference(List<TraceEvent> trace, String source) {
        world = new World(trace, source);
        WaitContexts contexts = new WaitContexts(world);
        locks = new Locks(world, contexts);
        works = new Works(world, contexts);
        signals = new Signals(world, works);
        fences = new Fences(world, contexts, works, signals);
        pages = new Pages(world, contexts);
        memory = new Memory(world, contexts, pages);
        devices = new Devices(world, fences);
        usage = new Usage(world);
        guards = new Guards(world);
    }

    /** What the trace shows, one fact to an entry. */
    static SortedMap<String, String> facts(List<TraceEvent> trace, String source) {
        return new Reference(trace, source).run();
    }

    private SortedMap<String, String> run() {
        for (int line = 0; line < world.trace.size(); line++) {
            step(line, world.trace.get(line));
        }
        works.finish();
        pages.finish();
        EndOfTrace end = new EndOfTrace(world);
        end.dropStuckHolds();
        signals.finish();
        dependencies();
        recursions();
        usage.uses().stream().filter(this::sharedIfSeen).forEach(use -> facts.put("usage " + use, ""));
        signals.totals.forEach((name, total) -> facts.put("signals " + name, total.toString()));
        world.facts().forEach(fact -> facts.put(fact, ""));
        world.anomalies.forEach((kind, count) -> facts.put("anomaly " + ANOMALIES.get(kind), count.toString()));
        world.capacityOfClass.forEach((name, capacity) -> facts.put("capacity of " + name, capacity.toString()));
        Set<String> stuck = end.stuck();
        if (!stuck.isEmpty()) {
            facts.put("deadlock", "");
        }
        return facts;
    }

    private void step(int line, TraceEvent event) {
        if (event.kind() == EventKind.LOST) {
            locks.accept(line, event);
            fences.accept(line, event);
            memory.accept(line, event);
            signals.forget(line, "");
            pages.lost();
            world.lost(line);
            world.anomaly("lost", event.number("count", 1));
            return;
        }
        world.enter(line, event);
        world.secondClass(line, event);
        usage.accept(event);
        usage.enabled(line, event);
        locks.accept(line, event);
        fences.accept(line, event);
        memory.accept(line, event);
        works.accept(line, event);
        pages.accept(line, event);
        devices.accept(line, event);
        usage.after(line, event);
    }

    private void dependencies() {
        for (Wait wait : world.waits) {
            for (Hold hold : world.holds) {
                if (waits(hold, wait)) {
                    if (hold.sort != Hold.Sort.TASK && isFirstOfClass(hold, wait)) {
                        wait.nodes().forEach(node -> occurs(hold, wait, node));
                    }
                    wait.nodes().forEach(node -> add(hold.node(wait.line()), node, Basis.SECTION, wait.kind()));
                    wait.nodes().forEach(node -> pair(hold, wait, node));
                    joined(hold, wait);
                }
            }
        }
        world.direct.forEach(stated -> add(stated.from(), stated.to(), stated.basis(), stated.kind()));
        world.direct.forEach(stated -> pair(stated.from(), "", stated.to(), "", stated.basis(), stated.kind(), ""));
        world.direct.forEach(
                stated -> counts.remove(dependency(stated.from(), stated.to(), stated.basis(), stated.kind())));
        // A lock that is taken under two classes is two gates to some dependencies.
        boolean subclasses = world.trace.stream().anyMatch(event -> event.has("subclass"));
        boolean stuck = world.holds.stream().anyMatch(hold -> hold.stuck);
        boolean several = stuck && world.holds.stream().anyMatch(this::isOneOfSeveral);
        counts.forEach((name, count) -> {
            if (!stuck) {
                facts.put("count of " + name, count.toString());
                facts.put("distant " + name, distant.get(name).toString());
            }
            if (!subclasses && !several) {
                Set<String> all = new TreeSet<>(gates.get(name));
                all.removeIf(gate -> gate.endsWith(Guards.READ)
                        && all.contains(gate.substring(0, gate.length() - Guards.READ.length())));
                facts.put("gates of " + name, all.toString());
            }
        });
        // What lives under the name of a destroyed fence has a class of its own until it is given one.
        if (!stuck && world.trace.stream().noneMatch(event -> event.kind() == EventKind.FENCE_DESTROY)) {
            joined.forEach((name, waits) -> facts.put("count of " + name, String.valueOf(waits.size())));
        }
        signals.inferred.forEach((key, support) -> {
            if (seenByReaders(key.to()) && !world.isNoPlace(key.to())) {
                long n = signals.totals.getOrDefault(key.className(), 0L) - signals.excluded(key.className(), key.to());
                facts.put(
                        dependency(World.plain(key.className()), key.to(), Basis.INFERRED, key.kind()),
                        support + " of " + Math.max(n, support.support));
                support.pairs.forEach(pair -> pair(
                        World.plain(key.className()),
                        "",
                        key.to(),
                        pair.instance(),
                        Basis.INFERRED,
                        key.kind(),
                        pair.task()));
            }
        });
        if (world.isProgram() && !stuck) {
            facts.putAll(pairs.ofRings());
        }
    }

    /** Whether its task has the same lock in several ways: which of these holds are some is not kept for gates. */
    private boolean isOneOfSeveral(Hold hold) {
        return world.holds.stream()
                        .filter(other -> other.isLock()
                                && other.task.equals(hold.task)
                                && other.instance.equals(hold.instance)
                                && other.covers(hold.from))
                        .count()
                >= (hold.tried ? 1 : 2);
    }

    /** Of a task that is joined each distinct wait counts once, each time that it runs. */
    private void joined(Hold hold, Wait wait) {
        for (Node node : hold.sort == Hold.Sort.TASK ? wait.nodes() : List.<Node>of()) {
            boolean readers = node.state() != NodeState.NONE && wait.nodes().size() > 1;
            String distinct = hold.from + " " + hold.task + " " + node.className() + readers + wait.kind();
            Node from = hold.node(wait.line());
            // Of what a lock only stands for it may turn out late that it is no lock, and has no readers to wait for.
            boolean told = node.state() != NodeState.NONE
                    || world.holds.stream().noneMatch(each -> each.isLock() && each.className.equals(node.className()));
            if (told && isThere(from, node)) {
                joined.computeIfAbsent(dependency(from, node, Basis.SECTION, wait.kind()), fresh -> new HashSet<>())
                        .add(distinct);
            }
        }
    }

    private void pair(Hold hold, Wait wait, Node node) {
        boolean late = hold.overdue(wait.line());
        String held = hold.isLock() ? hold.instance : "";
        Node from = hold.node(wait.line());
        pair(from, held, node, late ? "" : wait.instance(), Basis.SECTION, wait.kind(), late ? "" : wait.strand());
    }

    private void pair(Node from, String held, Node to, String wanted, Basis basis, WaitKind kind, String task) {
        if (isThere(from, to)) {
            pairs.add(dependency(from, to, basis, kind), from, held, to, wanted, task);
        }
    }

    private boolean isThere(Node from, Node to) {
        return !from.className().equals(to.className())
                && seenByReaders(to)
                && !world.isNoPlace(from)
                && !world.isNoPlace(to);
    }

    /** A reset or fault holds a class of fences once, however many of them it owes. */
    private boolean isFirstOfClass(Hold hold, Wait wait) {
        return hold.sort != Hold.Sort.RESET_FENCE
                || hold
                        == world.holds.stream()
                                .filter(other -> other.sort == hold.sort
                                        && other.frame == hold.frame
                                        && other.from == hold.from
                                        && other.className.equals(hold.className)
                                        && other.covers(wait.line()))
                                .findFirst()
                                .orElseThrow();
    }

    /** Whether a lock that was tried, or that nobody checks, was taken in between and is held. */
    private boolean isDistant(Hold hold, Wait wait) {
        return world.holds.stream()
                .anyMatch(other -> other.passedOver
                        && other.frame == hold.frame
                        && other.task.equals(hold.task)
                        && other.from > hold.from
                        && other.covers(wait.line()));
    }

    /** Counts an occurrence, and keeps of the locks that excluded everybody else those that still did. */
    private void occurs(Hold hold, Wait wait, Node to) {
        Node from = hold.node(wait.line());
        if (!isThere(from, to)) {
            return;
        }
        String name = dependency(from, to, Basis.SECTION, wait.kind());
        Set<String> now = guards.at(wait, hold);
        counts.merge(name, 1L, Long::sum);
        boolean locks = from.state() != NodeState.NONE && to.state() != NodeState.NONE;
        distant.merge(name, locks && !world.isProgram() && isDistant(hold, wait), Boolean::logicalAnd);
        gates.merge(name, now, (before, after) -> {
            before.retainAll(after);
            return before;
        });
    }

    private static boolean waits(Hold hold, Wait wait) {
        boolean ownPage = hold.sort == Hold.Sort.PAGE && hold.instance.equals(wait.instance());
        boolean chosen = wait.counts() == null || wait.counts().contains(hold);
        return chosen
                && !hold.stuck
                && !hold.unchecked
                && !ownPage
                && hold.task.equals(wait.task())
                && (hold.sort == Hold.Sort.TASK ? wait.waitsAsTask() : hold.frame == wait.frame())
                && hold.covers(wait.line());
    }

    private void add(Node from, Node to, Basis basis, WaitKind kind) {
        if (isThere(from, to)) {
            facts.put(dependency(from, to, basis, kind), "");
        }
    }

    static String dependency(Node from, Node to, Basis basis, WaitKind kind) {
        return "dependency " + from + " -> " + to + " " + basis + " " + kind;
    }

    /** A wait for readers is one only where the class has any. */
    private boolean seenByReaders(Node node) {
        return node.state() != NodeState.SHARED || world.shared.contains(node.className());
    }

    private boolean sharedIfSeen(String use) {
        return !use.endsWith(":shared")
                || world.shared.stream().anyMatch(name -> use.endsWith(" -> " + name + ":shared"));
    }

    private void recursions() {
        for (World.Recursion recursion : world.recursions) {
            boolean unbalanced = recursion.sameLock() && recursion.hold().lost;
            if (!unbalanced && !recursion.hold().stuck) {
                facts.put("recursion " + recursion.className(), "");
            }
        }
        locks.orders.contradictions().forEach(name -> facts.put("recursion " + name, ""));
    }
}
