package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the topics share: the trace, its holds and waits, and who was in which interrupt and unit of work when. */
final class World {
    /** A stretch of one interrupt context of one task. */
    static final class Frame {
        final int id;
        final InterruptContext context;
        Unit unit;
        /** Which system call it is in; 0 when in none. */
        int syscall;

        boolean threaded;
        boolean irqsOff;
        boolean softirqsOff;
        /** Whether the trace has spoken of the one, of the other. */
        boolean irqsSaid;

        boolean softirqsSaid;
        /** Whether interrupts were off when events were lost. */
        boolean irqsInDoubt;

        boolean softirqsInDoubt;

        Frame(int id, InterruptContext context) {
            this.id = id;
            this.context = context;
        }
    }

    /**
     * A unit of work.
     *
     * @param recorded whether what it waits for is remembered at all
     * @param known whether it is a system call, work item or interrupt
     * @param work the work item; empty when it is none
     */
    record Unit(int id, int from, boolean recorded, boolean known, String work) {}

    final List<TraceEvent> trace;
    final String source;
    final List<Hold> holds = new ArrayList<>();
    final List<Wait> waits = new ArrayList<>();
    /** Dependencies without a hold and a wait of one task. */
    final List<Direct> direct = new ArrayList<>();

    final SortedMap<String, Long> anomalies = new TreeMap<>();
    private final List<Fact> facts = new ArrayList<>();
    private final Map<String, List<Frame>> frames = new HashMap<>();
    private final Map<String, String> classes = new HashMap<>();
    /** Tasks that a line has started. */
    private final Set<String> started = new HashSet<>();

    private final Map<Integer, Unit> units = new HashMap<>();
    /** What tasks were in when events were lost, before any of their interrupts. */
    private final Map<String, Frame> lostBases = new HashMap<>();

    private final Map<String, Integer> baseFrames = new HashMap<>();
    /** Classes of fences that user space signals. */
    final java.util.Set<String> userspace = new java.util.TreeSet<>();
    /** Classes of locks that somebody took as a reader. */
    final java.util.Set<String> shared = new java.util.TreeSet<>();

    /** The queue that items were last said to be on. */
    final Map<String, String> queues = new HashMap<>();
    /** How many items of a queue run at once, as was said last. */
    final Map<String, Long> capacities = new HashMap<>();

    /** How many may have a lock or place of a class at once. */
    final SortedMap<String, Long> capacityOfClass = new TreeMap<>();

    private final Map<String, Boolean> ofLocks = new HashMap<>();

    private int ids = 1;

    /** A dependency that is stated, not seen. */
    record Direct(Node from, Node to, io.fencedep.core.graph.Basis basis, WaitKind kind) {}

    private record Fact(String text, Hold hold) {}

    /** A wait for the class of something that the same task holds. */
    record Recursion(Hold hold, int line, String className, boolean sameLock) {}

    /** Lines that wait for a fence of which their task knows that it is signalled: they wait for nothing. */
    final Set<Integer> overBefore = new HashSet<>();

    final List<Recursion> recursions = new ArrayList<>();
    /** The lines at which a task asks to write what it reads itself. */
    final Set<Integer> upgrades = new HashSet<>();

    World(List<TraceEvent> trace, String source) {
        this.trace = trace;
        this.source = source;
        trace.forEach(event -> given(event).forEach((instance, className) -> classes.putIfAbsent(instance, className)));
    }

    /** The class that a line gives the instance which it is about; pins and devices have no classes of their own. */
    private static Map<String, String> given(TraceEvent event) {
        boolean ofPins = List.of(EventKind.PAGE_PIN, EventKind.PAGE_UNPIN).contains(event.kind());
        for (String field : List.of("lock", "fence", "work", "page", "notifier")) {
            if (event.has(field) && event.has("class") && !ofPins) {
                String name = field.equals("lock") ? ClassNames.canonical(event.text("class")) : event.named();
                return Map.of(field + ":" + event.text(field), name);
            }
        }
        boolean byDefault = event.kind() == EventKind.NOTIFIER_BEGIN;
        return byDefault ? Map.of("notifier:" + event.text("notifier"), ClassNames.MMU_NOTIFIER) : Map.of();
    }

