package io.fencedep.core.graph;

import java.util.Locale;

/** Why a dependency is believed. */
public enum Evidence {
    SECTION,
    CAUSAL,
    AWAITED,
    HABITUAL,
    WINDOW,
    /** Nobody saw it: a contract states it. */
    CONTRACT;

    /** The name in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
