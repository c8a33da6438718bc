package io.fencedep.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Occurrences;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What is answered by a thread alone is lost to nobody. */
// Locks and waits as programs should not use them.
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"})
class FastPathTest {
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 40);
    private static final int STEPS = 250;

    @Test
    void a_random_program_gives_the_same_with_and_without_the_memo() throws Exception {
        long told = 0;
        long all = 0;
        for (long seed = 0; seed < PROGRAMS; seed++) {
            String source = seed % 3 == 0 ? "jvm" : "primitives";
            Recorder quick = Recorder.builder().id("r").source(source).build();
            Recorder full =
                    Recorder.builder().id("r").source(source).everyEvent().build();
            new RandomProgram(quick, seed).run(STEPS);
            new RandomProgram(full, seed).run(STEPS);
            assertThat(facts(quick.graph())).as("seed %s", seed).isEqualTo(facts(full.graph()));
            assertThat(findings(quick)).as("seed %s", seed).isEqualTo(findings(full));
            told += quick.tape.position;
            all += full.tape.position;
        }
        assertThat(told).as("events told, of %s", all).isLessThan(all * 9 / 10);
    }

    private static List<String> findings(Recorder recorder) {
        return recorder.analysis().findings().stream()
                .map(finding ->
                        finding.id() + " " + finding.kind() + " " + finding.severity() + " " + finding.strength() + " "
                                + finding.demotions().stream()
                                        .map(each -> each.filter())
                                        .toList())
                .toList();
    }

    private static List<String> facts(DependencyGraph graph) {
        TreeSet<String> facts = new TreeSet<>();
        for (Dependency dependency : graph.dependencies()) {
            Occurrences seen = dependency.byRecording().get("r");
            String support = dependency.basis() == Basis.INFERRED
                    ? " " + seen.support + " " + seen.awaited + " " + seen.inUnit + " " + seen.stillHeld
                    : "";
            facts.add(dependency.from() + " -> " + dependency.to() + " " + dependency.basis() + " "
                    + dependency.waitKind() + support + " gates " + seen.gates.size() + " by " + seen.onlyTask);
        }
        graph.observations().forEach((observation, seen) -> facts.add(observation.toString()));
        graph.classes()
                .values()
                .forEach(known -> facts.add(known.name() + " " + known.kind() + " "
                        + known.signals().values().stream()
                                .map(each -> each.total())
                                .toList()));
        return new ArrayList<>(facts);
    }

    @Test
    void detection_of_a_copy_leaves_the_recorder_as_it_is() {
        Recorder recorder = Recorder.create();
        TrackedLock first = recorder.lock("first");
        TrackedLock second = recorder.lock("second");
        first.lock();
        second.lock();
        assertThat(Detector.analyse(recorder.graph(), List.of()).findings()).isEmpty();
        second.unlock();
        first.unlock();
        second.lock();
        first.lock();
        assertThat(recorder.analysis().findings()).hasSize(1);
        first.unlock();
        second.unlock();
        assertThat(recorder.analysis().findings()).hasSize(1);
    }
}
