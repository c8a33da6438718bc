package io.fencedep.agent.analysis;

import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.WaitKind;
import java.util.HashSet;
import java.util.Set;

/**
 * What a JVM did that ran tests, each thing once. Whatever a test does is seen twice: in the recording of that test and in
 * the one of the whole process. Counted twice, one wait of a waiter that slept would look like two, which is what makes an
 * inferred dependency strong.
 *
 * <p>What was held explicitly is taken from the tests, which know that their order and their threads say nothing; from the
 * process only what no test has shown. What was inferred from signals is taken from the process, which alone saw every
 * signal, with all that counts for and against it.
 */
final class WholeRun {
    /** A dependency, whoever recorded it. */
    private record Key(Node from, Node to, Basis basis, WaitKind waitKind) {
        static Key of(Dependency dependency) {
            return new Key(dependency.from(), dependency.to(), dependency.basis(), dependency.waitKind());
        }
    }

    private WholeRun() {}

    /**
     * Both in one graph.
     *
     * @param process what the process did; returned as it is when there was no test
     * @param tests what the tests did, each a recording, with what ran outside of them
     */
    static DependencyGraph of(DependencyGraph process, DependencyGraph tests) {
        if (tests.recordings().isEmpty()) {
            return process;
        }
        DependencyGraph whole = new DependencyGraph();
        tests.recordings().values().forEach(whole::addRecording);
        process.recordings().values().forEach(whole::addRecording);
        tests.classes().values().forEach(each -> addClass(whole, each, false));
        process.classes().values().forEach(each -> addClass(whole, each, true));
        Set<Key> shown = new HashSet<>();
        for (Dependency each : tests.dependencies()) {
            if (each.basis() != Basis.INFERRED) {
                shown.add(Key.of(each));
                add(whole, each);
            }
        }
        for (Dependency each : process.dependencies()) {
            if (!shown.contains(Key.of(each))) {
                add(whole, each);
            }
        }
        process.usages()
                .forEach(usage -> usage.byRecording()
                        .forEach((recording, seen) -> whole.addUsage(usage.from(), usage.to(), recording, seen)));
        tests.observations()
                .forEach(
                        (fact, seen) -> seen.forEach((recording, each) -> whole.addObservation(fact, recording, each)));
        process.observations().forEach((fact, seen) -> {
            if (!tests.observations().containsKey(fact)) {
                seen.forEach((recording, each) -> whole.addObservation(fact, recording, each));
            }
        });
        return whole;
    }

    private static void addClass(DependencyGraph whole, ResourceClass known, boolean withSignals) {
        ResourceClass added = whole.addClass(known.name(), known.kind());
        added.setLockKind(known.lockKind());
        added.setCapacity(known.capacity());
        if (known.userspace()) {
            added.setUserspace();
        }
        if (known.percpu()) {
            added.setPercpu();
        }
        if (known.handedOver()) {
            added.setHandedOver();
        }
        known.contexts().forEach(added::addContext);
        known.sharedIn().forEach(added::addSharedIn);
        known.alternatives().forEach(added::addAlternative);
        if (withSignals) {
            known.signals().forEach(added::addSignals);
        }
    }

    private static void add(DependencyGraph whole, Dependency dependency) {
        dependency
                .byRecording()
                .forEach((recording, seen) -> whole.addDependency(
                        dependency.from(),
                        dependency.to(),
                        dependency.basis(),
                        dependency.waitKind(),
                        recording,
                        seen));
    }
}
