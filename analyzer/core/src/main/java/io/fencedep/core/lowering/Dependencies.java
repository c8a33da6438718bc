package io.fencedep.core.lowering;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes "this frame now waits for that" and keeps the dependencies that follow.
 *
 * <p>A memo in the manner of lockdep's chain cache: what is held, in order, and what is waited for hash to one key, behind
 * which stand the dependencies of that chain. A chain seen before costs one look-up and no allocation, once nothing about
 * it can change any more.
 */
final class Dependencies {
    private static final int MAX_WITNESSES = 6;
    /** Chains of more holds are not remembered: their number has no bound, and each is as long as it is. */
    private static final int MAX_CHAIN = 64;

    /** All dependencies of one chain. */
    private static final class Chain {
        final Edge[] edges;
        final int[] holds;
        long count;
        /** The last occurrences after which the same tasks with the same instances could change nothing; 0 for none. */
        final long[] quiet = new long[4];

        int quietNext;
        boolean settled;
        /** Once settled: the moment of a task at which this was noted last, or null when moments matter no more. */
        TaskState.@Nullable Moment noted;

        Chain(Edge[] edges, int[] holds) {
            this.edges = edges;
            this.holds = holds;
        }

        boolean isQuiet(long occurrence) {
            return quiet[0] == occurrence || quiet[1] == occurrence || quiet[2] == occurrence || quiet[3] == occurrence;
        }

        void quieten(long occurrence) {
            quiet[quietNext++ & 3] = occurrence;
        }
    }

    private final Session session;
    private final Crowds crowds;
    private final Long2ObjectOpenHashMap<Edge> edges = new Long2ObjectOpenHashMap<>();
    private final Long2ObjectOpenHashMap<Chain> chains = new Long2ObjectOpenHashMap<>();
    private final LateDependencies late;

    Dependencies(Session session) {
        this.session = session;
        this.crowds = new Crowds(session);
        this.late = new LateDependencies(session);
    }

    /**
     * Everything that this frame holds now waits for a target.
     *
     * @param target a class times two, plus one when its readers are waited for as well
     */
    void waitFor(Frame frame, int target, @Nullable Resource resource, WaitKind kind, Event event) {
        if (kind != WaitKind.TRIED) {
            remember(frame, target, resource, kind, event);
        }
        if (frame.count == 0) {
            return;
        }
        if (event.begun) {
            noteBegun(frame, target, kind);
        }
        if (frame.special > 0 || frame.count > MAX_CHAIN || asksAll(event)) {
            waitWithoutMemo(frame, target, resource, kind, event);
            return;
        }
        long key = Frame.mix(Frame.mix(frame.chain(), (long) target << 2 | kind.ordinal()), event.driver);
        Chain chain = chains.get(key);
        if (chain == null) {
            chain = newChain(frame, target, kind);
            chains.put(key, chain);
        }
        chain.count++;
        if (chain.settled) {
            if (chain.noted != null && chain.noted != frame.task.moment) {
                noteMoment(chain, frame);
            }
            return;
        }
        long who = Frame.mix(frame.instances() + session.stampVersion, session.strand(frame));
        long occurrence = Frame.mix(who, System.identityHashCode(resource)) | 1;
        if (!chain.isQuiet(occurrence)) {
            refine(chain, frame, resource, event, occurrence);
        }
    }

