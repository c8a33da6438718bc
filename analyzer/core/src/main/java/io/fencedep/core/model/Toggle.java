package io.fencedep.core.model;

/** A yes or a no, or nothing said. */
public enum Toggle {
    UNSAID,
    NO,
    YES
}
