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
 * @param source what its tasks are, as recorders say it: of a kernel, or threads of one program
 * @param hangs whether the buggy variant can hang; else it only stalls, or does harm
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
        String source,
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
                row,
                slug,
                says,
                Severity.ERROR,
                FindingKind.CYCLE,
                Set.of(classes),
                List.of(),
                "primitives",
                true,
                script);
    }

    /** Breaks a rule of this contract. */
    static Program contract(String row, String slug, String says, Script script, String contract) {
        return cycle(row, slug, says, script)
                .as(Severity.WARNING, FindingKind.CONTRACT)
                .under(contract);
    }

    Program as(Severity other, FindingKind otherKind) {
        return new Program(row, slug, says, other, otherKind, classes, contracts, source, hangs, script);
    }

    Program under(String contract) {
        return new Program(row, slug, says, severity, kind, classes, List.of(contract), source, hangs, script);
    }

    Program inProgram() {
        return new Program(row, slug, says, severity, kind, classes, contracts, "jvm", hangs, script);
    }

    Program neverHangs() {
        return new Program(row, slug, says, severity, kind, classes, contracts, source, false, script);
    }

    /** How a variant is called on the command line and in reports. */
    String name(boolean fixed) {
        return row + "-" + slug + (fixed ? ".ok" : ".bad");
    }
}
