package io.fencedep.core.reference;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.InterruptContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Fences: publications, sections, waits, and what one fence waits for another for. */
final class Fences {
    /** What is known of one fence. */
    static final class Fence {
        final String name;
        String timeline = "";
        long seqno;
        boolean hasSeqno;
        boolean userspace;
        String device = "";
        int created = -1;
        int published = -1;
        /** When somebody said so last. */
        int publishedLast = -1;

        int signalled = -1;
        /** Who signalled it, or a part of it. */
        final Set<String> signallers = new HashSet<>();
        /** When the recorder last dropped something. */
        int lost = -1;

        boolean submitted;
        int submittedLast = -1;
        Hold duty;
        int sections;
        String publisher = "";
        int publishedIn;
        /** The tasks and work items that saw its signal: they do not wait for it again. */
        final Set<String> seenBy = new HashSet<>();

        Fence(String name) {
            this.name = name;
        }

        /** From when on waits may be for its sake. */
        int since() {
            return published >= 0 ? published : created;
        }
    }

    private final List<Ring.Pair> pairs = new ArrayList<>();
    private final Map<String, Fence> fences = new HashMap<>();
    private final World world;
    private final WaitContexts contexts;
    private final Works works;
    private final Signals signals;

    Fences(World world, WaitContexts contexts, Works works, Signals signals) {
        this.world = world;
        this.contexts = contexts;
        this.works = works;
        this.signals = signals;
    }

    List<Fence> known() {
        return List.copyOf(fences.values());
    }

    void accept(int line, TraceEvent event) {
        switch (event.kind()) {
            case FENCE_CREATE -> create(line, event);
            case FENCE_PUBLISH -> publish(line, event);
            case FENCE_SUBMIT -> submit(line, event);
            case FENCE_DEPEND -> depend(line, event);
            case SIGNALLING_BEGIN -> begin(line, event);
            case SIGNALLING_END -> end(line, event);
            case FENCE_SIGNAL -> signal(line, event);
            case FENCE_WAIT -> await(line, event);
            case FENCE_WAITED -> waited(line, event);
            case FENCE_DESTROY -> destroy(line, event);
            case LOST -> {
                pairs.clear();
                fences.values().forEach(fence -> {
                    fence.sections = 0;
                    fence.duty = null;
                    fence.lost = line;
                    fence.seenBy.clear();
                    pairs.clear();
                });
            }
            default -> {}
        }
    }

    Fence fence(String name) {
        return fences.computeIfAbsent(name, Fence::new);
    }

    private void create(int line, TraceEvent event) {
        Fence old = fence(event.text("fence"));
        if (old.since() >= 0 || old.signalled >= 0) {
            forget(line, old.name);
        }
        Fence fence = new Fence(event.text("fence"));
        fence.created = line;
        if (old.since() < 0 && old.signalled < 0) {
            fence.signallers.addAll(old.signallers);
        }
        fence.sections = old.sections;
        fence.timeline = event.text("timeline");
        fence.hasSeqno = event.has("seqno");
        fence.seqno = event.number("seqno", 0);
        fence.userspace = event.is("userspace", true);
        fence.device = event.text("device");
        fences.put(fence.name, fence);
        if (fence.userspace) {
            world.userspace.add(world.fenceClass(fence.name));
        }
    }

    private void publish(int line, TraceEvent event) {
        Fence fence = fence(event.text("fence"));
        fence.publishedLast = line;
        if (fence.published < 0 || fence.signalled >= 0) {
            fence.published = line;
            fence.publisher = event.task();
            fence.publishedIn = world.syscall(event.task());
        }
        if (fence.duty != null && !fence.duty.interruptOver || fence.signalled >= 0) {
            return;
        }
        Hold duty = world.hold(Hold.Sort.DUTY, event.task(), line, world.fenceClass(fence.name), fence.name);
        fence.duty = duty;
        duty.unit = world.frame(event.task()).unit;
        duty.endsWithUnit = !submittedLater(line, fence.name);
    }

    private boolean submittedLater(int line, String name) {
        return world.trace.stream()
                .skip(line + 1L)
                .filter(event -> event.text("event").equals("lost")
                        || event.text("fence").equals(name))
                .map(TraceEvent::what)
                .filter(List.of("fence-submit", "fence-signal", "fence-create", "fence-destroy", "lost")::contains)
                .findFirst()
                .orElse("")
                .equals("fence-submit");
    }