    /** A class that differs from the one which the instance has; in a live recording, a lock that nobody holds is another one. */
    void secondClass(int line, TraceEvent event) {
        if (event.number("subclass", 0) > 0 && !event.has("class") && !event.has("lock")) {
            anomaly("subclass");
        }
        given(event).forEach((instance, className) -> {
            boolean differs = !classes.get(instance).equals(className) && event.has("class");
            if (differs && !source.equals("ftrace")) {
                anomaly("second");
            } else if (differs && holds.stream().noneMatch(hold -> isOpen(hold, event.text("lock")))) {
                classes.put(instance, className);
            }
        });
        if (event.kind() == EventKind.FENCE_DESTROY) {
            renew(line, event.text("fence"));
        }
    }

    /** What lives under the name of a destroyed fence has the class that is given to it, else that of the one before. */
    private void renew(int line, String fence) {
        trace.stream()
                .skip(line + 1L)
                .filter(event -> event.text("fence").equals(fence) && event.has("class"))
                .findFirst()
                .ifPresent(event -> classes.put("fence:" + fence, event.named()));
    }

    private static boolean isOpen(Hold hold, String lock) {
        return hold.isLock() && hold.to == Hold.OPEN && hold.instance.equals(lock);
    }

    /** Whether a class is one of locks: no line of the trace says that it is something else. */
    boolean isOfLocks(String className) {
        return ofLocks.computeIfAbsent(className, this::findOfLocks);
    }

    private boolean findOfLocks(String className) {
        boolean builtIn = List.of(ClassNames.RECLAIM, ClassNames.MMU_NOTIFIER, ClassNames.DMA_FENCE_MAP)
                .contains(className);
        boolean named = trace.stream()
                .filter(event -> !event.has("lock"))
                .anyMatch(event -> given(event).containsValue(className));
        boolean ofEvent = trace.stream()
                .filter(event -> List.of("reclaim", "signalling", "reset", "fault").stream()
                        .anyMatch(each -> event.text("event").startsWith(each)))
                .anyMatch(event -> event.named().equals(className));
        boolean queue = trace.stream()
                .anyMatch(event -> event.has("queue")
                        && (event.kind() != EventKind.WORK_FLUSHED || event.has("work"))
                        && ClassNames.queue(event.text("queue")).equals(className));
        return !builtIn && !named && !ofEvent && !queue;
    }

    boolean isOfFences(String className) {
        return className.contains("fence");
    }

    /** Whether a task reclaims memory in its present context. */
    boolean reclaims(String task) {
        return openHere(task).stream()
                .anyMatch(hold -> hold.sort == Hold.Sort.RECLAIM || hold.className.equals(ClassNames.RECLAIM));
    }

    /** What a lock of a class is in the graph. */
    Node lockNode(String className, boolean shared) {
        return !isOfLocks(className)
                ? plain(className)
                : new Node(className, shared ? NodeState.SHARED : NodeState.WRITE);
    }

    /** What an acquire of a lock waits for. */
    List<Node> lockNodes(String className, boolean writersOnly) {
        return writersOnly || !isOfLocks(className)
                ? List.of(lockNode(className, false))
                : List.of(lockNode(className, false), lockNode(className, true));
    }

    boolean isProgram() {
        return source.equals("jvm") || source.equals("std");
    }

    /** The class of a lock; what it is made of, as its first line says, when it was never given any. */
    String lockClass(String lock) {
        String kind = trace.stream()
                .filter(event ->
                        event.kind() == EventKind.ACQUIRE && event.text("lock").equals(lock))
                .map(event -> event.text("kind"))
                .findFirst()
                .orElse("");
        return classOf("lock", lock, kind.isEmpty() ? "lock" : kind);
    }

    /** The class of an instance; when it was never given any, the name of its kind and of the place that speaks of it first. */
    String classOf(String field, String instance, String kind) {
        String known = classes.get(field + ":" + instance);
        return known != null ? known : kind + place(field, instance);
    }

    /** The class of an instance, or another one when it was never given any. */
    String givenClass(String field, String instance, String otherwise) {
        return classes.getOrDefault(field + ":" + instance, otherwise);
    }

    /** Whether some line up to this one gives an instance its class. */
    boolean isGiven(int line, String field, String instance) {
        return trace.stream()
                .limit(line + 1L)
                .anyMatch(event -> event.has("class") && event.text(field).equals(instance));
    }

