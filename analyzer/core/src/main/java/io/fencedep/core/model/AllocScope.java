package io.fencedep.core.model;

/** A scope that masks what allocations of a task may do. */
public enum AllocScope {
    NOFS,
    NOIO,
    NORECLAIM
}
