package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Fences without sections: what their signallers waited for on the way. */
final class Signals {
    /** A task waits for a fence. */
    private static final class Waiter {
        final String task;
        final String fence;
        final int from;
        /** From where on what its task did belongs to the unit of work in which it waits. */
        final int unitFrom;
        /** Whether another fence would do as well. */
        final boolean any;

        int to = Hold.OPEN;
        String slept = "";

        Waiter(String task, String fence, int from, int unitFrom, boolean any) {
            this.task = task;
            this.fence = fence;
            this.from = from;
            this.unitFrom = unitFrom;
            this.any = any;
        }

        boolean sleptThrough(int signal) {
            return from < signal && signal < to && !slept.equals("false");
        }
    }

    /** One signal, and what lay before it. */
    private record Signal(
            int line,
            String task,
            String strand,
            int frame,
            String fence,
            String className,
            int since,
            World.Unit unit,
            boolean section,
            boolean handedOver,
            boolean part) {}

    /** At a signal, the signaller had waited on this line for what this waiter had signalled before it slept. */
    private record Own(int signal, int waited, Waiter waiter) {}

    /** What is inferred of one dependency. */
    static final class Support {
        long support;
        long awaited;
        long awaitedStillHeld;
        long stillHeld;
        long inUnit;
        boolean inferred;
        /** Whether it is inferred from a signal of what was never made. */
        boolean repeated;
        /** For which locks, by whom. */
        final Set<For> pairs = new LinkedHashSet<>();

        record For(String instance, String task) {}

        @Override
        public String toString() {
            return support + " awaited " + awaited + " still held " + awaitedStillHeld + "+" + stillHeld + " in unit "
                    + inUnit;
        }
    }

    /** A dependency, as text of its ends. */
    record Key(String className, Node to, WaitKind kind) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    final SortedMap<Key, Support> inferred = new TreeMap<>();
    final SortedMap<String, Long> totals = new TreeMap<>();
    private final World world;
    private final Works works;
    private final List<Waiter> waiters = new ArrayList<>();
    private final Set<Own> own = new HashSet<>();
    private final List<Signal> signals = new ArrayList<>();

    Signals(World world, Works works) {
        this.world = world;
        this.works = works;
    }

    void waits(int line, TraceEvent event, List<String> fences) {
        int unitFrom = world.frame(event.task()).unit.from();
        boolean any = fences.size() > 1;
        fences.forEach(fence -> waiters.add(new Waiter(event.task(), fence, line, unitFrom, any)));
    }

    void waited(int line, TraceEvent event) {
        List<String> fences = event.has("fence") ? List.of(event.text("fence")) : event.list("any");
        for (String fence : new LinkedHashSet<>(fences)) {
            Waiter last = null;
            for (Waiter waiter : waiters) {
                if (waiter.task.equals(event.task()) && waiter.to == Hold.OPEN && waiter.fence.equals(fence)) {
                    last = waiter;
                }
            }
            if (last != null) {
                last.to = line;
                last.slept = event.has("slept") ? String.valueOf(event.is("slept", true)) : "";
            }
        }
    }

    boolean isAwaited(String fence) {
        return waiters.stream().anyMatch(waiter -> waiter.to == Hold.OPEN && waiter.fence.equals(fence));
    }

    /** Nothing is known any more of who waits for a fence; for all when the name is empty. */
    void forget(int line, String fence) {
        for (Waiter waiter : waiters) {
            if (waiter.to == Hold.OPEN && (fence.isEmpty() || waiter.fence.equals(fence))) {
                waiter.to = line;
            }
        }
    }

    void signal(int line, TraceEvent event, Fences.Fence fence, Function<String, Fences.Fence> fences) {
        noteOwn(line, event.task(), fence.name, fences);
        String name = world.fenceClass(fence.name);
        if (!event.isPart()) {
            totals.merge(name, 1L, Long::sum);
        }
        boolean section = world.openHere(event.task()).stream()
                .anyMatch(hold -> hold.isFence() && hold.instance.equals(fence.name) && !hold.overdue(line)
                        || hold.sort == Hold.Sort.CLASS_SECTION && hold.className.equals(name));
        World.Frame frame = world.frame(event.task());
        boolean handedOver = works.handedOver(event.task(), fence);
        signals.add(new Signal(
                line,
                event.task(),
                world.strand(event.task()),
                frame.id,
                fence.name,
                name,
                fence.since(),
                frame.unit,
                section,
                handedOver,
                event.isPart()));
    }

    /** In programs: which waits of the signaller were for what one of the waiters had signalled itself before it slept. */
    private void noteOwn(int line, String signaller, String name, Function<String, Fences.Fence> fences) {
        for (Waiter before : world.isProgram() ? waiters : List.<Waiter>of()) {
            Fences.Fence fence = fences.apply(before.fence);
            for (Waiter waiter : waiters) {
                boolean early = fence.signalled >= waiter.unitFrom && fence.signalled < waiter.from;
                if (before.task.equals(signaller)
                        && !before.any
                        && waiter.fence.equals(name)
                        && fence.signallers.equals(Set.of(waiter.task))
                        && early) {
                    own.add(new Own(line, before.from, waiter));
                }
            }
        }
    }

    void finish() {
        signals.forEach(this::infer);
        inferred.values().removeIf(support -> !support.inferred);
        inferred.forEach((key, support) -> {
            long others = totals.getOrDefault(key.className(), 0L) - excluded(key.className(), key.to());
            if (world.isProgram() && support.repeated && support.stillHeld < others) {
                support.awaitedStillHeld = 0;
            }
        });
    }

