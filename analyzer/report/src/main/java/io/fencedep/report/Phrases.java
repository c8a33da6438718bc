package io.fencedep.report;

import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Interrupt;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words for holding and waiting, by what sort of thing it is: a lock is held, a fence is owed, a notifier runs. All
 * text is safe to print.
 */
public final class Phrases {
    /** Four sentences about one sort of thing; {@code %s} is its name, {@code %d} the device that it is of. */
    private record Verbs(String holds, String held, String waits, String waited) {}

    private static final Verbs LOCK =
            new Verbs("holds lock %s", "held lock %s", "waits for lock %s", "waited for lock %s");
    private static final Verbs READ_LOCK = new Verbs(
            "holds lock %s for reading",
            "held lock %s for reading", "waits for the readers of lock %s", "waited for lock %s, readers included");
    private static final Verbs FENCE =
            new Verbs("must signal fence %s", "had to signal fence %s", "waits for fence %s", "waited for fence %s");
    private static final Verbs RECLAIM = new Verbs(
            "frees memory (%s)",
            "was freeing memory (%s)", "allocates, so waits for %s", "allocated, so may have waited for %s");
    private static final Verbs NOTIFIER =
            new Verbs("runs notifier %s", "was running notifier %s", "waits for notifier %s", "waited for notifier %s");
    private static final Verbs ALLOCATION =
            new Verbs("", "", "allocates, so waits for notifier %s", "allocated, so may have waited for notifier %s");
    private static final Verbs WORK =
            new Verbs("runs work %s", "was running work %s", "waits until work %s has run", "waited for work %s");
    private static final Verbs QUEUE = new Verbs(
            "runs an item of %s", "was running an item of %s", "waits until %s is empty", "waited for all of %s");
    private static final Verbs PLACE =
            new Verbs("occupies a %s", "occupied a %s", "waits for a free %s", "waited for a free %s");
    private static final Verbs PAGE = new Verbs(
            "has a reference to page %s",
            "had a reference to page %s",
            "waits until references to page %s are dropped",
            "waited for the references to page %s");
    private static final Verbs TASK =
            new Verbs("is %s", "was %s", "waits for the end of %s", "waited for the end of %s");
    private static final Verbs RESET =
            new Verbs("resets %s", "was resetting %s", "waits for the reset %s", "waited for the reset %s");
    private static final Verbs FAULT = new Verbs(
            "serves page fault %s", "was serving page fault %s", "waits for page fault %s", "waited for page fault %s");
    private static final Verbs SOME_RESET =
            new Verbs("resets %d", "was resetting %d", "waits for the reset of %d", "waited for the reset of %d");
    private static final Verbs SOME_FAULT = new Verbs(
            "serves a page fault of %d",
            "was serving a page fault of %d", "waits for a page fault of %d", "waited for a page fault of %d");
    private static final Verbs ANY = new Verbs("needs one of %s", "needed one of %s", "waits for %s", "waited for %s");
    private static final Verbs OTHER = new Verbs("holds %s", "held %s", "waits for %s", "waited for %s");

    private final DependencyGraph graph;

    /** Words for the things in this graph. */
    public Phrases(DependencyGraph graph) {
        this.graph = graph;
    }

    /** Somebody holds this: {@code holds lock mmap_lock}; an empty instance is not named. */
    public String holds(Node node, String instance) {
        Interrupt interrupt = interrupt(node);
        return interrupt == null ? say(verbs(node).holds, node, instance) : "handles a " + interrupt.text();
    }

    /** Somebody held this: {@code held lock mmap_lock [0xff12]}. */
    public String held(Node node, String instance) {
        Interrupt interrupt = interrupt(node);
        return interrupt == null ? say(verbs(node).held, node, instance) : "was handling a " + interrupt.text();
    }

    /** Somebody waits for what this step waits for, with the bound of that wait; an empty instance is not named. */
    public String waits(FindingStep step, String instance) {
        Interrupt interrupt = interrupt(step.to());
        if (interrupt != null) {
            return "is hit by a " + interrupt.text();
        }
        return switch (step.waitKind()) {
            case SPIN -> say("tries again and again to get %s", step.to(), instance);
            case TRIED -> say("tries to get %s", step.to(), instance);
            default -> say(waitVerbs(step).waits, step.to(), instance) + bound(step);
        };
    }

    /** Somebody waited for what this step waits for: {@code waited for lock mmap_lock [0xff12]}. */
    public String waited(FindingStep step, String instance) {
        Interrupt interrupt = interrupt(step.to());
        if (interrupt != null) {
            return "could be hit by a " + interrupt.text();
        }
        return switch (step.waitKind()) {
            case SPIN -> say("tried again and again to get %s", step.to(), instance);
            case TRIED -> say("tried to get %s, and got it", step.to(), instance);
            default -> say(waitVerbs(step).waited, step.to(), instance) + bound(step);
        };
    }

    /** Who did it: {@code exec (i915)}. */
    public static String actor(Witness witness) {
        String task = witness.task().isEmpty() ? "some task" : SafeText.escape(witness.task());
        return witness.driver().isEmpty() ? task : task + " (" + SafeText.escape(witness.driver()) + ")";
    }

