package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.LockKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Locks: waits, holds, recursion, tries that fail. */
final class Locks {
    private record Failure(String task, String instance, int line) {}

    private final World world;
    private final WaitContexts contexts;
    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, LockKind> kinds = new HashMap<>();
    final LockOrders orders = new LockOrders();

    Locks(World world, WaitContexts contexts) {
        this.world = world;
        this.contexts = contexts;
    }

    void accept(int line, TraceEvent event) {
        learn(line, event);
        switch (event.kind()) {
            case ACQUIRE -> acquire(line, event);
            case ACQUIRED -> acquired(line, event);
            case RELEASE -> release(line, event);
            case DOWNGRADE -> downgrade(line, event);
            case LOST -> failures.clear();
            default -> {}
        }
    }

    private void acquire(int line, TraceEvent event) {
        boolean tried = event.is("try", true);
        boolean section = opensSection(line, event);
        boolean mayBlock = !tried && event.number("timeout", -1) != 0 && !section;
        if (event.is("failed", true) && tried) {
            failed(line, event);
            return;
        }
        describe(line, event);
        Hold own = latest(event);
        if (own != null && (own.reentrant || event.is("reentrant", true) || kind(event) == LockKind.MONITOR)) {
            own.depth++;
            boolean checked = !own.unchecked && !event.is("check", false);
            LockKind said = event.has("kind") ? kind(event) : known(line, event);
            boolean real = own.ofLocks && !Hold.isAnnotation(said);
            if (own.sharedAt(line) && !reads(event) && mayBlock && real) {
                world.upgrades.add(line);
            }
            if (checked && own.sharedAt(line) && !reads(event) && mayBlock) {
                world.recursions.add(new World.Recursion(own, line, className(event), false));
            }
            return;
        }
        Hold again = own != null && own.capacity == 1 && mayBlock ? takenAgain(own, line, event) : null;
        boolean unchecked = event.is("check", false);
        if (mayBlock) {
            contexts.lock(line, event, className(event), known(line, event));
        }
        if (mayBlock && !unchecked) {
            boolean nestHeld = world.open(event.task()).stream()
                    .anyMatch(hold -> hold.instance.equals(event.text("nest")) && hold.isLock());
            if (event.has("nest") && !nestHeld) {
                world.anomaly("nest");
            }
            recursion(line, event, again);
        }
        boolean reclaims = className(event).equals(ClassNames.RECLAIM) && world.reclaims(event.task());
        if ((mayBlock || tried) && !unchecked && !reclaims && !section) {
            WaitKind kind = tried ? WaitKind.TRIED : World.kind(event);
            world.await(event.task(), line, nodes(event), event.text("lock"), kind);
        }
        push(line, event, !mayBlock);
    }

    /** Notes which class a lock turns out to have; what was said of it before was said of that. */
    private void learn(int line, TraceEvent event) {
        if (event.has("lock") && event.has("class") && world.isGivenFirst(line, "lock")) {
            for (int subclass = 0; subclass < 2; subclass++) {
                LockKind before = kinds.get(unnamed(event.text("lock"), subclass));
                String name = ClassNames.withSubclass(world.lockClass(event.text("lock")), subclass);
                if (before != null) {
                    kinds.putIfAbsent(name, before);
                }
            }
        }
    }

    private static String unnamed(String lock, long subclass) {
        return "of " + lock + " " + subclass;
    }

    /** What is known at a line of the kind of the locks of its class. */
    private LockKind known(int line, TraceEvent event) {
        return kinds.getOrDefault(kindOf(line, event), LockKind.UNKNOWN);
    }

    private String kindOf(int line, TraceEvent event) {
        boolean named = world.isGiven(line, "lock", event.text("lock"));
        return named ? className(event) : unnamed(event.text("lock"), event.number("subclass", 0));
    }

    private void describe(int line, TraceEvent event) {
        if (event.has("kind")) {
            kinds.putIfAbsent(kindOf(line, event), kind(event));
        }
        if (event.number("capacity", 1) > 1) {
            world.capacityOfClass.merge(className(event), event.number("capacity", 1), Math::max);
        }
        if (reads(event) && world.isOfLocks(className(event))) {
            world.shared.add(className(event));
        }
    }

    private void push(int line, TraceEvent event, boolean tried) {
        Hold hold = world.hold(Hold.Sort.LOCK, event.task(), line, className(event), event.text("lock"));
        hold.ofLocks = world.isOfLocks(hold.className);
        hold.tried = tried;
        hold.gotByTry = event.is("try", true) || opensSection(line, event);
        hold.percpu = event.text("lock_type").equals("percpu");
        hold.unchecked = event.is("check", false);
        hold.passedOver = hold.unchecked || event.is("try", true);
        hold.recursiveRead = event.text("mode").equals("recursive-read");
        hold.sharedFrom = reads(event) && hold.ofLocks ? line : Hold.OPEN;
        hold.lockKind = known(line, event);
        hold.saidKind = event.has("kind") ? kind(event) : hold.lockKind;
        hold.semaphore = hold.saidKind == LockKind.SEMAPHORE;
        hold.waitInner = (int) event.number("wait_inner", hold.lockKind.waitInner());
        hold.reentrant = event.is("reentrant", true) || hold.lockKind == LockKind.MONITOR;
        hold.capacity = event.number("capacity", 1);
        hold.subclass = event.number("subclass", 0);
    }

    private boolean opensSection(int line, TraceEvent event) {
        return reads(event)
                && world.isGiven(line, "lock", event.text("lock"))
                && className(event).equals(ClassNames.DMA_FENCE_MAP);
    }

    private static LockKind kind(TraceEvent event) {
        return event.has("kind") ? LockKind.of(event.text("kind")) : LockKind.UNKNOWN;
    }

