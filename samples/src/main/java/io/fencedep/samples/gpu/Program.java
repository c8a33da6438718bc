package io.fencedep.samples.gpu;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import java.util.List;
import java.util.Set;

/**
 * A program that shows a row of the scenarios.
 *
 * @param row the row's number
 * @param slug the row's name
 * @param says what goes wrong, in a sentence
 * @param severity how bad the finding is
 * @param kind what kind of finding it is
 * @param classes what the finding must name
 * @param contracts without which nothing would be found; mostly none
 * @param hangs whether the buggy variant can hang; else it only stalls
 * @param script declares the tasks on a machine
 */
record Program(
        String row,
        String slug,
        String says,
        Severity severity,
        FindingKind kind,
        Set<String> classes,
        List<String> contracts,
        boolean hangs,
        Script script) {

    /** Declares the tasks of a program. */
    @FunctionalInterface
    interface Script {
        void declare(Machine machine, boolean fixed) throws Exception;
    }

    /** A deadlock of these classes, seen without any contract. */
    static Program cycle(String row, String slug, String says, Script script, String... classes) {
        return new Program(
                row, slug, says, Severity.ERROR, FindingKind.CYCLE, Set.of(classes), List.of(), true, script);
    }

    Program as(Severity other, FindingKind otherKind) {
        return new Program(row, slug, says, other, otherKind, classes, contracts, hangs, script);
    }

    Program onlyStalls() {
        return new Program(row, slug, says, severity, kind, classes, contracts, false, script);
    }

    /** How a variant is called on the command line and in reports. */
    String name(boolean fixed) {
        return row + "-" + slug + (fixed ? ".ok" : ".bad");
    }
}
