package io.fencedep.formats.load;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import java.util.List;

/**
 * What became of all inputs.
 *
 * @param inputs those that were read, in the order of their names on the command line, folders sorted by name
 * @param unreadable those that could not be read; only lenient loading has any
 * @param passedOver files of folders that are no inputs, by name
 * @param graph what all inputs showed together
 */
public record LoadResult(
        List<LoadedInput> inputs, List<InputException> unreadable, List<String> passedOver, DependencyGraph graph) {
    public LoadResult {
        inputs = List.copyOf(inputs);
        unreadable = List.copyOf(unreadable);
        passedOver = List.copyOf(passedOver);
    }
}
