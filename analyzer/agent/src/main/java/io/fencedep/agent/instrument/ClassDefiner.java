package io.fencedep.agent.instrument;

import java.util.Map;

/** Gives classes to the boot class loader. */
public interface ClassDefiner {
    /** Gives these classes, by name; none of them extends another one. */
    void define(Map<String, byte[]> classes) throws ReflectiveOperationException;
}
