package io.fencedep.libraries;

import net.openhft.hashing.Access;
import net.openhft.hashing.LongHashFunction;

/** Two threads begin with two classes whose initialisers need each other. */
public final class HashingInit {
    private static final int OFFSET = 16;

    private HashingInit() {}

    public static void main(String[] arguments) throws Exception {
        byte[] bytes = new byte[2 * OFFSET];
        Turns.take(
                () -> LongHashFunction.xx().hashChars("text"),
                () -> Access.unsafe().getInt(bytes, OFFSET));
    }
}
