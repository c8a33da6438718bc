package io.fencedep.core.lowering;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Event;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Instances;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Names;
import io.fencedep.core.model.NotifierModel;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongSet;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What all parts of the lowering of one recording share: tables, tasks, dependencies, and how witnesses are made. */
final class Session {
    /** What may run in parts, and in any order. */
    static final long UNORDERED = Long.MIN_VALUE;

    /** The distance between two events: there is room between them for what is told late. */
    static final long STEP = 2;

    private static final long FORGOTTEN_AFTER = 1000;
    private static final int MAX_NONE = 65_536;
    private static final NotifierModel[] MODELS = NotifierModel.values();

    final Names names;
    final Instances instances;
    final SourceTraits traits;
    final ClassTable classes;
    final Witnesses witnesses;
    final Tasks tasks;
    final Dependencies dependencies;
    final Usages usages;
    final InstanceOrders orders;
    final SignalSupport support = new SignalSupport();
    final Observations observations = new Observations();
    final Anomalies anomalies = new Anomalies();

    /** The position of the event at hand: {@link #STEP} more than that of the event before. */
    long now;
    /** Counts what may change the findings: new dependencies, facts and occurrences, and what turned out to stand. */
    long growth;
    /** Counts starts and joins of tasks. */
    long stampVersion;

    /** What is known beside the events. */
    Watched watched = Watched.NOTHING;

    /** Where holds began that turned out to be none, of late. */
    final LongSet none = new LongOpenHashSet();

    private final Int2ObjectOpenHashMap<Resource> places = new Int2ObjectOpenHashMap<>();
    final Resources resources = new Resources();
    private final ArrayDeque<Hold> free = new ArrayDeque<>();

    Session(Names names, Instances instances, SourceTraits traits) {
        this.names = names;
        this.instances = instances;
        this.traits = traits;
        this.classes = new ClassTable(names);
        this.witnesses = new Witnesses(names, instances, classes);
        this.tasks = new Tasks(names, !traits.program());
        this.dependencies = new Dependencies(this);
        this.usages = new Usages(this);
        this.orders = new InstanceOrders(this);
        instances.setKeeper(resources::isIdle, resources::forget);
    }

    /** How many events were taken in their order. */
    long events() {
        return now / STEP;
    }

    /** The position of what happened when so many events had been taken. */
    static long after(long events) {
        return events * STEP + 1;
    }

    /**
     * Gives an instance that has no class a provisional one; returns its class. Unless one is given later, it is named by
     * its kind and the place of this event.
     */
    int classify(Resource resource, Event event, ResourceKind kind, String kindName) {
        if (resource.classId == ClassTable.NONE) {
            resource.classId = classes.provisional(kindName, placeName(event), kind, resource.classBefore);
        }
        return resource.classId;
    }

    /** Whether two classes are one, or may turn out to be. */
    boolean mayBeOne(int classId, int other) {
        if (classId == other || classes.isSettled(classId) && classes.isSettled(other)) {
            return classId == other;
        }
        return !classes.isKnown(classId)
                || !classes.isKnown(other)
                || classes.resolve(classId) == classes.resolve(other);
    }

    /** Takes note of the class that an event, of whatever kind, gives the instance which it is about. */
    void learnClass(Event event) {
        ResourceKind kind = kindOfInstance(event.kind);
        if (event.subclass != 0 && event.className == Names.NONE && kind != ResourceKind.LOCK) {
            anomalies.add(Anomalies.SUBCLASS_ALONE, event.line);
        }
        if (kind == null || event.className == Names.NONE || event.instance == Instances.NONE) {
            return;
        }
        Resource resource = resources.of(event.instance, kind);
        // A lock may be taken under several subclasses: each is its acquire's.
        int given = classes.of(event.className, kind == ResourceKind.LOCK ? 0 : event.subclass, kind);
        if (resource.classId == given) {
            return;
        }
        if (resource.classId == ClassTable.NONE) {
            resource.classId = given;
        } else if (classes.isProvisional(resource.classId)) {
            classes.become(resource.classId, given);
            growth++;
            resource.classId = given;
        } else {
            reclassify(resource, given, event);
        }
    }

