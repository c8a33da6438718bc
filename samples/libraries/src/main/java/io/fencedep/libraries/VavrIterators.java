package io.fencedep.libraries;

import io.vavr.collection.Iterator;
import io.vavr.collection.List;

/** What {@link SlangIterators} does, with the release that repaired it: there nobody can extend what is between. */
public final class VavrIterators {
    private VavrIterators() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(Iterator::empty, () -> List.of(1, 2).map(each -> each + 1));
    }
}
