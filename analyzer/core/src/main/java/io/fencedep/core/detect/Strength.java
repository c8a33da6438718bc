package io.fencedep.core.detect;

import java.util.Locale;

/** How sure a finding is. */
public enum Strength {
    /** It happened. */
    OBSERVED,
    /** A reordering of this very trace leads there. */
    PROVEN,
    /** Certain, strong or contract dependencies carry it. */
    POTENTIAL,
    /** It needs a fair dependency, or hinges on what the source could not tell. */
    SUSPECT;

    /** The name in reports. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
