package io.fencedep.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final Node FENCE = new Node("fence", NodeState.NONE);
    private static final Node LOCK = new Node("lock", NodeState.WRITE);

    private final DependencyGraph graph = new DependencyGraph();

    @Test
    void an_explicit_hold_is_certain_whatever_the_counts_say() {
        signals("a", 10, 0);
        seen(Basis.SECTION, "a", counts -> counts.count = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.SECTION, Weight.CERTAIN, 0, 0, false));
    }

    @Test
    void a_traced_hand_over_is_never_refuted() {
        signals("a", 10, 0);
        seen(Basis.CAUSAL, "a", counts -> counts.count = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.CAUSAL, Weight.CERTAIN, 0, 0, false));
    }

    @Test
    void awaited_once_is_fair() {
        signals("a", 1, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.awaited = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.AWAITED, Weight.FAIR, 1, 1, false));
    }

    @Test
    void awaited_at_every_one_of_two_signals_is_strong_also_across_recordings() {
        signals("a", 1, 0);
        signals("b", 1, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.awaited = 1);
        seen(Basis.INFERRED, "b", counts -> counts.support = counts.awaited = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.AWAITED, Weight.STRONG, 2, 2, false));
    }

    @Test
    void a_signal_without_the_wait_lowers_an_awaited_one() {
        signals("a", 3, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.awaited = 2);

        assertThat(standing()).isEqualTo(new Standing(Evidence.AWAITED, Weight.FAIR, 2, 3, false));
    }

    @Test
    void awaited_and_still_held_at_the_signal_is_strong_though_others_came_without() {
        signals("a", 3, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.awaited = counts.awaitedStillHeld = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.AWAITED, Weight.STRONG, 1, 3, false));
    }

    @Test
    void still_held_at_the_signal_is_habitual_and_never_refuted() {
        signals("a", 3, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.stillHeld = 1);

        assertThat(standing()).isEqualTo(new Standing(Evidence.HABITUAL, Weight.FAIR, 1, 3, false));
    }

    @Test
    void every_time_in_the_unit_that_signals_is_a_habit() {
        signals("a", 2, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.inUnit = 2);

        assertThat(standing()).isEqualTo(new Standing(Evidence.HABITUAL, Weight.FAIR, 2, 2, false));
    }

    @Test
    void a_signal_of_another_recording_without_the_wait_refutes_a_habit() {
        signals("a", 2, 0);
        signals("b", 1, 0);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.inUnit = 2);

        assertThat(standing()).isEqualTo(new Standing(Evidence.HABITUAL, Weight.FAIR, 2, 3, true));
    }

    @Test
    void a_signal_whose_waiter_held_the_lock_counts_neither_way() {
        signals("a", 3, 1);
        seen(Basis.INFERRED, "a", counts -> counts.support = counts.inUnit = 2);

        assertThat(standing()).isEqualTo(new Standing(Evidence.HABITUAL, Weight.FAIR, 2, 2, false));
    }

    @Test
    void outside_of_a_known_unit_it_is_a_window() {
        signals("a", 2, 0);
        seen(Basis.INFERRED, "a", counts -> {
            counts.support = 2;
            counts.inUnit = 1;
        });

        assertThat(standing()).isEqualTo(new Standing(Evidence.WINDOW, Weight.WEAK, 2, 2, false));
        signals("b", 1, 0);
        assertThat(standing()).isEqualTo(new Standing(Evidence.WINDOW, Weight.WEAK, 2, 3, true));
    }

    private void signals(String recording, long total, long excluded) {
        graph.addClass(FENCE.className(), ResourceKind.FENCE)
                .addSignals(recording, new ResourceClass.Signals(total, new TreeMap<>(Map.of(LOCK, excluded))));
    }

    private void seen(Basis basis, String recording, Consumer<Occurrences> counts) {
        Occurrences occurrences = new Occurrences();
        counts.accept(occurrences);
        graph.addDependency(FENCE, LOCK, basis, WaitKind.BLOCKING, recording, occurrences);
    }

    private Standing standing() {
        return graph.standing(graph.dependencies().iterator().next());
    }
}
