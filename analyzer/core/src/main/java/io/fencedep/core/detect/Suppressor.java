package io.fencedep.core.detect;

import org.jspecify.annotations.Nullable;

/** Says which findings somebody has looked at and does not want to see. Called from one thread, any number of times. */
@FunctionalInterface
public interface Suppressor {
    /** Suppresses nothing. */
    Suppressor NONE = finding -> null;

    /** Why this finding is suppressed, under the filter {@code suppressed}; null when it is not. */
    @Nullable
    Demotion demotion(Finding finding);
}
