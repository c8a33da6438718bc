package io.fencedep.report;

import static io.fencedep.report.Sample.at;
import static io.fencedep.report.Sample.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.WaitKind;
import org.junit.jupiter.api.Test;

class ScenarioBuilderTest {
    private final Sample sample = new Sample();
    private final Node a = sample.lock("&a->lock");
    private final Node b = sample.lock("&b->lock");

    @Test
    void a_try_keeps_nobody() {
        Finding finding = Sample.finding(FindingKind.CYCLE, "a ring")
                .as(Severity.NOTE, Strength.POTENTIAL)
                .demotion("masked-by-trylock", "&b->lock is only tried while &a->lock is held")
                .step(step("one", "", a, b).places(at(1, "one"), at(2, "one")).wait(WaitKind.TRIED, -1))
                .step(step("two", "", b, a).places(at(3, "two"), at(4, "two")))
                .build();
        Scenario scenario = scenario(finding);
        assertThat(scenario.rows())
                .contains(new Scenario.Row(0, "tries to get &b->lock, and goes on without it", false))
                .contains(new Scenario.Row(1, "waits for lock &a->lock", true));
        assertThat(scenario.ending()).startsWith("A try waits for nobody.");
    }

    @Test
    void what_is_spoken_against_would_only_happen_without_that() {
        Finding finding = Sample.finding(FindingKind.CYCLE, "a ring")
                .as(Severity.NOTE, Strength.POTENTIAL)
                .demotion("gate-lock", "every one of these waits was made with &g->lock held for write")
                .step(step("one", "", a, b).places(at(1, "one"), at(2, "one")))
                .step(step("two", "", b, a).places(at(3, "two"), at(4, "two")))
                .build();
        assertThat(scenario(finding).ending())
                .isEqualTo("Each would wait for the next, but for what speaks against it.");
    }

    @Test
    void two_locks_of_one_class_are_stuck_by_whoever_takes_them_the_other_way_round() {
        assertThat(scenario(recursion("a#1", "a#2")).ending())
                .startsWith("Whoever does the same the other way round is stuck with it");
        assertThat(scenario(recursion("a#1", "a#1")).ending()).isEqualTo("It waits for what it holds itself.");
    }

    private Finding recursion(String held, String wanted) {
        return Sample.finding(FindingKind.RECURSION, "twice")
                .rule("same-class")
                .step(step("one", "", a, a).places(at(1, "one"), at(2, "one")).instances(held, wanted))
                .build();
    }

    private Scenario scenario(Finding finding) {
        return ScenarioBuilder.of(
                finding, new Phrases(sample.add(finding).data().graph()));
    }
}
