package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.EventKind;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a trace shows, computed in the most obvious way: every hold against every wait. */
final class Reference {
    private final World world;
    private final Locks locks;
    private final Fences fences;
    private final Memory memory;
    private final Works works;
    private final Pages pages;
    private final Devices devices;
    private final Signals signals;
    private final Usage usage;
    private final SortedMap<String, String> facts = new TreeMap<>();

    private Reference(List<TraceEvent> trace, String source) {
        world = new World(trace, source);
        WaitContexts contexts = new WaitContexts(world);
        locks = new Locks(world, contexts);
        works = new Works(world, contexts);
        signals = new Signals(world, works);
        fences = new Fences(world, contexts, works, signals);
        memory = new Memory(world, contexts);
        pages = new Pages(world, contexts);
        devices = new Devices(world, fences);
        usage = new Usage(world);
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
            world.lost(line);
            return;
        }
        world.enter(line, event);
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
                    wait.nodes().forEach(node -> add(hold.node(wait.line()), node, Basis.SECTION, wait.kind()));
                }
            }
        }
        world.direct.forEach(stated -> add(stated.from(), stated.to(), stated.basis(), stated.kind()));
        signals.inferred.forEach((key, support) -> {
            if (seenByReaders(key.to())) {
                long n = signals.totals.get(key.className()) - signals.excluded(key.className(), key.to());
                facts.put(
                        dependency(World.plain(key.className()), key.to(), Basis.INFERRED, key.kind()),
                        support + " of " + Math.max(n, support.support));
            }
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
        if (!from.className().equals(to.className()) && seenByReaders(to)) {
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
