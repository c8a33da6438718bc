package io.fencedep.libraries;

import fj.Equal;
import fj.data.LazyString;

/** One thread begins with what compares, another one with strings. */
public final class FunctionalStrings {
    private FunctionalStrings() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> System.out.println(Equal.anyEqual()), () -> System.out.println(LazyString.lines_()));
    }
}