    private void submit(int line, TraceEvent event) {
        Fence fence = fence(event.text("fence"));
        acrossCalls(fence, event);
        fence.submitted = true;
        fence.submittedLast = line;
        fence.duty = null;
        endHolds(line, fence.name, List.of(Hold.Sort.DUTY));
    }

    private void acrossCalls(Fence fence, TraceEvent event) {
        int now = world.syscall(event.task());
        if (fence.published >= 0
                && !fence.submitted
                && event.task().equals(fence.publisher)
                && fence.publishedIn > 0
                && now > 0
                && now != fence.publishedIn) {
            world.fact("unbounded across-syscalls " + world.fenceClass(fence.name));
        }
    }

    private void depend(int line, TraceEvent event) {
        String from = world.fenceClass(event.text("fence"));
        String to = world.fenceClass(event.text("on"));
        same(line, fence(event.text("fence")), List.of(fence(event.text("on"))), true);
        if (!from.equals(to)) {
            boolean byUser = event.text("driver").equals("user") || isUser(event.text("fence"));
            boolean forUser = isUser(event.text("on"))
                    || firstUser(line, List.of(event.text("on"))) > 0
                            && !userBy(firstUser(line, List.of(event.text("on"))), event.text("fence"));
            if (forUser && !byUser) {
                world.fact("unbounded user-fence " + to);
            }
            world.direct.add(new World.Direct(World.plain(from), World.plain(to), Basis.SECTION, WaitKind.BLOCKING));
        }
    }

    private void begin(int line, TraceEvent event) {
        if (!event.has("fence")) {
            String name = event.named();
            world.hold(Hold.Sort.CLASS_SECTION, event.task(), line, name, "");
            return;
        }
        Fence fence = fence(event.text("fence"));
        fence.sections++;
        works.place(event.task(), fence);
        if (fence.signalled < 0) {
            world.hold(Hold.Sort.SECTION, event.task(), line, world.fenceClass(fence.name), fence.name);
        }
    }

    private void end(int line, TraceEvent event) {
        Hold found = null;
        List<Hold> open = event.has("fence") ? world.open(event.task()) : world.openHere(event.task());
        for (Hold hold : open) {
            boolean same = event.has("fence")
                    ? hold.sort == Hold.Sort.SECTION && hold.instance.equals(event.text("fence"))
                    : hold.sort == Hold.Sort.CLASS_SECTION && hold.className.equals(event.named());
            if (same) {
                found = hold;
            }
        }
        boolean begun = event.has("fence") ? fence(event.text("fence")).sections-- > 0 : found != null;
        if (!begun) {
            world.anomaly("section");
            if (event.has("fence")) {
                fence(event.text("fence")).sections = 0;
            }
        } else if (found != null) {
            found.to = line;
        }
    }

    private void signal(int line, TraceEvent event) {
        Fence fence = fence(event.text("fence"));
        if (fence.signalled >= 0) {
            world.anomaly("signal");
            return;
        }
        acrossCalls(fence, event);
        works.place(event.task(), fence);
        signals.signal(line, event, fence, this::fence);
        fence.signallers.add(event.task());
        if (event.isPart()) {
            return;
        }
        fence.signalled = line;
        if (world.isProgram() && fence.signallers.size() == 1) {
            sees(fence, event);
        }
        pay(line, fence.name);
        pairs.removeIf(pair -> pair.before().equals(fence.name) && fence(pair.after()).signalled >= 0);
    }

    private void destroy(int line, TraceEvent event) {
        if (signals.isAwaited(event.text("fence")) && fence(event.text("fence")).signalled < 0) {
            world.anomaly("destroy");
        }
        forget(line, event.text("fence"));
        signals.forget(line, event.text("fence"));
        fences.remove(event.text("fence"));
    }

    /** This fence is no more. */
    private void forget(int line, String name) {
        pay(line, name);
        pairs.removeIf(pair -> pair.before().equals(name) || pair.after().equals(name));
    }

    /** Nobody owes this fence any more. */
    private void pay(int line, String name) {
        endHolds(line, name, List.of(Hold.Sort.DUTY, Hold.Sort.SECTION, Hold.Sort.RESET_FENCE));
        fence(name).duty = null;
    }

    private void endHolds(int line, String name, List<Hold.Sort> sorts) {
        for (Hold hold : world.holds) {
            if (hold.to == Hold.OPEN && sorts.contains(hold.sort) && hold.instance.equals(name)) {
                hold.to = line;
            }
        }
    }

