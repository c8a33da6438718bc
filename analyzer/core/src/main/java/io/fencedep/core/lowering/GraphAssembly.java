package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Gives what one recording has shown its final form: classes under their names, provisional ones resolved, numbers added
 * up. In the middle of a recording, what is provisional is left out, and so is what only its end can tell.
 */
final class GraphAssembly {
    private final Session session;
    private final TaskLowering tasks;
    private final boolean ended;
    private final DependencyGraph graph = new DependencyGraph();
    private final FinalNames names;
    private final OtherSignals others;
    private final GatheredDependencies dependencies = new GatheredDependencies();

    /** @param ended whether the recording is over */
    GraphAssembly(Session session, TaskLowering tasks, boolean ended) {
        this.session = session;
        this.tasks = tasks;
        this.ended = ended;
        this.names = new FinalNames(session, ended);
        this.others = new OtherSignals(graph);
    }

    DependencyGraph assemble(Recording recording, long skipped, List<String> warnings) {
        if (ended) {
            session.tasks.all().forEach(tasks::link);
            for (int id = 1; id < session.classes.size(); id++) {
                session.classes.resolve(id);
            }
        }
        names.findPlaces();
        others.find(session, names, recording.id());
        session.dependencies.countCrowds();
        session.dependencies.counted().forEach(this::addEdge);
        session.support.entries().forEach(this::addSupport);
        session.usages.entries().forEach(entry -> names.see(entry.node / 2));
        session.support.signals().keySet().forEach(names::see);
        for (Observations.Draft draft : session.observations.all()) {
            for (int i = 0; i < draft.froms.length; i++) {
                names.see(draft.froms[i] / 2);
                names.see(draft.targets[i] / 2);
            }
        }
        for (int id = 1; id < session.classes.size(); id++) {
            if (names.isKnown(id) && session.classes.resolve(id) == id && session.classes.entry(id).seen) {
                addClass(id, recording.id());
            }
        }
        if (session.traits.program() || session.stampVersion > 0) {
            dependencies.keepPairsOfRings();
        }
        addSignals(recording.id());
        dependencies.addTo(graph, recording.id(), others);
        addUsages(recording.id());
        addObservations(recording.id());
        graph.addRecording(new RecordingSummary(
                recording, session.events(), skipped, session.tasks.size(), session.anomalies.all(), warnings));
        return graph;
    }

    private void addClass(int id, String recording) {
        ClassTable.Entry entry = session.classes.entry(id);
        ResourceClass added = graph.addClass(names.nameOf(id), entry.kind);
        added.setLockKind(entry.lockKind);
        added.setCapacity(entry.capacity);
        if (entry.userspaceSince != Long.MAX_VALUE) {
            added.setUserspace();
        }
        if (entry.percpu) {
            added.setPercpu();
        }
        if (entry.handedOver) {
            added.setHandedOver();
        }
        if (entry.shared) {
            added.addSharedIn(recording);
        }
        if (entry.contexts != 0 && !session.traits.program()) {
            for (InterruptContext context : InterruptContext.values()) {
                if ((entry.contexts & 1 << context.ordinal()) != 0) {
                    added.addContext(context);
                }
            }
        }
        if (entry.alternatives != null) {
            for (int alternative : entry.alternatives) {
                added.addAlternative(names.nameOf(session.classes.resolve(alternative)));
            }
        }
    }

    /** Of a lock with readers it is told that it was held, and, unless it was only read, that it was held for write. */
    private void addGate(Occurrences occurrences, GateRef gate) {
        String instance = session.witnesses.text(gate.resource);
        int classId = session.classes.resolve(gate.node / 2);
        ClassTable.Entry entry = session.classes.entry(classId);
        if (session.traits.program() && entry.kind == ResourceKind.LOCK && entry.shared) {
            occurrences.gates.add(new Gate(names.node(classId, true), instance));
        }
        if (!gate.shared) {
            occurrences.gates.add(new Gate(names.node(classId, false), instance));
        }
    }