    private static boolean reads(TraceEvent event) {
        return event.has("mode") && !event.text("mode").equals("write");
    }

    private String className(TraceEvent event) {
        String name = world.lockClass(event.text("lock"));
        return ClassNames.withSubclass(name, (int) event.number("subclass", 0));
    }

    private List<Node> nodes(TraceEvent event) {
        String name = className(event);
        return world.lockNodes(name, event.text("mode").equals("recursive-read"));
    }

    private void failed(int line, TraceEvent event) {
        failures.add(new Failure(event.task(), event.text("lock"), line));
        if (event.is("check", false)) {
            return;
        }
        List<Hold> spinning = new ArrayList<>();
        for (Hold hold : world.openHere(event.task())) {
            long since = failures.stream()
                    .filter(failure -> failure.task().equals(event.task())
                            && failure.instance().equals(event.text("lock"))
                            && failure.line() > hold.from)
                    .count();
            if (since >= 3) {
                spinning.add(hold);
            }
        }
        if (!spinning.isEmpty()) {
            World.Frame frame = world.frame(event.task());
            world.waits.add(new Wait(
                    event.task(),
                    world.strand(event.task()),
                    frame.id,
                    frame.context == InterruptContext.TASK,
                    frame.unit.id(),
                    line,
                    nodes(event),
                    event.text("lock"),
                    WaitKind.SPIN,
                    List.copyOf(spinning)));
        }
    }

    /** A task takes a lock that it holds; gives the hold before if it is the same lock for sure. */
    private Hold takenAgain(Hold own, int line, TraceEvent event) {
        if (event.text("mode").equals("recursive-read") && own.sharedAt(line) || nestsInItself(own.className)) {
            return own;
        }
        boolean bothRead = own.sharedAt(line) && event.text("mode").equals("read");
        boolean interrupted = own.frame != world.frame(event.task()).id;
        boolean manyTimes = bothRead && !world.source.equals("ftrace");
        if (own.retaken && !manyTimes && !interrupted) {
            own.stuck = true;
            own.to = line;
            world.anomaly("stuck");
            return null;
        }
        own.retaken = true;
        boolean getsPast = bothRead || !world.source.equals("ftrace");
        if (!own.unchecked && !event.is("check", false) && getsPast) {
            world.recursions.add(new World.Recursion(own, line, className(event), true));
        }
        return own;
    }

    private void recursion(int line, TraceEvent event, Hold again) {
        String name = className(event);
        if (event.is("nests", true)) {
            return;
        }
        for (Hold hold : world.open(event.task())) {
            boolean readers = event.text("mode").equals("recursive-read") && hold.sharedAt(line);
            boolean objects = world.isProgram() && !hold.instance.equals(event.text("lock"));
            boolean excused = hold.unchecked || hold == again || readers && !objects || nested(hold, event);
            if (!hold.className.equals(name) || excused || nestsInItself(name)) {
                continue;
            }
            if (objects) {
                orders.before(hold, hold.node(line), event.text("lock"), nodes(event));
            } else {
                world.recursions.add(new World.Recursion(hold, line, name, false));
            }
        }
    }

    /** Whoever signals, or reclaims, may do so within. */
    private boolean nestsInItself(String name) {
        return world.isOfFences(name) || name.startsWith(ClassNames.RECLAIM);
    }

    private boolean nested(Hold hold, TraceEvent event) {
        return event.has("nest")
                && world.open(event.task()).stream()
                        .anyMatch(nest ->
                                nest.isLock() && nest.instance.equals(event.text("nest")) && nest.from <= hold.from);
    }

    private void acquired(int line, TraceEvent event) {
        Hold hold = latest(event);
        subclass(hold, event);
        if (hold != null && event.text("result").equals("timeout")) {
            end(hold, line);
            Hold first = latest(event);
            if (first != null && first != hold && !world.source.equals("ftrace")) {
                first.retaken = false;
            }
        }
    }

    private void release(int line, TraceEvent event) {
        Hold hold = latest(event);
        if (hold != null && hold.frame != world.frame(event.task()).id) {
            world.anomaly("release");
            return;
        }
        subclass(hold, event);
        if (hold == null) {
            hold = world.holds.stream()
                    .filter(other -> other.isLock()
                            && other.to == Hold.OPEN
                            && other.instance.equals(event.text("lock"))
                            && (other.semaphore || other.saidKind == LockKind.UNKNOWN || other.sharedAt(line)))
                    .findFirst()
                    .orElse(null);
        }
        if (hold == null || !hold.semaphore && !hold.sharedAt(line) && !hold.task.equals(event.task())) {
            world.anomaly("release");
        }
        if (hold != null) {
            end(hold, line);
        }
    }

    /** The task's latest hold of the lock, in whatever context. */
    private Hold latest(TraceEvent event) {
        Hold found = null;
        for (Hold hold : world.open(event.task())) {
            if (hold.isLock() && hold.instance.equals(event.text("lock"))) {
                found = hold;
            }
        }
        return found;
    }

    /** A line about a lock that is held may say again under which subclass it was taken. */
    private void subclass(Hold hold, TraceEvent event) {
        long said = event.number("subclass", 0);
        if (said > 0 && hold != null && hold.depth == 1 && hold.subclass != said) {
            world.anomaly("other-subclass");
        }
    }

    private static void end(Hold hold, int line) {
        hold.depth--;
        if (hold.depth == 0) {
            hold.to = line;
        }
    }

    private void downgrade(int line, TraceEvent event) {
        Hold hold = latest(event);
        if (hold == null || hold.sharedAt(line)) {
            world.anomaly("downgrade");
        } else {
            subclass(hold, event);
            hold.sharedFrom = line;
            if (hold.ofLocks) {
                world.shared.add(hold.className);
            }
        }
    }
}
