package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many objects of one class, as in a program that locks two accounts in the order of their numbers. */
class InstanceOrdersTest {
    private static final String CONTRADICTING = "error recursion objects of A are taken in contradicting orders";

    @Test
    void many_objects_in_one_order_are_no_finding() {
        Scene scene = Scene.program(inOrder(300));
        assertThat(scene.verdicts()).isEmpty();
        assertThat(warnings(scene)).isEmpty();
    }

    @Test
    void the_one_pair_that_contradicts_the_order_of_many_is_found() {
        Scene scene = Scene.program(inOrder(100) + pair("two", 99, 0));
        assertThat(scene.verdicts())
                .as("longer rings through that pair say the same")
                .containsExactly(CONTRADICTING);
        assertThat(scene.findings().get(0).steps()).hasSize(2);
    }

    @Test
    void a_ring_of_three_objects_is_found_among_many_that_are_in_order() {
        String others = inOrder(50);
        String ring = pair("two", 100, 101) + pair("three", 101, 102) + pair("four", 102, 100);
        Scene scene = Scene.program(others + ring);
        assertThat(scene.verdicts()).containsExactly(CONTRADICTING);
        assertThat(scene.findings().get(0).steps()).hasSize(3);
    }

    @Test
    void pairs_beyond_those_that_are_kept_are_told() {
        int pairs = 400 * 399 / 2;
        assertThat(warnings(Scene.program(inOrder(400))))
                .containsExactly("the order of two objects of one class was not compared in "
                        + (pairs - InstanceOrders.MAX_PAIRS)
                        + " more acquisitions, as only " + InstanceOrders.MAX_PAIRS + " pairs of objects are kept");
    }

    @Test
    void where_much_is_held_around_pairs_fewer_are_kept() {
        StringBuilder text = new StringBuilder();
        for (int stack = 0; stack < 30; stack++) {
            text.append("one: mark");
            for (int i = 0; i < 60; i++) {
                text.append("; acquire A#").append(100 * stack + i);
            }
            for (int i = 59; i >= 0; i--) {
                text.append("; release A#").append(100 * stack + i);
            }
            text.append('\n');
        }
        assertThat(warnings(Scene.program(text.toString())))
                .singleElement()
                .asString()
                .contains("was not compared in")
                .contains("pairs of objects are kept");
    }

    @Test
    void who_gives_up_after_a_while_only_stalls_the_others() {
        String timed = pair("two", 2, 1).replace("acquire A#1", "acquire A#1 timeout=9");
        assertThat(Scene.program(pair("one", 1, 2) + timed).verdicts())
                .containsExactly("warning stall objects of A are taken in contradicting orders");
        assertThat(Scene.program(pair("one", 1, 2) + timed + pair("two", 2, 1)).verdicts())
                .as("one that waits for ever is enough")
                .containsExactly(CONTRADICTING);
    }

    @Test
    void a_way_that_gives_up_hides_none_that_does_not() {
        String timed = pair("five", 1, 3).replace("acquire A#3", "acquire A#3 timeout=9");
        String ring = pair("one", 1, 2) + pair("two", 2, 3) + pair("three", 3, 1);
        assertThat(Scene.program(timed + ring).verdicts()).contains(CONTRADICTING);
    }

    @Test
    void a_ring_of_more_than_there_is_room_for_cannot_close() {
        for (int places = 2; places <= 3; places++) {
            String seat = "%s: acquire S#1 kind=semaphore capacity=" + places + "\n%s%s: release S#1\n";
            String ring = seat.formatted("one", pair("one", 1, 2), "one")
                    + seat.formatted("two", pair("two", 2, 3), "two")
                    + seat.formatted("three", pair("three", 3, 1), "three");
            String note = "note recursion objects of A are taken in contradicting orders [gate-lock]";
            assertThat(Scene.program(ring).verdicts()).containsExactly(places == 2 ? note : CONTRADICTING);
            assertThat(Scene.program(ring + pair("four", 2, 3)).verdicts())
                    .as("one came without a place")
                    .containsExactly(CONTRADICTING);
        }
    }

    @Test
    void an_order_that_one_thread_contradicts_by_itself_only_is_no_other_threads_fault() {
        String ordered = pair("main", 1, 2) + "main: task-start two\n" + pair("main", 2, 1) + pair("two", 2, 1);
        assertThat(Scene.program(ordered).verdicts())
                .containsExactly("note recursion objects of A are taken in contradicting orders [happens-before]");
        assertThat(Scene.program(ordered + pair("main", 1, 2)).verdicts()).containsExactly(CONTRADICTING);
    }

    @Test
    void what_one_thread_of_a_pool_contradicts_may_be_two_threads() {
        String item = "%s: work-begin W#%d queue=Q capacity=2\n%s%s: work-end W#%d\n";
        String pooled = pair("main", 1, 2) + "main: task-start two\n"
                + item.formatted("two", 1, pair("two", 2, 1), "two", 1)
                + item.formatted("two", 2, pair("two", 1, 2), "two", 2);
        assertThat(Scene.program(pooled).verdicts()).containsExactly(CONTRADICTING);
    }

    @Test
    void only_a_pool_of_one_keeps_its_items_from_each_other() {
        String item = "%s: work-begin W#%d queue=Q%s\n%s%s: work-end W#%d\n";
        for (String capacity : List.of("", " capacity=2")) {
            String items = item.formatted("one", 1, capacity, pair("one", 1, 2), "one", 1)
                    + item.formatted("two", 2, capacity, pair("two", 2, 1), "two", 2);
            assertThat(Scene.program(items).verdicts()).as(capacity).containsExactly(CONTRADICTING);
        }
        String alone = item.formatted("one", 1, " capacity=1", pair("one", 1, 2), "one", 1)
                + item.formatted("two", 2, " capacity=1", pair("two", 2, 1), "two", 2);
        assertThat(Scene.program(alone).verdicts())
                .containsExactly("note recursion objects of A are taken in contradicting orders [gate-lock]");
    }

    private static String inOrder(int objects) {
        StringBuilder text = new StringBuilder();
        for (int first = 0; first < objects; first++) {
            for (int second = first + 1; second < objects; second++) {
                text.append(pair("one", first, second));
            }
        }
        return text.toString();
    }

    private static String pair(String task, int first, int second) {
        return "%s: acquire A#%d; acquire A#%d; release A#%d; release A#%d\n"
                .formatted(task, first, second, second, first);
    }

    private static List<String> warnings(Scene scene) {
        return scene.graph().recordings().values().iterator().next().warnings();
    }
}
