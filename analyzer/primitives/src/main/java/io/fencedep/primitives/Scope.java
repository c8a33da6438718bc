package io.fencedep.primitives;

/** Something that lasts until it is closed, by the thread that began it; for {@code try} with resources. */
public interface Scope extends AutoCloseable {
    /** Ends it. A second call does nothing. */
    @Override
    void close();
}