    /** A number and its noun: {@code 1 lock}, {@code 2 locks}. */
    public static String count(long number, String noun) {
        String plural = noun.endsWith("s")
                ? noun + "es"
                : noun.endsWith("y") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
        return number(number) + " " + (number == 1 ? noun : plural);
    }

    /**
     * With a comma between each three digits. What the JDK has for that reads the data of all languages first, which takes
     * as long as all else that a short report needs.
     */
    public static String number(long number) {
        StringBuilder text = new StringBuilder(Long.toString(number));
        int digits = number < 0 ? 1 : 0;
        for (int at = text.length() - 3; at > digits; at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** How often: {@code once}, {@code twice}, {@code 3 times}. */
    public static String times(long number) {
        return number == 1 ? "once" : number == 2 ? "twice" : number(number) + " times";
    }

    /** Nanoseconds in the largest unit that fits: {@code 5 s}, {@code 1.5 ms}. */
    public static String duration(long nanos) {
        List<String> units = List.of("ns", "us", "ms", "s");
        double value = nanos;
        int unit = 0;
        while (value >= 1000 && unit < units.size() - 1) {
            value /= 1000;
            unit++;
        }
        String number =
                value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
        return number + " " + units.get(unit);
    }

    /** The interrupt whose handlers this node stands for, or null when it stands for none. */
    public static @Nullable Interrupt interrupt(Node node) {
        for (Interrupt interrupt : Interrupt.values()) {
            if (interrupt.node().equals(node)) {
                return interrupt;
            }
        }
        return null;
    }

    /** Whether this is a place of a queue. */
    public boolean isPlace(Node node) {
        return isOf(node, ResourceKind.PLACE);
    }

    /** Whether this is a fence. */
    boolean isFence(Node node) {
        return isOf(node, ResourceKind.FENCE);
    }

    /** Whether this is the reset of a device. */
    boolean isReset(Node node) {
        return isOf(node, ResourceKind.RESET);
    }

    /** The reset or page fault that keeps the device from signalling the fence of this step, or null. */
    public @Nullable Held device(FindingStep step) {
        return step.device(graph::classOf);
    }

    /** Whether this is a work item. */
    boolean isWork(Node node) {
        return isOf(node, ResourceKind.WORK);
    }

    private boolean isOf(Node node, ResourceKind kind) {
        ResourceClass known = graph.classOf(node);
        return known != null && known.kind() == kind;
    }

    private static String say(String pattern, Node node, String instance) {
        return pattern.replace("%d", device(instance)).replace("%s", named(node, instance));
    }

    /** What a device is called: {@code device gpu0}, {@code a device} where it has no name. */
    static String device(String instance) {
        return instance.isEmpty() ? "a device" : "device " + SafeText.escape(instance);
    }

    /** A class and, where it is known and says more, the instance: {@code dma_fence:gfx [0xff12]}. */
    static String named(Node node, String instance) {
        String name = SafeText.escape(node.className());
        boolean known = !instance.isEmpty() && !instance.equals(node.className());
        return known ? name + " [" + SafeText.escape(instance) + "]" : name;
    }

    private @Nullable ResourceKind kind(Node node) {
        ResourceClass known = graph.classOf(node);
        if (known != null) {
            return known.kind();
        }
        return node.state() == NodeState.NONE ? null : ResourceKind.LOCK;
    }

    private static String bound(FindingStep step) {
        Witness witness = step.witness();
        if (witness != null && witness.timeout() == Witness.UNTIL_INTERRUPTED) {
            return ", until it is interrupted";
        }
        return step.waitKind() == WaitKind.TIMED && witness != null && witness.timeout() >= 0
                ? ", at most " + duration(witness.timeout())
                : "";
    }

    /** Who waits for notifiers without naming one allocates. */
    private Verbs waitVerbs(FindingStep step) {
        Witness witness = step.witness();
        boolean allocates = kind(step.to()) == ResourceKind.NOTIFIER
                && kind(step.from()) != ResourceKind.RECLAIM
                && witness != null
                && witness.toInstance().isEmpty();
        return allocates ? ALLOCATION : verbs(step.to());
    }

    private Verbs verbs(Node node) {
        ResourceKind kind = kind(node);
        if (kind == null) {
            return OTHER;
        }
        return switch (kind) {
            case LOCK -> node.state() == NodeState.SHARED ? READ_LOCK : LOCK;
            case FENCE -> FENCE;
            case RECLAIM -> RECLAIM;
            case NOTIFIER -> NOTIFIER;
            case WORK -> WORK;
            case QUEUE -> QUEUE;
            case PLACE -> PLACE;
            case PAGE -> PAGE;
            case TASK -> TASK;
            case RESET -> node.className().equals(kind.text()) ? SOME_RESET : RESET;
            case FAULT -> node.className().equals(kind.text()) ? SOME_FAULT : FAULT;
            case ANY -> ANY;
        };
    }
}
