package io.fencedep.core.reference;

import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import java.util.List;

/**
 * A moment at which a task depends on somebody else.
 *
 * @param task who waits
 * @param strand who that is as far as doing things at once goes: the task, or the item that it runs of a pool with more room
 * @param frame in which stretch of one interrupt context
 * @param base whether that is the task below any interrupt
 * @param unit in which unit of work
 * @param line when
 * @param nodes for what
 * @param instance for which one; empty when that is no matter
 * @param kind how
 * @param counts whether only these holds wait; null for all
 */
record Wait(
        String task,
        String strand,
        int frame,
        boolean base,
        int unit,
        int line,
        List<Node> nodes,
        String instance,
        WaitKind kind,
        List<Hold> counts) {
    boolean waitsFor(Node node) {
        return nodes.contains(node);
    }

    /** Whether the task itself waits: neither an interrupt above it nor one that only tries. */
    boolean waitsAsTask() {
        return base && kind != WaitKind.TRIED && kind != WaitKind.SPIN;
    }
}
