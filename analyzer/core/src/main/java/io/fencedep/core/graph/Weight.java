package io.fencedep.core.graph;

/** How far a dependency carries, the strongest first. */
public enum Weight {
    CERTAIN,
    STRONG,
    FAIR,
    WEAK
}
