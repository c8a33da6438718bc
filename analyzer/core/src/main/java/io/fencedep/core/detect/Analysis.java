package io.fencedep.core.detect;

import java.util.List;

/**
 * What detection found in a graph.
 *
 * @param findings all of them, notes included, the worst first, in a fixed order
 * @param leftOut what was not searched because a component is too large, as sentences; empty when nothing
 * @param cuts for each component with findings, the dependency whose removal breaks most of its cycles
 */
public record Analysis(List<Finding> findings, List<String> leftOut, List<Cut> cuts) {

    /**
     * The one dependency of a component whose removal breaks most of its cycles.
     *
     * @param from what is held
     * @param to what is waited for
     * @param broken how many of the component's cycles no longer stand without it
     * @param cycles how many cycles of the component were found
     */
    public record Cut(String from, String to, int broken, int cycles) {}

    public Analysis {
        findings = List.copyOf(findings);
        leftOut = List.copyOf(leftOut);
        cuts = List.copyOf(cuts);
    }
}