    /** Of what kind the instance is that such events give a class; null for those that give none, or one of their own. */
    private static @Nullable ResourceKind kindOfInstance(EventKind kind) {
        return switch (kind) {
            case ACQUIRE, ACQUIRED, RELEASE, DOWNGRADE -> ResourceKind.LOCK;
            case FENCE_CREATE,
                    FENCE_PUBLISH,
                    FENCE_SUBMIT,
                    FENCE_DEPEND,
                    SIGNALLING_BEGIN,
                    FENCE_SIGNAL,
                    SIGNALLING_END,
                    FENCE_WAIT,
                    FENCE_WAITED,
                    FENCE_DESTROY -> ResourceKind.FENCE;
            case WORK_QUEUE, WORK_BEGIN, WORK_END, WORK_FLUSH, WORK_FLUSHED -> ResourceKind.WORK;
            case NOTIFIER_BEGIN, NOTIFIER_END -> ResourceKind.NOTIFIER;
            case PAGE_GET, PAGE_PUT, PAGE_MIGRATE, PAGE_MIGRATED, PAGE_EXCLUSIVE, DMA_BEGIN, DMA_END ->
                ResourceKind.PAGE;
            default -> null;
        };
    }

    private void reclassify(Resource resource, int given, Event event) {
        if (!traits.reusesNames()) {
            anomalies.add(Anomalies.SECOND_CLASS, event.line);
        } else if (resource.idle()) {
            resource.classId = given;
        }
    }

    private String placeName(Event event) {
        if (event.at != Names.NONE) {
            return names.text(event.at);
        }
        List<String> stack = witnesses.stack(event.stack);
        return stack.isEmpty() ? "" : stack.get(0);
    }

    Hold newHold(Frame frame, Event event, int classId, ResourceKind kind, @Nullable Resource resource) {
        Hold hold = free.isEmpty() ? new Hold() : free.pop();
        hold.reset();
        hold.frame = frame;
        hold.classId = classId;
        hold.kind = kind;
        hold.resource = resource;
        hold.since = now;
        hold.line = event.line;
        hold.at = event.at;
        hold.stack = event.stack;
        hold.driver = event.driver;
        return hold;
    }

    /** Begins a hold: from here on others wait for what its task does. */
    void begin(Hold hold) {
        Frame frame = Objects.requireNonNull(hold.frame);
        if (hold.capacity > 1 || hold.takesAll) {
            frame.special++;
        }
        frame.push(hold);
        if (hold.resource != null) {
            hold.resource.addHolder(hold);
        }
    }

    /** Ends a hold properly: the dependencies from it stand. */
    void end(Hold hold) {
        for (Confirmable seen : hold.unconfirmed) {
            if (!seen.confirmed) {
                seen.confirmed = true;
                growth++;
            }
        }
        if (hold.whenBalanced != null) {
            hold.whenBalanced.run();
        }
        if (hold.doubts != null) {
            hold.doubts.isOne();
        }
        detach(hold);
    }

    /** Ends a hold that the recorder only missed the end of: what was seen of it does not stand. */
    void dropStuck(Hold hold) {
        anomalies.add(Anomalies.STUCK_HOLD, hold.line);
        if (none.size() >= MAX_NONE) {
            none.clear();
        }
        none.add(hold.since);
        if (hold.doubts != null) {
            hold.doubts.isNone(none);
        }
        Objects.requireNonNull(hold.frame).task.noLongerTakes(hold);
        detach(hold);
    }

    private void detach(Hold hold) {
        Frame frame = Objects.requireNonNull(hold.frame);
        for (int i = frame.count - 1; i >= 0 && frame.holds[i] != hold; i--) {
            frame.holds[i].outlived |= !hold.late;
        }
        if (hold.capacity > 1 || hold.takesAll || hold.late) {
            frame.special--;
        }
        frame.remove(hold);
        if (hold.resource != null) {
            hold.resource.removeHolder(hold);
        }
        if (hold.resource instanceof Resource.Fence fence && fence.duty == hold) {
            fence.duty = null;
        }
        hold.frame = null;
        hold.unconfirmed.clear();
        if (hold.doubts != null) {
            hold.doubts.clear();
        }
        if (!hold.late) {
            free.push(hold);
        }
    }

    /** In a live system that goes on and on, what is not released after so many events never was held. */
    boolean isForgotten(TaskState task, Hold hold) {
        return traits.reusesNames() && task.lines - hold.taskLines > FORGOTTEN_AFTER;
    }