    private void infer(Signal signal) {
        Set<Key> seen = new LinkedHashSet<>();
        for (Wait wait : history(signal)) {
            for (Node node : wait.nodes()) {
                if (!node.className().equals(signal.className())) {
                    seen.add(new Key(signal.className(), node, wait.kind()));
                }
            }
        }
        for (Hold hold : holdsFromBefore(signal)) {
            keys(signal, hold)
                    .forEach(key -> inferred.computeIfAbsent(key, fresh -> new Support())
                            .pairs
                            .add(new Support.For(hold.instance, signal.strand())));
        }
        for (Key key : heldFromBefore(signal)) {
            if (!seen.contains(key)) {
                Support support = inferred.computeIfAbsent(key, fresh -> new Support());
                support.support++;
                support.stillHeld++;
                support.inferred = true;
            }
        }
        for (Key key : seen) {
            if (signal.handedOver() && !signal.section()) {
                world.direct.add(new World.Direct(World.plain(key.className()), key.to(), Basis.CAUSAL, key.kind()));
            }
            count(signal, key, inferred.computeIfAbsent(key, fresh -> new Support()));
        }
    }

    /** What the signaller waited for since the publication, in its unit of work. */
    private List<Wait> history(Signal signal) {
        List<Wait> history = new ArrayList<>();
        for (Wait wait : world.waits) {
            boolean before = wait.line() > signal.since() && wait.line() < signal.line();
            boolean remembered = wait.kind() != WaitKind.TRIED && wait.kind() != WaitKind.SPIN;
            if (before
                    && remembered
                    && signal.unit().recorded()
                    && wait.unit() == signal.unit().id()) {
                history.add(wait);
            }
        }
        return history;
    }

    /** What was waited for since the publication, outside of the unit of work, and is still held at the signal. */
    private Set<Key> heldFromBefore(Signal signal) {
        Set<Key> held = new LinkedHashSet<>();
        holdsFromBefore(signal).forEach(hold -> held.addAll(keys(signal, hold)));
        return held;
    }

    private List<Key> keys(Signal signal, Hold hold) {
        return world.lockNodes(hold.className, hold.recursiveRead).stream()
                .map(node -> new Key(signal.className(), node, WaitKind.BLOCKING))
                .toList();
    }

    private List<Hold> holdsFromBefore(Signal signal) {
        List<Hold> held = new ArrayList<>();
        for (Hold hold : signal.section() ? List.<Hold>of() : world.holds) {
            boolean here = hold.frame == signal.frame() && hold.covers(signal.line()) && hold.from > signal.since();
            boolean waited = hold.isLock() && !hold.gotByTry && !hold.unchecked;
            boolean inUnit =
                    signal.unit().recorded() && hold.from >= signal.unit().from();
            if (here && waited && !inUnit && !hold.className.equals(signal.className())) {
                held.add(hold);
            }
        }
        return held;
    }

    private boolean stillHeld(Signal signal, Key key) {
        return world.holds.stream()
                .anyMatch(hold -> hold.task.equals(signal.task())
                        && hold.frame == signal.frame()
                        && hold.covers(signal.line())
                        && hold.sort != Hold.Sort.TASK
                        && !hold.overdue(signal.line())
                        && key.to().className().equals(hold.className)
                        && history(signal).stream()
                                .anyMatch(wait -> wait.kind() == key.kind()
                                        && wait.waitsFor(key.to())
                                        && wait.waitsFor(hold.node(signal.line()))));
    }

    private void count(Signal signal, Key key, Support support) {
        support.support++;
        support.inUnit += signal.unit().known() ? 1 : 0;
        if (signal.section() || signal.handedOver()) {
            return;
        }
        support.inferred = true;
        support.repeated |= signal.since() < 0;
        history(signal).stream()
                .filter(wait -> wait.waitsFor(key.to()) && wait.kind() == key.kind())
                .forEach(wait -> support.pairs.add(new Support.For(wait.instance(), signal.strand())));
        boolean held = stillHeld(signal, key);
        boolean awaited = history(signal).stream()
                .filter(wait -> wait.waitsFor(key.to()) && wait.kind() == key.kind())
                .mapToInt(Wait::line)
                .max()
                .stream()
                .anyMatch(last -> asleep(signal, last));
        support.awaited += awaited ? 1 : 0;
        support.awaitedStillHeld += awaited && held ? 1 : 0;
        support.stillHeld += held ? 1 : 0;
    }

    private boolean asleep(Signal signal, int line) {
        return waiters.stream()
                .anyMatch(waiter -> waiter.fence.equals(signal.fence())
                        && !waiter.task.equals(signal.task())
                        && waiter.from < line
                        && waiter.to > signal.line()
                        && !own.contains(new Own(signal.line(), line, waiter))
                        && waiter.sleptThrough(signal.line()));
    }

    /** Signals of this class that came without that wait because their waiter held what it is for. */
    long excluded(String className, Node node) {
        long excluded = 0;
        for (Signal signal : signals) {
            boolean waits = history(signal).stream().anyMatch(wait -> wait.waitsFor(node));
            if (signal.className().equals(className) && !signal.part() && !waits && waiterHolds(signal, node)) {
                excluded++;
            }
        }
        return excluded;
    }

    private boolean waiterHolds(Signal signal, Node node) {
        Set<String> tasks = new HashSet<>();
        for (Waiter waiter : waiters) {
            if (waiter.fence.equals(signal.fence()) && waiter.from < signal.line() && waiter.to > signal.line()) {
                tasks.add(waiter.task);
            }
        }
        return world.holds.stream()
                .anyMatch(hold -> tasks.contains(hold.task)
                        && hold.covers(signal.line())
                        && hold.sort != Hold.Sort.TASK
                        && !(world.isProgram() && hold.sort == Hold.Sort.PLACE)
                        && !hold.overdue(signal.line())
                        && hold.node(signal.line()).equals(node));
    }
}
