package io.fencedep.core.model;

/** On top of which task-level code an event happens; the order is the order of interruption. */
public enum InterruptContext {
    TASK,
    SOFTIRQ,
    HARDIRQ,
    NMI
}