    /** What this frame waits for comes out of an item that has its place. */
    private void noteBegun(Frame frame, int target, WaitKind kind) {
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (!hold.unchecked && hold.classId != target / 2) {
                edge(hold.node(), target, Basis.SECTION, kind).onBegun++;
            }
        }
    }

    /** Whether a lock is asked for that may have room for several, and all of it. */
    private static boolean asksAll(Event event) {
        return event.capacity == 1 && event.kind == EventKind.ACQUIRE;
    }

    /** Only this hold waits for a target. */
    void waitFrom(Hold hold, int target, @Nullable Resource resource, WaitKind kind, Event event) {
        if (hold.unchecked || hold.classId == target / 2) {
            return;
        }
        Frame frame = Objects.requireNonNull(hold.frame);
        if (hold.late) {
            late.add(hold, target, resource, kind, event);
            return;
        }
        Edge edge = edge(hold.node(), target, Basis.SECTION, kind);
        edge.count++;
        occur(edge, hold, frame, resource, event);
        edge.full |= hold.takesAll;
        edge.asksAll |= asksAll(event);
        if (hold.capacity > 1 && event.slept != Toggle.NO && !isOver(resource)) {
            crowds.count(edge, hold, target);
        }
    }

    /** Whether what a thread of a program waits for has come already: it does not wait beside others. */
    private boolean isOver(@Nullable Resource resource) {
        if (!session.traits.program()) {
            return false;
        }
        return resource instanceof Resource.AnyOf any
                ? any.fences.stream().anyMatch(fence -> fence.signalled != Resource.Fence.NEVER)
                : resource instanceof Resource.Fence fence && fence.signalled != Resource.Fence.NEVER;
    }

    /** An occurrence of a dependency that is kept elsewhere. */
    void occurrence(Edge edge, Hold hold, Frame frame, @Nullable Resource resource, Event event) {
        edge.count++;
        occur(edge, hold, frame, resource, event);
    }

    /** A dependency that needs no hold: one fence on another, reclaim on notifiers, a work item on a place. */
    Edge link(int from, int target, Basis basis, WaitKind kind, Witness witness) {
        Edge edge = linkOf(from, target, basis, kind, witness);
        if (session.traits.program()) {
            edge.pairs().addAny();
        }
        return edge;
    }

    /** Whether a witness of an instance that waits without a hold would tell what the known ones do not; notes that it will. */
    boolean tellsMore(Edge edge, TaskState task, Resource from) {
        for (int i = 0; i < edge.seen.size(); i++) {
            if (edge.seen.get(i).from() == from) {
                return false;
            }
        }
        if (edge.witnesses.size() >= MAX_WITNESSES) {
            edge.more = true;
            edge.spans().lose();
            return false;
        }
        edge.seen.add(new Edge.Seen(task.id, InterruptContext.TASK, task.stampNumber, from, null));
        return true;
    }

    /** A joined task waits for what it has waited for itself. */
    void linkJoined(int from, TaskState.Waited waited, boolean known) {
        Edge edge = known
                ? edge(from, waited.target(), Basis.SECTION, waited.kind())
                : linkOf(from, waited.target(), Basis.SECTION, waited.kind(), waited.witness());
        if (session.traits.program()) {
            edge.pairs().addAll(waited.pairs());
        }
        if (session.traits.taskUnits()) {
            edge.spans().addAll(waited.spans());
            edge.wider |= !waited.spans().areAllIn(1);
        }
    }

    private Edge linkOf(int from, int target, Basis basis, WaitKind kind, Witness witness) {
        Edge edge = edge(from, target, basis, kind);
        edge.count++;
        edge.confirmed = true;
        int task = session.tasks.idOf(witness.task());
        edge.noteStrand((long) task << 32);
        if (session.traits.taskUnits()) {
            edge.spans().add(task, witness);
            edge.pooled |= witness.held().stream().anyMatch(session::isOfQueue);
        }
        addWitness(edge, witness);
        edge.traits.putIfAbsent(new Traits(witness.driver(), "", false), witness);
        return edge;
    }

    /** How many holders of limited resources waited at once, as far as classes are known by now. */
    void countCrowds() {
        crowds.settle();
    }

    /** The dependency between these two, made when it is new. */
    Edge edge(int from, int target, Basis basis, WaitKind kind) {
        long key = (long) from << 34 | (long) target << 4 | (long) basis.ordinal() << 2 | kind.ordinal();
        Edge edge = edges.get(key);
        if (edge == null) {
            edge = new Edge(from, target, basis, kind);
            edges.put(key, edge);
            session.growth++;
        }
        return edge;
    }

    /** A duty was handed over after its publisher's unit of work: what happened in between counts. */
    void confirmLate(Hold hold) {
        late.confirm(hold);
    }

    /** Every dependency, with its count so far. */
    Collection<Edge> counted() {
        for (Chain chain : chains.values()) {
            for (Edge edge : chain.edges) {
                edge.count += chain.count;
            }
            chain.count = 0;
        }
        return edges.values();
    }

    private void remember(Frame frame, int target, @Nullable Resource resource, WaitKind kind, Event event) {
        int key = target << 2 | kind.ordinal();
        if (frame.unit.recorded) {
            frame.unit.waited(key, session.now, event.line, event.at, event.stack, event.driver, resource);
            session.noteLock(frame.unit, key, resource, session.now);
        }
        TaskState task = frame.task;
        if (session.traits.taskUnits() && task.level == 0) {
            TaskState.Waited known = task.waited.get(key);
            if (known == null) {
                Witness witness = session.witnesses.of(frame, null, resource, event);
                known = new TaskState.Waited(target, kind, witness, new InstancePairs(), new TaskSpans());
                task.waited.put(key, known);
                task.waits.add(known);
            }
            session.notePair(known.pairs(), null, resource, session.strand(frame));
            session.noteSpan(known.spans(), task.moment, null, null);
        }
    }

    /** What is known of this chain but for when it was seen. */
    private void noteMoment(Chain chain, Frame frame) {
        boolean matters = false;
        for (Edge edge : chain.edges) {
            TaskSpans spans = edge.spans();
            session.noteSpan(spans, frame.task.moment, null, null);
            matters |= !spans.isLost();
        }
        chain.noted = matters ? frame.task.moment : null;
    }

    private Chain newChain(Frame frame, int target, WaitKind kind) {
        Edge[] found = new Edge[frame.count];
        int[] holds = new int[frame.count];
        int size = 0;
        for (int i = 0; i < frame.count; i++) {
            Hold hold = frame.holds[i];
            if (!hold.unchecked && hold.classId != target / 2) {
                found[size] = edge(hold.node(), target, Basis.SECTION, kind);
                holds[size++] = i;
            }
        }
        return new Chain(Arrays.copyOf(found, size), Arrays.copyOf(holds, size));
    }

    private void refine(Chain chain, Frame frame, @Nullable Resource resource, Event event, long occurrence) {
        boolean quiet = true;
        boolean settled = true;
        for (int i = 0; i < chain.edges.length; i++) {
            Edge edge = chain.edges[i];
            occur(edge, frame.holds[chain.holds[i]], frame, resource, event);
            boolean gated = edge.gates == null || !edge.gates.isEmpty();
            boolean oneTask = session.traits.program() && edge.only != Edge.SEVERAL;
            quiet &= edge.confirmed;
            boolean open = edge.pairs != null && !edge.pairs.isFull();
            settled &= edge.confirmed && !gated && edge.more && !oneTask && !open;
        }
        chain.settled = settled;
        chain.noted = settled && session.traits.taskUnits() ? frame.task.moment : null;
        if (quiet) {
            chain.quieten(occurrence);
        }
    }

    private void waitWithoutMemo(Frame frame, int target, @Nullable Resource resource, WaitKind kind, Event event) {
        for (int i = 0; i < frame.count; i++) {
            waitFrom(frame.holds[i], target, resource, kind, event);
        }
    }

    private void occur(Edge edge, Hold hold, Frame frame, @Nullable Resource resource, Event event) {
        boolean gated = edge.gates == null || !edge.gates.isEmpty();
        edge.narrowGates(hold, frame);
        if (gated && edge.gates != null && edge.gates.isEmpty()) {
            session.growth++;
        }
        edge.seenUnder(hold);
        edge.near = edge.near || !frame.isDistant(hold);
        long strand = session.strand(frame);
        edge.noteStrand(strand);
        if (session.traits.program()) {
            session.notePair(edge.pairs(), hold.kind == ResourceKind.LOCK ? hold.resource : null, resource, strand);
        }
        if (session.traits.taskUnits()) {
            session.noteSpan(
                    edge.spans(), frame.task.moment, hold.kind == ResourceKind.LOCK ? hold.resource : null, resource);
            edge.notePool(frame);
        }
        if (!edge.more) {
            noteWitness(edge, hold, frame, resource, event);
        }
        if (edge.traitsDriver != event.driver || edge.traitsOf != hold.signature()) {
            edge.traitsDriver = event.driver;
            edge.traitsOf = hold.signature();
            Traits traits = session.traits(hold, event.driver);
            if (!edge.traits.containsKey(traits)) {
                Witness witness = session.witnesses.of(frame, hold, resource, event);
                int known = edge.witnesses.lastIndexOf(witness);
                edge.traits.put(traits, known < 0 ? witness : edge.witnesses.get(known));
                session.growth++;
            }
        }
    }

    private void addWitness(Edge edge, Witness witness) {
        if (edge.witnesses.size() < MAX_WITNESSES) {
            if (!edge.witnesses.contains(witness)) {
                edge.witnesses.add(witness);
            }
        } else {
            edge.more = true;
        }
    }

    /** Keeps an occurrence if filters could learn from it what the known witnesses do not tell. */
    private void noteWitness(Edge edge, Hold hold, Frame frame, @Nullable Resource resource, Event event) {
        boolean instances = session.traits.comparesInstances();
        Resource from = instances ? hold.resource : null;
        Resource to = instances ? resource : null;
        TaskState task = frame.task;
        for (int i = 0; i < edge.seen.size(); i++) {
            if (edge.seen.get(i).is(frame, from, to)) {
                return;
            }
        }
        if (edge.witnesses.size() < MAX_WITNESSES) {
            edge.seen.add(new Edge.Seen(task.id, frame.context, task.stampNumber, from, to));
            edge.witnesses.add(session.witnesses.of(frame, hold, resource, event));
            session.growth++;
        } else {
            edge.more = true;
        }
    }
}
