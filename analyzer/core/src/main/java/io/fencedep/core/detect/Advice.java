package io.fencedep.core.detect;

/** What usually fixes a finding, in one or two sentences per kind. */
final class Advice {
    private Advice() {}

    static String of(FindingKind kind, String rule) {
        return switch (kind) {
            case DEADLOCK, CYCLE ->
                "Break the ring at one place: take the locks in one order everywhere, wait before"
                        + " taking or after dropping what is held, or let the signalling path do without it"
                        + " (allocate beforehand, or with GFP_NOWAIT).";
            case RECURSION -> recursion(rule);
            case IRQ_INVERSION ->
                "Disable that interrupt wherever one of these locks is taken outside of it"
                        + " (spin_lock_irqsave, spin_lock_bh), or do not take the lock in the handler.";
            case WAIT_CONTEXT ->
                "Do not sleep here: drop the spinning lock or enable interrupts first, take a lock that may"
                        + " be taken here, or hand the work to a task.";
            case STALL ->
                "A timeout or a retry ends it, after the whole wait: wait without holding what the other side"
                        + " needs, as for a deadlock.";
            case UNBOUNDED -> unbounded(rule);
            case CONTRACT -> "Follow the rule, or say in a contract of your own why it does not hold here.";
        };
    }

    private static String recursion(String rule) {
        return switch (rule) {
            case "timeline" -> "Fences of one timeline signal in order: wait only for older ones.";
            case "instance-order" -> "Take objects of one class in one order everywhere, for instance by an id.";
            case "upgrade" -> "Drop the read lock before taking the write lock, or take it for write from the start.";
            default ->
                "Take it once; where two objects of one class must be held, order them and say so (subclass, nest"
                        + " lock, acquire context).";
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