    private void await(int line, TraceEvent event) {
        if (event.number("timeout", -1) == 0) {
            return;
        }
        List<String> wanted = event.has("fence")
                ? List.of(event.text("fence"))
                : event.list("any").stream().distinct().collect(Collectors.toList());
        Node node = node(wanted);
        contexts.sleep(line, event, node.className());
        String program = program(event);
        if (wanted.stream().anyMatch(each -> fence(each).seenBy.contains(program))) {
            world.overBefore.add(line);
            return;
        }
        signals.waits(line, event, wanted);
        world.await(event.task(), line, List.of(node), wanted.get(0), World.kind(event));
        List<Fence> alternatives = wanted.stream().map(this::fence).collect(Collectors.toList());
        for (Hold hold : world.openHere(event.task())) {
            if (hold.isFence()) {
                boolean own = hold.sort == Hold.Sort.DUTY && !hold.overdue(line) && wanted.contains(hold.instance);
                if (!own || !handedOverUnseen(line, hold.instance, event.task())) {
                    same(line, fence(hold.instance), alternatives, !hold.overdue(line));
                }
            }
        }
        boolean owed = alternatives.stream()
                .allMatch(each -> world.openHere(event.task()).stream()
                        .anyMatch(hold -> hold.sort == Hold.Sort.RESET_FENCE && never(fence(hold.instance), each)));
        if (owed) {
            world.fact("recursion " + world.fenceClass(wanted.get(0)));
        }
        unbounded(line, event, wanted);
    }

    private void waited(int line, TraceEvent event) {
        signals.waited(line, event);
        List<String> all = event.has("fence") ? List.of(event.text("fence")) : event.list("any");
        String result = event.text("result");
        if (all.size() == 1 && (result.isEmpty() || result.equals("signaled")) && fence(all.get(0)).signalled >= 0) {
            sees(fence(all.get(0)), event);
        }
    }

    private void sees(Fence fence, TraceEvent event) {
        if (!program(event).isEmpty()) {
            fence.seenBy.add(program(event));
        }
    }

    /**
     * What runs step by step as a whole: a thread, one run of a work item, in a kernel any unit of work; else nothing, and
     * while it frees memory.
     */
    private String program(TraceEvent event) {
        World.Unit unit = world.frame(event.task()).unit;
        if (world.frame(event.task()).context != InterruptContext.TASK || world.reclaims(event.task())) {
            return "";
        }
        if (world.isProgram() && unit.work().isEmpty()) {
            return "task " + event.task();
        }
        return world.isProgram() || unit.known() ? "unit " + unit.id() : "";
    }

    /** Whether who waits for what it has published had handed it over for all we know, though no line says so. */
    private boolean handedOverUnseen(int line, String name, String task) {
        List<TraceEvent> rest = world.trace.subList(line + 1, world.trace.size());
        TraceEvent end = rest.stream()
                .filter(event -> event.text("event").equals("lost")
                        || event.text("fence").equals(name)
                                && List.of("fence-submit", "fence-signal", "fence-create", "fence-destroy")
                                        .contains(event.what()))
                .findFirst()
                .orElse(null);
        if (end == null) {
            return rest.stream()
                    .anyMatch(event -> event.text("event").equals("fence-waited")
                            && event.task().equals(task)
                            && (event.text("fence").equals(name)
                                    || event.list("any").contains(name)));
        }
        return !List.of("fence-submit", "fence-signal").contains(end.text("event"))
                || !end.task().equals(task)
                || !List.of("", "task").contains(end.text("context"));
    }

    private Node node(List<String> wanted) {
        List<String> names =
                wanted.stream().map(world::fenceClass).distinct().sorted().collect(Collectors.toList());
        return World.plain(names.size() == 1 ? names.get(0) : "any of " + String.join(" | ", names));
    }

    /** One fence waits for any of some others of its class; with a way out there is no harm. */
    private void same(int line, Fence before, List<Fence> after, boolean inRings) {
        if (after.size() == 1 && unordered(before, after.get(0))) {
            String name = world.fenceClass(before.name);
            boolean oneClass = name.equals(world.fenceClass(after.get(0).name));
            if (inRings && oneClass && Ring.closes(pairs, before.name, after.get(0).name)) {
                world.fact("recursion " + name);
            }
            Fence later = inRings ? toldLater(line, after.get(0)) : null;
            if (later != null && never(before, later)) {
                world.fact("recursion " + world.fenceClass(later.name));
            }
        } else if (after.stream().allMatch(each -> never(before, each))) {
            world.fact("recursion " + world.fenceClass(after.get(0).name));
        }
    }

