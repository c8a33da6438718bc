package io.fencedep.formats;

import io.fencedep.core.graph.DependencyGraph;
import java.util.List;

/**
 * A format whose inputs are dependencies already: a saved graph, or what a kernel's own validator prints. Stateless, as
 * {@link TraceFormat} is.
 */
public non-sealed interface GraphFormat extends InputFormat {

    /**
     * What was read.
     *
     * @param graph with a summary of every recording in it
     * @param skipped what was passed over, in the order in which it was first met
     * @param warnings what was accepted but should be known
     */
    record ReadGraph(DependencyGraph graph, List<ReadReport.Skipped> skipped, List<ReadReport.Warning> warnings) {
        public ReadGraph {
            skipped = List.copyOf(skipped);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads a whole input. The caller closes the source.
     *
     * @throws InputException when the input cannot be read, or a part of it cannot and the options are not lenient
     */
    ReadGraph read(TraceSource source, ReadOptions options) throws InputException;
}