    private void addEdge(Edge edge) {
        if (!edge.confirmed || edge.count == 0 || !names.isThere(edge.from / 2) || !names.isThere(edge.target / 2)) {
            return;
        }
        Node from = names.node(edge.from / 2, edge.from % 2 == 1);
        Occurrences occurrences = new Occurrences();
        occurrences.count = edge.count;
        long room = session.classes.entry(edge.from / 2).capacity;
        occurrences.holdersAtOnce = edge.full ? Math.max(edge.holdersAtOnce, room) : edge.holdersAtOnce;
        occurrences.asksAll = edge.asksAll;
        occurrences.fifoOrdered = edge.fifoSeen && edge.fifoOrdered || edge.onOlder == edge.count;
        occurrences.begun = edge.onBegun > 0 && edge.onBegun == edge.count;
        occurrences.onlyTask = names.nameOfStrand(edge.only);
        occurrences.more = edge.more;
        if (edge.gates != null) {
            for (GateRef gate : edge.gates) {
                if (names.isThere(gate.node / 2)
                        && names.isGate(gate.node / 2)
                        && !names.isShared(gate.node / 2)
                        && (ended ? gate.stands() : !gate.gone)) {
                    addGate(occurrences, gate);
                }
            }
        }
        if (edge.pairs != null) {
            edge.pairs.writeTo(occurrences.pairs, session.instances::text, names::nameOfStrand);
        }
        edge.traits.forEach((traits, seen) -> occurrences.traits.put(traits, names.renamed(seen)));
        occurrences.addWitnesses(edge.witnesses.stream().map(names::renamed).toList());
        if (edge.spans != null) {
            occurrences.more |= session.stampVersion > 0 && edge.wider;
            addSpans(occurrences, edge.spans, edge.pooled || names.runSeveral(edge.places));
        }
        for (Node to : names.targets(edge.target)) {
            if (!from.className().equals(to.className()) && !isSameCode(edge, from, to)) {
                occurrences.distant = !edge.near && !session.traits.program() && isLock(from) && isLock(to);
                dependencies.add(from, to, edge.basis, edge.waitKind, occurrences);
            }
        }
    }

    /** Whether an item of a program awaits one of the same code, which is no other class for running in another pool. */
    private boolean isSameCode(Edge edge, Node from, Node to) {
        return session.traits.program()
                && isWork(edge.from / 2)
                && isWork(edge.target / 2)
                && ClassNames.ofCode(from.className()).equals(ClassNames.ofCode(to.className()));
    }

    /** When it was seen, where the witnesses do not tell all, and where starts or joins put anything in an order. */
    private void addSpans(Occurrences occurrences, TaskSpans spans, boolean pooled) {
        if (session.stampVersion > 0 && occurrences.more) {
            occurrences.addSpans(spans.all(session.instances::text, session.tasks::nameOf), pooled);
        }
    }

    private boolean isWork(int id) {
        return session.classes.entry(session.classes.resolve(id)).kind == ResourceKind.WORK;
    }

    private static boolean isLock(Node node) {
        return node.state() != NodeState.NONE;
    }

    private void addSupport(SignalSupport.Entry entry) {
        long awaited = entry.awaited - (ended ? 0 : entry.undecided);
        if (entry.inferred == 0
                || !ended && awaited <= 0
                || !names.isKnown(entry.fenceClass)
                || !names.isThere(entry.target / 2)) {
            return;
        }
        Node from = names.node(entry.fenceClass, false);
        Occurrences occurrences = new Occurrences();
        occurrences.count = entry.inferred;
        occurrences.support = entry.support;
        occurrences.awaited = awaited;
        occurrences.awaitedStillHeld = entry.awaitedStillHeld;
        occurrences.stillHeld = entry.stillHeld;
        occurrences.inUnit = entry.inUnit;
        occurrences.fifoOrdered = false;
        occurrences.onlyTask = names.nameOfStrand(entry.only);
        entry.pairs.writeTo(occurrences.pairs, session.instances::text, names::nameOfStrand);
        occurrences.addWitnesses(entry.witnesses.stream().map(names::renamed).toList());
        occurrences.more |= session.stampVersion > 0 && !entry.spans.areAllIn(occurrences.witnesses.size());
        addSpans(occurrences, entry.spans, entry.pooled);
        Node to = names.node(entry.target / 2, entry.target % 2 == 1);
        boolean ofReaders = entry.target % 2 == 1;
        ClassTable.Entry known = session.classes.entry(session.classes.resolve(entry.target / 2));
        boolean exists = !ofReaders || known.kind == ResourceKind.LOCK && known.shared;
        if (exists && !from.className().equals(to.className())) {
            dependencies.add(from, to, Basis.INFERRED, entry.waitKind, occurrences);
            boolean anybody = known.kind == ResourceKind.PLACE && others.areAnybodys(from);
            if (entry.repeated || anybody) {
                dependencies.isRepeated(from, to, entry.waitKind);
            }
        }
    }

    private void addUsages(String recording) {
        Map<List<Node>, Occurrences> usages = new LinkedHashMap<>();
        for (Usages.Entry entry : session.usages.entries()) {
            if (!names.isKnown(entry.node / 2)) {
                continue;
            }
            Occurrences occurrences = new Occurrences();
            occurrences.count = entry.count;
            occurrences.fifoOrdered = false;
            occurrences.addWitnesses(
                    entry.witnesses.stream().map(names::renamed).toList());
            Node interrupt = entry.interrupt.node();
            if (entry.usedIn) {
                names.targets(entry.node).forEach(to -> addUsage(usages, interrupt, to, occurrences));
            } else {
                addUsage(usages, names.node(entry.node / 2, entry.node % 2 == 1), interrupt, occurrences);
            }
        }
        usages.forEach((ends, occurrences) -> graph.addUsage(ends.get(0), ends.get(1), recording, occurrences));
    }