    private static boolean ordered(Fence before, Fence after) {
        return before.hasSeqno
                && after.hasSeqno
                && !before.timeline.isEmpty()
                && before.timeline.equals(after.timeline);
    }

    private static boolean unordered(Fence before, Fence after) {
        return !before.name.equals(after.name) && !ordered(before, after);
    }

    /** Whether the second one cannot signal before the first one has. */
    private static boolean never(Fence before, Fence after) {
        return before.name.equals(after.name) || ordered(before, after) && after.seqno >= before.seqno;
    }

    /** What the trace says of a fence only after this line; null when it has said so before, or never does. */
    private Fence toldLater(int line, Fence fence) {
        TraceEvent told = fence.created < 0 && fence.published < 0 && fence.signalled < 0
                ? world.trace.stream()
                        .skip(line + 1L)
                        .filter(event -> event.text("event").equals("lost")
                                || event.text("fence").equals(fence.name)
                                        && List.of("fence-create", "fence-publish", "fence-signal", "fence-destroy")
                                                .contains(event.what()))
                        .findFirst()
                        .orElse(null)
                : null;
        if (told == null || !told.text("event").equals("fence-create")) {
            return null;
        }
        Fence later = new Fence(fence.name);
        later.created =
                line + 1 + world.trace.subList(line + 1, world.trace.size()).indexOf(told);
        later.timeline = told.text("timeline");
        later.hasSeqno = told.has("seqno");
        later.seqno = told.number("seqno", 0);
        later.userspace = told.is("userspace", true);
        return later;
    }

    /** The line at which the last of these fences turns out to be user space's; -1 when that never happens. */
    private int firstUser(int line, List<String> wanted) {
        List<Fence> open =
                wanted.stream().filter(name -> !isUser(name)).map(this::fence).toList();
        if (open.stream().anyMatch(fence -> fence.created >= 0)) {
            return -1;
        }
        for (Fence fence : open) {
            Fence later = toldLater(line, fence);
            if (later != null && wanted.stream().allMatch(name -> isUser(name) || userBy(later.created, name))) {
                return later.created;
            }
        }
        return -1;
    }

    /** Whether what had this name at one line was gone at the other. */
    private boolean isDestroyed(String name, int from, int to) {
        return world.trace.subList(from, to).stream()
                .anyMatch(event -> event.text("event").equals("fence-destroy")
                        && event.text("fence").equals(name));
    }

    /** Whether a fence is user space's by what the trace has said up to a line. */
    private boolean userBy(int line, String name) {
        for (int at = 0; at <= line; at++) {
            TraceEvent event = world.trace.get(at);
            if (event.text("event").equals("fence-create")
                    && event.is("userspace", true)
                    && (event.text("fence").equals(name) && !isDestroyed(name, at, line)
                            || classOf(at, event).equals(world.fenceClass(name)))) {
                return true;
            }
        }
        return false;
    }

    /** The class of what is created here: the first one that is given to what has the name until that is destroyed. */
    private String classOf(int line, TraceEvent created) {
        String name = created.text("fence");
        String given = "";
        for (int at = 0; at < world.trace.size(); at++) {
            TraceEvent event = world.trace.get(at);
            if (event.text("fence").equals(name)) {
                boolean ends = event.text("event").equals("fence-destroy");
                if (ends && at > line) {
                    break;
                }
                given = ends ? "" : given.isEmpty() ? event.named() : given;
            }
        }
        return given.isEmpty() ? world.fenceClass(name) : given;
    }

    private boolean isUser(String name) {
        return fence(name).userspace || world.userspace.contains(world.fenceClass(name));
    }

    private void unbounded(int line, TraceEvent event, List<String> wanted) {
        boolean forUser = wanted.stream().allMatch(this::isUser) || firstUser(line, wanted) > 0;
        if (!forUser || event.has("timeout") || event.text("driver").equals("user")) {
            return;
        }
        List<Hold> held = world.openHere(event.task());
        held.removeIf(hold -> hold.overdue(line));
        boolean userItself = held.stream()
                .anyMatch(hold -> hold.isFence() && fence(hold.instance).userspace
                        || hold.isOfFences() && world.userspace.contains(hold.className));
        for (Hold hold : held) {
            if (hold.owes() && !hold.unchecked && !userItself) {
                world.fact("unbounded user-fence " + world.fenceClass(wanted.get(0)), hold);
            }
        }
    }
}
