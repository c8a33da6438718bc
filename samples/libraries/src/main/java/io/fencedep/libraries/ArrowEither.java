package io.fencedep.libraries;

import arrow.core.Either;

/** One thread makes a left, another one a right. */
public final class ArrowEither {
    private ArrowEither() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(() -> new Either.Left<>("left"), () -> new Either.Right<>("right"));
    }
}