    /**
     * Who cannot do two things at once: a task or, in a program, one item of a pool that runs several at a time, whichever of
     * its threads it runs on.
     */
    long strand(Frame frame) {
        Resource.Work item = traits.program() ? pooledItem(frame) : null;
        return item == null ? (long) frame.task.id << 32 : item.instance + 1;
    }

    /** What runs inside of an item is part of it. */
    private static Resource.@Nullable Work pooledItem(Frame frame) {
        for (int i = 0; i < frame.count; i++) {
            if (frame.holds[i].kind == ResourceKind.WORK
                    && frame.holds[i].resource instanceof Resource.Work item
                    && item.runsWithOthers()) {
                return item;
            }
        }
        return null;
    }

    /**
     * A number for what runs in one order, and as a whole, whatever the schedule: in a program what a task does outside of
     * items, or one run of an item; in a kernel, where any task may run any part of the code, one unit of work. Not while
     * it frees memory, which another time is not up to it.
     */
    long inOrder(Frame frame) {
        boolean whole = traits.program() || frame.unit.known;
        if (frame.context != InterruptContext.TASK || !whole || frame.inReclaim > 0) {
            return UNORDERED;
        }
        return traits.program() && frame.unit.item == null ? frame.task.id : -1 - frame.unit.began;
    }

    /** Notes between which locks something was seen; in programs, and what is no lock stands for any. */
    void notePair(InstancePairs pairs, @Nullable Resource from, @Nullable Resource to, long strand) {
        if (traits.program()) {
            pairs.add(numberOfLock(from), numberOfLock(to), strand);
        }
    }

    /** Whether this is a queue whose item runs, or may turn out to be one. */
    boolean isOfQueue(Held held) {
        String name = held.node().className();
        return ClassNames.isQueue(name) || witnesses.provisionalIn(held.node()) != ClassTable.NONE;
    }

    /** Notes when something was seen, and between which locks, where starts and joins may be known. */
    void noteSpan(TaskSpans spans, TaskState.Moment moment, @Nullable Resource from, @Nullable Resource to) {
        if (traits.taskUnits()) {
            int held = traits.program() ? numberOfLock(from) : 0;
            spans.add(moment, held, traits.program() ? numberOfLock(to) : 0);
        }
    }

    /** Notes for which lock a unit of work has just waited, in programs. */
    void noteLock(Unit unit, int key, @Nullable Resource resource, long when) {
        int lock = traits.program() ? numberOfLock(resource) : 0;
        if (lock != 0) {
            unit.waitedForLock(key, lock, when);
        }
    }

    /** The number of a lock plus one; 0 for what is no lock. */
    private int numberOfLock(@Nullable Resource resource) {
        if (resource == null || resource.getClass() != Resource.class || resource.instance < 0) {
            return 0;
        }
        return resource.instance + 1;
    }

    Traits traits(Hold hold, int driver) {
        String model = hold.model == 0
                ? ""
                : MODELS[hold.model - 1].name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new Traits(names.text(driver), model, hold.nonBlocking);
    }

    /** Records a fact about one hold and one wait. */
    Observations.Draft observe(
            Observation.Kind kind,
            String rule,
            int from,
            int target,
            SortedMap<String, String> details,
            Frame frame,
            @Nullable Hold hold,
            @Nullable Resource resource,
            Event event) {
        Observations.Draft draft = observations.again(kind, rule, from, target, details);
        if (draft == null) {
            Witness witness = witnesses.of(frame, hold, resource, event);
            draft = observations.add(new Observations.Draft(
                    kind, rule, new int[] {from}, new int[] {target}, details, List.of(witness)));
        }
        if (hold == null) {
            draft.confirmed = true;
        } else {
            draft.seenUnder(hold);
        }
        return draft;
    }

    /** How a wait of this event is waited for; null when it waits for nothing. */
    static @Nullable WaitKind waitKind(Event event) {
        if (event.timeout == 0) {
            return null;
        }
        return event.timeout > 0 ? WaitKind.TIMED : WaitKind.BLOCKING;
    }

    /** The places of a queue, as one resource with several holders. */
    Resource places(int queueName) {
        Resource known = places.get(queueName);
        if (known == null) {
            known = new Resource(-1);
            known.classId = classes.placeOf(queueName);
            places.put(queueName, known);
        }
        return known;
    }
}
