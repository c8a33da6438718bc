package io.fencedep.core.graph;

import java.util.Locale;

/** The interrupts that can come between a hold and its release. */
public enum Interrupt {
    SOFTIRQ,
    HARDIRQ,
    NMI;

    /** How the names of all their nodes begin. */
    static final String PREFIX = "interrupt:";

    /** The name in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The node that stands for the handlers of this interrupt: it waits for what they take. */
    public Node node() {
        return new Node(PREFIX + text(), NodeState.NONE);
    }
}
