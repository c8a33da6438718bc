package io.fencedep.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.contract.Rule.Fact;
import io.fencedep.core.contract.Rule.Hold;
import io.fencedep.core.contract.Rule.Target;
import io.fencedep.core.contract.Rule.Wait;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.ResourceClass.Signals;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.Traits;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.model.LockKind;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RuleCheckTest {
    private static final Target ANY = new Target("", Set.of(), "");
    private static final Target NOTIFIER = kind(TargetKind.NOTIFIER);
    private static final Target FENCE = kind(TargetKind.FENCE);

    private final Graphs graphs = new Graphs()
            .resource("mmu_notifier", ResourceKind.NOTIFIER)
            .resource("dma_fence:a", ResourceKind.FENCE)
            .lock("m", LockKind.MUTEX);

    @Test
    void a_wait_under_a_hold_breaks_the_rule_that_forbids_it() {
        graphs.held("mmu_notifier", "dma_fence:a").held("m", "dma_fence:a");

        List<Breach> breaches = check(rule(hold(NOTIFIER), wait(FENCE)));

        assertThat(breaches).hasSize(1);
        assertThat(breaches.get(0).fromClass()).isEqualTo("mmu_notifier");
        assertThat(breaches.get(0).toClass()).isEqualTo("dma_fence:a");
        assertThat(breaches.get(0).contract()).isEqualTo("c");
        assertThat(breaches.get(0).recording()).isEqualTo("run");
        assertThat(breaches.get(0).witness()).isEqualTo(Graphs.witness("-task"));
    }

    @Test
    void tries_count_only_when_the_rule_says_so() {
        Traits none = new Traits("", "", false);
        graphs.held("mmu_notifier", "m", WaitKind.TRIED, none).held("mmu_notifier", "m", WaitKind.SPIN, none);

        assertThat(check(rule(hold(NOTIFIER), wait(ANY)))).isEmpty();
        assertThat(check(rule(hold(NOTIFIER), new Wait(ANY, true, List.of(), List.of()))))
                .hasSize(1);
    }

    @Test
    void a_wait_with_a_timeout_is_a_wait() {
        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.TIMED, new Traits("", "", false));

        assertThat(check(rule(hold(NOTIFIER), wait(FENCE)))).hasSize(1);
    }

    @Test
    void only_notifiers_that_must_not_block_when_the_rule_says_so() {
        graphs.held("mmu_notifier", "m", WaitKind.BLOCKING, new Traits("i915", "shadow-page-table", false));
        Rule rule = rule(new Hold(NOTIFIER, "", false), wait(kind(TargetKind.BLOCKING)));
        assertThat(check(rule)).isEmpty();

        graphs.held("mmu_notifier", "m", WaitKind.BLOCKING, new Traits("xe", "shadow-page-table", true));
        assertThat(check(rule)).singleElement().extracting(Breach::witness).isEqualTo(Graphs.witness("xe-task"));
        assertThat(check(rule(new Hold(NOTIFIER, "", true), wait(kind(TargetKind.BLOCKING)))))
                .singleElement()
                .extracting(Breach::witness)
                .isEqualTo(Graphs.witness("i915-task"));
    }

    @Test
    void only_notifiers_of_the_model_that_the_rule_names() {
        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("", "shadow-page-table", false));

        assertThat(check(rule(new Hold(NOTIFIER, "registration-cache", null), wait(FENCE))))
                .isEmpty();
        assertThat(check(rule(new Hold(NOTIFIER, "shadow-page-table", null), wait(FENCE))))
                .hasSize(1);
    }

    @Test
    void of_excepted_drivers_and_unknown_ones_nothing_is_said() {
        Rule rule = rule(hold(NOTIFIER), new Wait(FENCE, false, List.of(), List.of("i915", "xe")));
        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("xe", "", false))
                .held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("", "", false));
        assertThat(check(rule)).isEmpty();

        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("habanalabs", "", false));
        assertThat(check(rule))
                .singleElement()
                .extracting(Breach::witness)
                .isEqualTo(Graphs.witness("habanalabs-task"));
    }

    @Test
    void a_rule_may_be_about_some_drivers_only() {
        Rule rule = rule(hold(NOTIFIER), new Wait(FENCE, false, List.of("amdgpu"), List.of()));
        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("xe", "", false));
        assertThat(check(rule)).isEmpty();

        graphs.held("mmu_notifier", "dma_fence:a", WaitKind.BLOCKING, new Traits("amdgpu", "", false));
        assertThat(check(rule)).hasSize(1);
    }

    @Test
    void two_classes_break_a_rule_once_by_their_best_founded_dependency() {
        graphs.lock("reservation_ww_class_mutex", LockKind.WW_MUTEX);
        Occurrences weak = new Occurrences();
        weak.support = 1;
        graphs.graph.classes().get("dma_fence:a").addSignals("run", new Signals(2, new TreeMap<>()));
        graphs.graph.addDependency(
                graphs.node("dma_fence:a"), graphs.node("m"), Basis.INFERRED, WaitKind.BLOCKING, "run", weak);
        graphs.held("dma_fence:a", "m");
        graphs.graph.addDependency(
                graphs.node("dma_fence:a"),
                Graphs.shared("m"),
                Basis.SECTION,
                WaitKind.TIMED,
                "run",
                new Occurrences());

        assertThat(check(rule(hold(FENCE), wait(ANY)))).singleElement().satisfies(breach -> {
            assertThat(breach.dependency().basis()).isEqualTo(Basis.SECTION);
            assertThat(breach.dependency().waitKind()).isEqualTo(WaitKind.BLOCKING);
        });
    }

    @Test
    void a_fact_breaks_the_rule_that_names_it_with_its_details() {
        fact("dma-open-at-notifier-end", Map.of("model", "shadow-page-table", "pinned", "false"));
        TreeMap<String, String> where = new TreeMap<>(Map.of("model", "shadow-page-table"));

        assertThat(check(rule(null, null, new Fact("dma-open-at-notifier-end", where))))
                .singleElement()
                .satisfies(breach -> {
                    assertThat(breach.observation()).isNotNull();
                    assertThat(breach.fromClass()).isEqualTo("mmu_notifier");
                    assertThat(breach.witness()).isEqualTo(Graphs.witness("t"));
                    assertThat(breach.count()).isEqualTo(3);
                });
        where.put("pinned", "true");
        assertThat(check(rule(null, null, new Fact("dma-open-at-notifier-end", where))))
                .isEmpty();
        assertThat(check(rule(null, null, new Fact("reset-leaves-fences", new TreeMap<>()))))
                .isEmpty();
    }

    @Test
    void a_fact_may_be_asked_for_its_classes() {
        fact("reset-leaves-fences", Map.of());
        Fact fact = new Fact("reset-leaves-fences", new TreeMap<>());

        assertThat(check(rule(hold(NOTIFIER), wait(FENCE), fact))).hasSize(1);
        assertThat(check(rule(hold(FENCE), null, fact))).isEmpty();
    }

    @Test
    void a_rule_says_something() {
        assertThatThrownBy(() -> rule(hold(ANY), null, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rule("r", hold(ANY), wait(ANY), null, "fatal", ""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void fact(String name, Map<String, String> details) {
        Observation observation = new Observation(
                Observation.Kind.RULE,
                name,
                List.of(new Observation.Step(graphs.node("mmu_notifier"), graphs.node("dma_fence:a"))),
                new TreeMap<>(details));
        graphs.graph.addObservation(observation, "run", new Sightings(3, List.of(Graphs.witness("t"))));
    }

    private List<Breach> check(Rule rule) {
        return RuleCheck.check(List.of(new Contract("c", "", List.of(), List.of(), List.of(rule))), graphs.graph);
    }

    private static Rule rule(Hold held, Wait awaited) {
        return rule(held, awaited, null);
    }

    private static Rule rule(@Nullable Hold held, @Nullable Wait awaited, @Nullable Fact fact) {
        return new Rule("r", held, awaited, fact, "warning", "");
    }

    private static Hold hold(Target target) {
        return new Hold(target, "", null);
    }

    private static Wait wait(Target target) {
        return new Wait(target, false, List.of(), List.of());
    }

    private static Target kind(TargetKind kind) {
        return new Target("", Set.of(kind), "");
    }
}
