package io.fencedep.agent.analysis;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants to have of a recording.
 *
 * @param reports files, whose suffixes say the format
 * @param graph the file for the graph; null for none
 * @param trace the file for the whole trace; null for none
 * @param contracts names or files of contracts
 * @param baseline the file of findings that are known; null for none
 * @param suppressions the file of what is not to be reported; null for none
 * @param fail whether new errors make the program's exit status 1
 * @param stackDepth how many frames of a stack are kept
 * @param err the standard error that the JVM began with; the program may have put something else into its place
 */
public record Outputs(
        List<String> reports,
        @Nullable String graph,
        @Nullable String trace,
        List<String> contracts,
        @Nullable String baseline,
        @Nullable String suppressions,
        boolean fail,
        int stackDepth,
        PrintStream err) {
    /** Whether nothing is wanted but a line for what is found. */
    boolean areNone() {
        return reports.isEmpty()
                && graph == null
                && trace == null
                && contracts.isEmpty()
                && baseline == null
                && suppressions == null;
    }
}