    private static void addUsage(Map<List<Node>, Occurrences> usages, Node from, Node to, Occurrences occurrences) {
        Occurrences known = usages.get(List.of(from, to));
        if (known == null) {
            usages.put(List.of(from, to), occurrences.copy());
        } else {
            long count = known.count + occurrences.count;
            known.merge(occurrences);
            known.count = count;
        }
    }

    private void addSignals(String recording) {
        Map<String, Long> totals = new TreeMap<>();
        Map<String, SortedMap<Node, Long>> excluded = new TreeMap<>();
        session.support.signals().int2LongEntrySet().forEach(entry -> {
            if (!names.isKnown(entry.getIntKey())) {
                return;
            }
            String name = names.node(entry.getIntKey(), false).className();
            totals.merge(name, entry.getLongValue(), Long::sum);
            var nodes = session.support.excluded(entry.getIntKey());
            if (nodes != null) {
                SortedMap<Node, Long> mine = excluded.computeIfAbsent(name, ignored -> new TreeMap<>());
                nodes.int2LongEntrySet().stream()
                        .filter(each -> names.isThere(each.getIntKey() / 2))
                        .forEach(each -> mine.merge(
                                names.node(each.getIntKey() / 2, each.getIntKey() % 2 == 1),
                                each.getLongValue(),
                                Long::sum));
            }
        });
        totals.forEach((name, total) -> graph.addClass(name, ResourceKind.FENCE)
                .addSignals(recording, new ResourceClass.Signals(total, excluded.getOrDefault(name, new TreeMap<>()))));
    }

    private void addObservations(String recording) {
        Map<Observation, Sightings> observations = new LinkedHashMap<>();
        for (Observations.Draft draft : session.observations.all()) {
            if (!names.isKnown(draft) || !isOfOneClass(draft)) {
                continue;
            }
            List<Observation.Step> steps = new ArrayList<>();
            for (int i = 0; i < draft.froms.length; i++) {
                Node from = names.node(draft.froms[i] / 2, draft.froms[i] % 2 == 1);
                Node to = names.node(draft.targets[i] / 2, false);
                steps.add(new Observation.Step(from, to));
            }
            Observation observation = new Observation(draft.kind, draft.rule, steps, details(draft));
            Sightings seen = new Sightings(
                    draft.count, draft.witnesses().stream().map(names::renamed).toList());
            observations.merge(
                    observation, seen, (mine, other) -> new Sightings(mine.count() + other.count(), mine.witnesses()));
        }
        observations.forEach((observation, seen) -> {
            observation.steps().forEach(step -> {
                touch(step.from());
                touch(step.to());
            });
            graph.addObservation(observation, recording, seen);
        });
    }

    /**
     * Instances recur within a class, however late that was told; but for timelines, which order what is on them, as in what
     * a reset owes.
     */
    private boolean isOfOneClass(Observations.Draft draft) {
        if (draft.kind != Observation.Kind.RECURSION
                || draft.rule.equals(FenceWaitChecks.TIMELINE)
                || draft.rule.equals(FenceWaitChecks.RESET_OWES)
                || "same".equals(draft.details.get("instance"))) {
            return true;
        }
        int first = session.classes.resolve(draft.froms[0] / 2);
        for (int i = 0; i < draft.froms.length; i++) {
            if (session.classes.resolve(draft.froms[i] / 2) != first
                    || session.classes.resolve(draft.targets[i] / 2) != first) {
                return false;
            }
        }
        return Arrays.stream(draft.ring()).allMatch(id -> session.classes.resolve(id) == first);
    }

    private SortedMap<String, String> details(Observations.Draft draft) {
        boolean unnamed = draft.kind == Observation.Kind.RECURSION
                && "other".equals(draft.details.get("instance"))
                && session.classes.entry(session.classes.resolve(draft.froms[0] / 2)).unnamed;
        if (!unnamed) {
            return draft.details;
        }
        SortedMap<String, String> details = new TreeMap<>(draft.details);
        details.put("class", "unknown");
        return details;
    }

    private void touch(Node node) {
        int id = session.classes.byName(node.className(), ResourceKind.LOCK);
        if (graph.classOf(node) == null) {
            graph.addClass(node.className(), session.classes.entry(id).kind);
        }
    }
}
