package io.fencedep.core.detect;

import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What usually fixes a finding, in one or two sentences. It speaks of what takes part in the finding, and of programs or
 * of kernels, as the recordings are.
 */
final class Advice {
    private static final String RING_OF_LOCKS =
            "Take these locks in one order everywhere, or let go of one before" + " waiting for the next.";

    private Advice() {}

    /**
     * The advice for a finding.
     *
     * @param rule the rule that it breaks, or the fact behind it; may be empty
     * @param parts what takes part in it
     * @param program whether all of it is threads of programs
     */
    static String of(FindingKind kind, String rule, Set<ResourceKind> parts, boolean program) {
        return switch (kind) {
            case DEADLOCK, CYCLE -> ring(parts, program);
            case RECURSION -> recursion(rule, parts, program);
            case IRQ_INVERSION ->
                "Disable that interrupt wherever one of these locks is taken outside of it"
                        + " (spin_lock_irqsave, spin_lock_bh), or do not take the lock in the handler.";
            case WAIT_CONTEXT -> waitContext(rule);
            case STALL ->
                "A timeout or a retry ends it, after the whole wait: wait without holding what the other side"
                        + " needs, as for a deadlock.";
            case UNBOUNDED -> unbounded(rule);
            case CONTRACT -> "Follow the rule, or say in a contract of your own why it does not hold here.";
        };
    }

    private static String ring(Set<ResourceKind> parts, boolean program) {
        List<String> ways = new ArrayList<>();
        if (parts.contains(ResourceKind.FENCE) || parts.contains(ResourceKind.ANY)) {
            ways.add(
                    program
                            ? "Wait before taking, or after letting go of, what the signalling side needs, or let it"
                                    + " signal without."
                            : "Wait for the fence before taking, or after dropping, what its signalling path needs, or"
                                    + " let that path do without it.");
        }
        if (parts.contains(ResourceKind.RECLAIM) || parts.contains(ResourceKind.NOTIFIER)) {
            ways.add("Allocate beforehand, or with GFP_NOWAIT, where reclaim or a notifier may wait for the caller.");
        }
        addWork(parts, program, ways);
        if (parts.contains(ResourceKind.TASK)) {
            ways.add("Join without holding what the joined task needs.");
        }
        if (parts.contains(ResourceKind.PAGE)) {
            ways.add("Drop page references before taking what whoever migrates the page may hold.");
        }
        if (parts.contains(ResourceKind.RESET) || parts.contains(ResourceKind.FAULT)) {
            ways.add("Until it is through, a reset or a fault handler takes nothing that a waiter may hold.");
        }
        return ways.isEmpty() ? RING_OF_LOCKS : String.join(" ", ways);
    }

    private static void addWork(Set<ResourceKind> parts, boolean program, List<String> ways) {
        if (parts.contains(ResourceKind.PLACE)) {
            ways.add(
                    program
                            ? "Do not wait in a pool for what needs a thread of the same pool: use another pool, or go"
                                    + " on by a callback."
                            : "Do not wait on a queue for what needs a place of the same queue: use another queue.");
        } else if (parts.contains(ResourceKind.WORK) || parts.contains(ResourceKind.QUEUE)) {
            ways.add(
                    program
                            ? "Wait for the task without holding what it needs."
                            : "Flush or cancel the work without holding what it needs.");
        }
    }

    private static String recursion(String rule, Set<ResourceKind> parts, boolean program) {
        return switch (rule) {
            case "timeline" -> "Fences of one timeline signal in order: wait only for older ones.";
            case "same-fence" -> "Signal it first, or leave the wait to somebody who does not owe it.";
            case "fence-ring" -> "Give these fences an order, for instance by one timeline, and wait only along it.";
            case "reset-owes-fence" ->
                "Let the reset complete the fences that it owes, if need be with an error, before it waits.";
            case "page-ring" -> "Drop a page's reference before migrating the next, or take pages in one order.";
            case "instance-order" -> "Take objects of one class in one order everywhere, for instance by an id.";
            case "upgrade" -> "Drop the read lock before taking the write lock, or take it for write from the start.";
            default -> sameClass(parts, program);
        };
    }

    private static String sameClass(Set<ResourceKind> parts, boolean program) {
        if (parts.contains(ResourceKind.WORK) || parts.contains(ResourceKind.QUEUE)) {
            return program
                    ? "A task cannot wait for itself: go on by a callback."
                    : "A work item cannot flush itself, its like or its own queue: cancel without waiting, or flush from"
                            + " elsewhere.";
        }
        if (parts.contains(ResourceKind.NOTIFIER)) {
            return "Allocate outside of the callback, or with GFP_NOWAIT.";
        }
        return program
                ? "Take it once and pass on that it is held, or use a lock that its owner may take again."
                : "Take it once; where two objects of one class must be held, order them and say so (subclass, nest"
                        + " lock, acquire context).";
    }

    /** Adds the devices whose resets or faults these steps are about to what a finding is made of. */
    static void addDevices(
            Set<ResourceKind> parts, List<FindingStep> steps, Function<Node, @Nullable ResourceClass> classes) {
        for (FindingStep step : steps) {
            Held device = step.device(classes);
            ResourceClass known = device == null ? null : classes.apply(device.node());
            if (known != null) {
                parts.add(known.kind());
            }
        }
    }

    /** When there is room for several, and one task takes it bit by bit. */
    static String room() {
        return "Take all that is needed in one step, or give back what is held before waiting for more.";
    }

    private static String waitContext(String reason) {
        return switch (reason) {
            case "irqs-off" ->
                "Wait before disabling interrupts or after enabling them again, or only look (timeout 0).";
            case "held" ->
                "Drop what is held before waiting, or take a lock that may be taken here (a spinlock under a spinlock,"
                        + " a raw one under a raw one). Allocations can do without sleeping: GFP_NOWAIT, GFP_ATOMIC.";
            default ->
                "An interrupt cannot sleep: hand this to a work item or a threaded handler. Allocations can do without"
                        + " sleeping: GFP_NOWAIT, GFP_ATOMIC.";
        };
    }

    private static String unbounded(String rule) {
        return switch (rule) {
            case "pinned-page" -> "Unpin before the page has to move, or keep long pins out of movable zones.";
            case "reference-never-dropped" -> "Drop the reference in finite time, whatever happens.";
            case "exclusive-page-without-callback" -> "Give the holder of the reference a callback that ends its use.";
            case "across-syscalls" ->
                "Publish a fence only together with the work that signals it, in one system call.";
            default -> "Wait for user space without holding anything that others need, or with a timeout.";
        };
    }
}