    /** Whether a line is the first that gives its instance a class. */
    boolean isGivenFirst(int line, String field) {
        return !isGiven(line - 1, field, trace.get(line).text(field));
    }

    private String place(String field, String instance) {
        TraceEvent first = trace.stream()
                .filter(event -> speaksOf(event, field, instance))
                .findFirst()
                .orElse(null);
        if (first == null || !first.has("at") && !first.has("stack")) {
            return "";
        }
        return "@" + (first.has("at") ? first.text("at") : first.list("stack").get(0));
    }

    /** Whether a line is about an instance in a way that says of what class it is. */
    private static boolean speaksOf(TraceEvent event, String field, String instance) {
        boolean names = event.text(field).equals(instance)
                || field.equals("fence")
                        && (event.text("on").equals(instance)
                                || event.list("any").contains(instance));
        return names
                && !List.of(
                                EventKind.SIGNALLING_END,
                                EventKind.FENCE_DESTROY,
                                EventKind.RELEASE,
                                EventKind.ACQUIRED,
                                EventKind.DOWNGRADE,
                                EventKind.WORK_END,
                                EventKind.WORK_FLUSHED,
                                EventKind.PAGE_PUT,
                                EventKind.PAGE_PIN,
                                EventKind.PAGE_UNPIN,
                                EventKind.PAGE_MIGRATED,
                                EventKind.PAGE_EXCLUSIVE,
                                EventKind.DMA_BEGIN,
                                EventKind.DMA_END)
                        .contains(event.kind());
    }

    String fenceClass(String fence) {
        return classOf("fence", fence, "fence");
    }

    /** Brings a task into the context of its next line. */
    Frame enter(int line, TraceEvent event) {
        if (event.kind() == EventKind.TASK_START && !event.text("child").equals(event.task())) {
            started.add(event.text("child"));
        }
        InterruptContext context = event.has("context")
                ? InterruptContext.valueOf(event.text("context").toUpperCase(Locale.ROOT))
                : InterruptContext.TASK;
        List<Frame> stack = frames.computeIfAbsent(event.task(), task -> {
            List<Frame> fresh = new ArrayList<>();
            Frame base = frame(InterruptContext.TASK, line);
            if (isProgram() && started.contains(task) && !baseFrames.containsKey(task)) {
                base.unit = unit(line, true, "");
            }
            Frame before = lostBases.get(task);
            if (before != null) {
                base.irqsInDoubt = before.irqsOff || before.irqsInDoubt && !before.irqsSaid;
                base.softirqsInDoubt = before.softirqsOff || before.softirqsInDoubt && !before.softirqsSaid;
            }
            fresh.add(base);
            baseFrames.putIfAbsent(task, top(fresh).id);
            return fresh;
        });
        while (top(stack).context.compareTo(context) > 0) {
            Frame over = stack.remove(stack.size() - 1);
            endFrame(over, line);
        }
        if (top(stack).context != context) {
            Frame frame = frame(context, line);
            frame.threaded = event.is("irq_threaded", true);
            frame.softirqsOff = true;
            frame.irqsOff = context != InterruptContext.SOFTIRQ;
            stack.add(frame);
        }
        return top(stack);
    }

    Frame frame(String task) {
        return top(frames.get(task));
    }

    private Frame frame(InterruptContext context, int line) {
        Frame frame = new Frame(ids++, context);
        frame.unit = unit(line, context != InterruptContext.TASK, "");
        return frame;
    }

    private void endFrame(Frame over, int line) {
        endDuties(over.unit, line);
        boolean leaked = false;
        for (Hold hold : holds) {
            hold.interruptOver |= hold.frame == over.id;
            if (hold.frame == over.id && hold.to == Hold.OPEN) {
                hold.to = line;
                leaked |= hold.isLock();
            }
        }
        if (leaked) {
            anomaly("interrupt");
        }
    }

    private Unit unit(int line, boolean known, String work) {
        boolean recorded = known || !source.equals("ftrace");
        Unit unit = new Unit(ids++, line, recorded, known, work);
        units.put(unit.id(), unit);
        return unit;
    }

    /** Begins a unit of work, which ends the one before. */
    void begin(String task, int line, boolean known, String work) {
        Frame frame = frame(task);
        endDuties(frame.unit, line);
        frame.unit = unit(line, known, work);
    }

    private void endDuties(Unit unit, int line) {
        for (Hold hold : holds) {
            if (unit.equals(hold.unit) && hold.to == Hold.OPEN) {
                hold.overdueFrom = line;
                if (hold.endsWithUnit) {
                    hold.to = line;
                }
            }
        }
    }

    void beginSyscall(String task, int line) {
        begin(task, line, true, "");
        frame(task).syscall = ids++;
    }

    void endSyscall(String task, int line) {
        begin(task, line, false, "");
        frame(task).syscall = 0;
    }

    /** The frame that a task is in below any interrupt; 0 when nothing is known of it. */
    int bottom(String task) {
        return frames.containsKey(task) ? frames.get(task).get(0).id : 0;
    }

    /** Which system call a task is in, below any interrupt; 0 when in none. */
    int syscall(String task) {
        return frames.get(task).get(0).syscall;
    }

    boolean isKnown(int unit) {
        return units.get(unit).known();
    }

    /** The frame of the first task-level line of a task. */
    Integer baseFrame(String task) {
        return baseFrames.get(task);
    }

    /** The recorder dropped something: nothing before it reaches past it. */
    void lost(int line) {
        for (Hold hold : holds) {
            if (hold.to == Hold.OPEN) {
                hold.to = line;
                hold.lost = true;
            }
        }
        frames.forEach((task, stack) -> lostBases.put(task, stack.get(0)));
        frames.clear();
    }

    Hold hold(Hold.Sort sort, String task, int line, String className, String instance) {
        Hold hold = new Hold(sort, task, frame(task).id, line, className, instance);
        holds.add(hold);
        return hold;
    }

    Wait await(String task, int line, List<Node> nodes, String instance, WaitKind kind) {
        Frame frame = frame(task);
        Wait wait = new Wait(
                task,
                strand(task),
                frame.id,
                frame.context == InterruptContext.TASK,
                frame.unit.id(),
                line,
                nodes,
                instance,
                kind,
                null);
        waits.add(wait);
        return wait;
    }

    /** Who a task is for one who asks whether it can do two things at once: which item of a pool with room for several. */
    String strand(String task) {
        for (Hold hold : isProgram() ? openHere(task) : List.<Hold>of()) {
            String queue = hold.sort == Hold.Sort.WORK ? queues.getOrDefault(hold.instance, "") : "";
            if (!queue.isEmpty() && capacities.getOrDefault(queue, 0L) != 1) {
                return "task " + hold.instance;
            }
        }
        return task;
    }

    /** Open holds of a task, of every context, oldest first. */
    List<Hold> open(String task) {
        return holds.stream()
                .filter(hold -> hold.task.equals(task) && hold.to == Hold.OPEN)
                .collect(Collectors.toList());
    }

    /** Open holds of a task in its present context, oldest first. */
    List<Hold> openHere(String task) {
        return open(task).stream().filter(hold -> hold.frame == frame(task).id).collect(Collectors.toList());
    }

    void anomaly(String kind) {
        anomaly(kind, 1);
    }

    void anomaly(String kind, long count) {
        anomalies.merge(kind, count, Long::sum);
    }

    /** Whether a hold keeps everybody else out: a place does when there is only one. */
    boolean excludes(Hold hold) {
        return hold.sort == Hold.Sort.PLACE ? capacityOfClass.getOrDefault(hold.className, 0L) == 1 : hold.excludes();
    }

    /** Whether it is a place on a queue of which no line says how many items run at once: there are none. */
    boolean isNoPlace(Node node) {
        return node.className().startsWith("place:") && !capacityOfClass.containsKey(node.className());
    }

    void fact(String text) {
        fact(text, null);
    }

    /** Notes a fact that stands only if this hold does. */
    void fact(String text, Hold hold) {
        facts.add(new Fact(text, hold));
    }

    /** The facts that stand. */
    List<String> facts() {
        return facts.stream()
                .filter(fact -> fact.hold() == null || !fact.hold().stuck)
                .map(Fact::text)
                .collect(Collectors.toList());
    }

    static Node plain(String className) {
        return new Node(className, NodeState.NONE);
    }

    static WaitKind kind(TraceEvent event) {
        return event.number("timeout", -1) > 0 ? WaitKind.TIMED : WaitKind.BLOCKING;
    }

    private static Frame top(List<Frame> stack) {
        return stack.get(stack.size() - 1);
    }
}
