package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.Recording.Lack;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter only demotes, and says why. */
class FiltersTest {
    private static final String CYCLE = "error cycle A -> B -> A";
    private static final String ORDERS = """
            one: acquire G%s; acquire A; acquire B; release B; release A; release G%s
            two: acquire G%s; acquire B; acquire A; release A; release B; release G%s
            """;

    private static String under(String first, String second) {
        return ORDERS.formatted(first, first.split(" ")[0], second, second.split(" ")[0]);
    }

    private static Scene recorded(String id, String text) {
        return Scene.recorded(id, "hand", Set.of(), text);
    }

    @Test
    void what_an_interrupt_hit_guards_nothing_that_the_interrupt_does() {
        String handler = "acquire A hardirq; acquire B hardirq; release B hardirq; release A hardirq; ";
        String other = "irqs-off; acquire B; acquire A; release A; release B; irqs-on; ";
        assertThat(Scene.kernel("one: acquire G#1; " + handler + other + "release G#1")
                        .verdicts())
                .containsExactly("error cycle A -> B -> A");
    }

    @Test
    void orders_that_one_gate_guards_are_a_note() {
        assertThat(Scene.kernel(under("#1", "#1")).verdicts()).containsExactly("note cycle A -> B -> A [gate-lock]");
    }

    @Test
    void two_gates_of_one_class_guard_nothing() {
        assertThat(Scene.kernel(under("#1", "#2")).verdicts()).containsExactly(CYCLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " read",
                " recursive-read",
                " kind=map",
                " kind=rcu",
                " kind=seq",
                " percpu",
                " kind=semaphore capacity=2"
            })
    void a_gate_that_does_not_exclude_guards_nothing(String mode) {
        assertThat(Scene.kernel(under("#1" + mode, "#1")).verdicts()).contains(CYCLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {" read", " recursive-read"})
    void in_a_program_who_reads_a_gate_is_kept_apart_from_who_writes_it(String mode) {
        Scene scene = Scene.program(under("#1" + mode, "#1"));
        assertThat(scene.verdicts()).contains("note cycle A -> B -> A [gate-lock]");
        assertThat(scene.findings())
                .anySatisfy(finding ->
                        assertThat(finding.demotions().get(0).reason()).endsWith("held, at one of them for write"));
        assertThat(Scene.program(under("#1" + mode, "#1" + mode)).verdicts()).contains(CYCLE);
        assertThat(Scene.program(under("#1" + mode, "#2")).verdicts()).contains(CYCLE);
        String alsoRead = under("#1" + mode, "#1").replace("one:", "three:").replace("two:", "four:");
        assertThat(Scene.program(alsoRead + under("#1" + mode, "#1" + mode)).verdicts())
                .contains(CYCLE);
    }

    @Test
    void one_occurrence_without_the_gate_is_enough() {
        String once = "three: acquire B; acquire A; release A; release B";
        assertThat(Scene.kernel(under("#1", "#1") + once).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void a_gate_got_by_a_try_guards_all_the_same() {
        assertThat(Scene.kernel(under("#1 try", "#1")).verdicts()).contains("note cycle A -> B -> A [gate-lock]");
    }

    @Test
    void a_gate_does_not_guard_a_signal_that_is_still_owed() {
        Scene scene = Scene.kernel("""
                one: acquire G; signalling-begin F; acquire A; release A; fence-signal F; signalling-end F; release G
                two: acquire G; acquire A; fence-wait F; fence-waited F awake; release A; release G
                """);
        assertThat(scene.verdicts()).contains("error cycle A -> F -> A");
    }

    @Test
    void a_lock_of_the_cycle_itself_is_no_gate() {
        Scene scene = Scene.kernel("""
                one: acquire A; acquire B; acquire C; release C; release B; release A
                two: acquire C; acquire A; release A; release C
                """);
        assertThat(scene.verdicts()).contains("error cycle A -> C -> A");
    }

    @Test
    void what_a_parent_holds_until_it_has_joined_guards_its_child() {
        String orders = """
                parent: acquire G; task-start child
                child: acquire A; acquire B; release B; release A
                parent: %s
                two: acquire G; acquire B; acquire A; release A; release B; release G
                """;
        assertThat(Scene.kernel(orders.formatted("task-join child; task-joined child; release G"))
                        .verdicts())
                .contains("note cycle A -> B -> A [gate-lock]");
        assertThat(Scene.kernel(orders.formatted("release G; task-join child; task-joined child"))
                        .verdicts())
                .contains(CYCLE);
    }

    @Test
    void what_ends_before_the_other_task_is_started_is_ordered() {
        String orders = """
                one: %s
                one: acquire A; acquire B; release B; release A
                one: %s
                two: acquire B; acquire A; release A; release B
                """;
        assertThat(Scene.kernel(orders.formatted("mark", "task-start two")).verdicts())
                .containsExactly("note cycle A -> B -> A [happens-before]");
        assertThat(Scene.kernel(orders.formatted("task-start two", "mark")).verdicts())
                .containsExactly(CYCLE);
    }

    @Test
    void what_begins_after_the_join_is_ordered() {
        Scene scene = Scene.kernel("""
                main: task-start one
                one: acquire A; acquire B; release B; release A
                main: task-join one; task-joined one; acquire B; acquire A; release A; release B
                """);
        assertThat(scene.verdicts()).containsExactly("note cycle A -> B -> A [happens-before]");
    }

    @Test
    void a_task_that_takes_the_name_of_one_that_is_gone_is_in_no_order_that_the_other_was_in() {
        String orders = """
                one: acquire A; acquire B; release B; release A
                two: acquire B; acquire A; release A; release B
                """;
        String gone = """
                main: task-start one
                one: task-start two
                two: task-start three
                """;
        assertThat(Scene.program(gone + "main: task-start one; task-start two\n" + orders)
                        .verdicts())
                .as("one had started two")
                .containsExactly(CYCLE);
        String joined = "main: task-start one\nmain: task-join one; task-joined one\n";
        assertThat(Scene.program(joined + "main: task-start two; task-start one\n" + orders)
                        .verdicts())
                .as("whoever started two had joined one")
                .containsExactly(CYCLE);
    }

    @Test
    void where_threads_that_meet_at_an_instance_are_ordered_the_others_do_not_count() {
        String joined = """
                main: task-start one
                one: acquire A#1; acquire B; release B; release A#1
                main: task-join one; task-joined one
                main: acquire B; acquire A#1; release A#1; release B
                two: acquire B; acquire A#2; release A#2; release B
                """;
        assertThat(Scene.program(joined).verdicts()).containsExactly("note cycle A -> B -> A [happens-before]");
        String meeting = "two: acquire B; acquire A#1; release A#1; release B\n";
        assertThat(Scene.program(joined + meeting).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void where_different_threads_are_ordered_and_the_rest_is_one_thread_nothing_is_left() {
        String both = """
                main: acquire A; acquire B; release B; release A; acquire B; acquire A; release A; release B
                main: task-start one
                one: acquire A; acquire B; release B; release A
                """;
        assertThat(Scene.program(both).verdicts()).containsExactly("note cycle A -> B -> A [happens-before]");
        assertThat(Scene.kernel(both).verdicts()).containsExactly(CYCLE);
        String again = "main: acquire B; acquire A; release A; release B";
        assertThat(Scene.program(both + again).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void order_holds_within_one_recording_only() {
        String first = "one: acquire A; acquire B; release B; release A; task-start two";
        String second = "two: acquire B; acquire A; release A; release B";
        assertThat(Scene.verdicts(Scene.merged(recorded("x", first), recorded("y", second))))
                .containsExactly(CYCLE);
    }

    @Test
    void in_a_kernel_any_task_may_run_the_code_but_a_thread_of_a_program_cannot_meet_itself() {
        String both = "one: acquire A; acquire B; release B; release A; acquire B; acquire A; release A; release B";
        assertThat(Scene.kernel(both).verdicts()).containsExactly(CYCLE);
        assertThat(Scene.program(both).verdicts()).containsExactly("note cycle A -> B -> A [one-task]");
    }

    @Test
    void two_items_of_a_pool_may_run_at_once_although_one_thread_was_seen_to_run_both() {
        String items = """
                main: work-queue V queue=Q capacity=%1$d; work-queue W queue=Q capacity=%1$d
                pool: work-begin V; acquire A; acquire B; release B; release A; work-end V
                pool: work-begin W; acquire B; acquire A; release A; release B; work-end W
                """;
        assertThat(Scene.program(items.formatted(2)).verdicts()).containsExactly(CYCLE);
        assertThat(Scene.program(items.formatted(1)).verdicts())
                .containsExactly("note cycle A -> B -> A [gate-lock] [one-task]");
        String oneItem = """
                main: work-queue V queue=Q capacity=2
                pool: work-begin V; acquire A; acquire B; release B; release A
                pool: acquire B; acquire A; release A; release B; work-end V
                """;
        assertThat(Scene.program(oneItem).verdicts()).containsExactly("note cycle A -> B -> A [one-task]");
        assertThat(Scene.program(items.formatted(2).replace(" A", " L#1").replace(" B", " L#2"))
                        .verdicts())
                .containsExactly("error recursion objects of L are taken in contradicting orders");
    }

    @Test
    void one_thread_that_alone_holds_and_alone_waits_for_a_lock_is_told_where_the_cycle_is_not_certain() {
        String stops = """
                main: acquire S; fence-wait F timeout=1000
                poller: acquire L; release L; fence-signal F
                main: fence-waited F; release S; acquire L; acquire S; release S; release L
                """;
        assertThat(Scene.program(stops).verdicts()).containsExactly("note stall F -> L -> S -> F [one-task]");
        String other = stops + "other: acquire L; acquire S; release S; release L\n";
        assertThat(Scene.program(other).verdicts()).containsExactly("warning stall F -> L -> S -> F");
    }

    @Test
    void a_signal_under_a_lock_that_also_comes_without_it_is_no_reason_for_the_only_holder_to_wait_for_itself() {
        String before = """
                main: task-start worker; fence-create F#1; fence-create F#2
                worker: fence-wait F#1
                feeder: fence-signal F#1
                worker: fence-waited F#1
                """;
        String stops = """
                worker: fence-wait F#2
                main: acquire L; fence-signal F#2
                worker: fence-waited F#2
                main: task-join worker; task-joined worker; release L
                """;
        assertThat(Scene.program(before + stops).verdicts())
                .containsExactly("note cycle F -> L -> task:worker -> F [one-task]");
        String other = "other: acquire L; task-join worker; release L\n";
        assertThat(Scene.program(before + other + stops).verdicts())
                .containsExactly("error cycle F -> L -> task:worker -> F");
    }

    @Test
    void a_certain_cycle_in_which_one_thread_took_two_of_the_steps_is_a_suspect() {
        assertThat(Scene.program("""
                        one: acquire A; acquire B; release B; release A
                        one: acquire B; acquire C; release C; release B
                        two: acquire C; acquire A; release A; release C
                        """).verdicts()).containsExactly("warning cycle A -> B -> C -> A [instances]");
    }

    @Test
    void a_semaphore_that_others_give_back_is_no_lock_of_whoever_took_it() {
        String text = """
                one: acquire S kind=semaphore; acquire A; release A; release S
                two: acquire A; acquire S kind=semaphore; release S; release A
                """;
        String given = "three: acquire S kind=semaphore\nfour: release S\n";
        String twice = "five: acquire S kind=semaphore capacity=2; acquire S kind=semaphore capacity=2;"
                + " release S; release S\n";
        assertThat(Scene.program(text).verdicts()).containsExactly("error cycle A -> S -> A");
        assertThat(Scene.program(text + given).verdicts()).containsExactly("note cycle A -> S -> A [handed-over]");
        assertThat(Scene.kernel(text + given).verdicts()).containsExactly("error cycle A -> S -> A");
        assertThat(Scene.program(twice + given).verdicts())
                .singleElement()
                .asString()
                .endsWith("[handed-over]");
    }

    @Test
    void an_order_that_nobody_can_begin_with_is_a_note_until_somebody_can() {
        String text = """
                one: acquire A; acquire B; release B; release A
                nobody_known_to_begin_with_B: acquire B; acquire A; release A; release B
                """.replace('_', ' ');
        String somebody = "two: acquire B; acquire A; release A; release B\n";
        assertThat(Scene.program(text).verdicts()).containsExactly("note cycle A -> B -> A [never-first]");
        assertThat(Scene.program(text + somebody).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void a_tree_of_two_classes_that_is_always_taken_downwards_is_a_note_until_somebody_goes_up() {
        String down = nest("one", 16) + nest("two", 16);
        String up = "three: acquire B#15; acquire A#0; release A#0; release B#15\n";
        assertThat(Scene.program(down).verdicts()).containsExactly("note cycle A -> B -> A [instances] [one-order]");
        assertThat(Scene.program(nest("one", 10) + nest("two", 10)).verdicts())
                .containsExactly("warning cycle A -> B -> A [instances]");
        assertThat(Scene.program(down + up).verdicts()).contains(CYCLE);
        assertThat(Scene.kernel(down).verdicts()).contains(CYCLE);
    }

    /** Takes A#0, B#1, A#2 and so on, one inside the other. */
    private static String nest(String task, int depth) {
        StringBuilder text = new StringBuilder(task + ":");
        for (int i = 0; i < depth; i++) {
            text.append(" acquire ").append(i % 2 == 0 ? "A#" : "B#").append(i).append(';');
        }
        for (int i = depth - 1; i >= 0; i--) {
            text.append(" release ").append(i % 2 == 0 ? "A#" : "B#").append(i).append(i > 0 ? ";" : "\n");
        }
        return text.toString();
    }

    @Test
    void of_many_rings_through_one_initialiser_the_first_three_are_told_and_of_a_few_all() {
        assertThat(ringsOfInitialisers("class-init:All", 5))
                .hasSize(5)
                .allMatch(ring -> !ring.contains("same-initialiser"));
        assertThat(ringsOfInitialisers("class-init:All", 9))
                .hasSize(9)
                .filteredOn(ring -> ring.startsWith("note"))
                .hasSize(6)
                .allMatch(ring -> ring.contains("[same-initialiser]"));
    }

    @Test
    void of_many_initialisers_that_need_one_lock_under_which_classes_are_initialised_few_are_told() {
        assertThat(ringsOfInitialisers("registry", 9))
                .hasSize(9)
                .filteredOn(ring -> ring.startsWith("note"))
                .hasSize(6)
                .allMatch(ring -> ring.contains("[same-initialiser]"));
    }

    /** What is found where so many initialisers need what one thread has while it needs them. */
    private static List<String> ringsOfInitialisers(String all, int others) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < others; i++) {
            String other = "class-init:p" + i;
            text.append("one: acquire %s; acquire %s; release %s; release %s\n".formatted(all, other, other, all));
            text.append("%s: acquire %s; acquire %s; release %s; release %s\n"
                    .formatted(ClassNames.whoever("p" + i, null), other, all, all, other));
        }
        return Scene.program(text.toString()).verdicts();
    }

    @Test
    void objects_of_a_program_that_cannot_line_up_make_it_a_suspect() {
        String orders = """
                one: acquire A#1; acquire B#1; release B#1; release A#1
                two: acquire B#2; acquire A#2; release A#2; release B#2
                """;
        assertThat(Scene.program(orders).verdicts()).containsExactly("warning cycle A -> B -> A [instances]");
        assertThat(Scene.kernel(orders).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void that_one_thread_alone_has_the_very_objects_in_common_does_not_depend_on_how_often_others_were_seen() {
        String one = "one: acquire A#1; acquire B#1; release B#1; release A#1; acquire B#1; acquire A#1;"
                + " release A#1; release B#1\n";
        StringBuilder others = new StringBuilder("two: mark\n");
        for (int i = 2; i < 12; i++) {
            others.append("two: acquire A#%d; acquire B#%d; release B#%d; release A#%d\n".replace("%d", "" + i));
            if (i == 2 || i == 11) {
                assertThat(Scene.program(one + others).verdicts()).containsExactly("note cycle A -> B -> A [one-task]");
            }
        }
    }

    @Test
    void a_thread_does_not_wait_for_the_object_that_it_holds_in_the_next_part_of_a_ring() {
        String text = """
                one: acquire A#1; acquire B#1; release B#1; release A#1
                one: acquire B#1; acquire C#1; release C#1; release B#1
                two: acquire C#1; acquire A#1; release A#1; release C#1
                """;
        assertThat(Scene.program(text).verdicts()).containsExactly("warning cycle A -> B -> C -> A [instances]");
        assertThat(Scene.program(text.replaceFirst("one", "three")).verdicts())
                .containsExactly("error cycle A -> B -> C -> A");
    }

    @Test
    void objects_of_a_program_that_line_up_are_an_error() {
        assertThat(Scene.program("""
                                one: acquire A#1; acquire B#1; release B#1; release A#1
                                two: acquire B#2; acquire A#2; release A#2; release B#2
                                three: acquire B#1; acquire A#1; release A#1; release B#1
                                """).verdicts()).containsExactly(CYCLE);
    }

    @Test
    void one_thread_of_a_queue_may_hold_what_another_item_of_it_waits_for() {
        String items = "one: work-begin w1 class=work queue=q; acquire A#1; work-end w1; work-flush queue=q";
        assertThat(Scene.program(items).verdicts()).containsExactly("error cycle A -> queue:q -> A");
    }

    @Test
    void the_same_of_pools_that_were_made_at_one_place_is_told_once_with_how_many_there_are() {
        String text = drained("pool@P.make", "P.java:1") + drained("pool@P.make#2", "P.java:1");
        List<Finding> findings =
                Scene.program(text + drained("pool@P.make#12", "P.java:1")).findings();
        assertThat(findings)
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.NOTE, Severity.NOTE);
        assertThat(findings.get(0).title()).isEqualTo("A -> queue:pool@P.make -> A");
        assertThat(findings.get(0).detail())
                .containsExactly("of pools that were made at the same place, the same was found 2 more times, as notes:"
                        + " pool@P.make#12, pool@P.make#2");
        assertThat(findings.get(1).demotions()).extracting(Demotion::filter).containsExactly("alike-pools");
    }

    @Test
    void what_pools_of_one_place_show_in_other_code_or_of_other_places_is_told_by_itself() {
        String first = drained("pool@P.make", "P.java:1");
        String again = drained("pool@P.make#2", "P.java:1");
        for (String other : List.of(
                drained("pool@P.make#2", "Q.java:9"),
                drained("pool@Q.make", "P.java:1"),
                again.replace("A", "B"),
                again.replace("work-flush ", "work-flush timeout=1000 "))) {
            assertThat(Scene.program(first + other).findings())
                    .extracting(Finding::severity)
                    .doesNotContain(Severity.NOTE)
                    .hasSize(2);
        }
        assertThat(Scene.kernel(first + again).findings())
                .extracting(Finding::severity)
                .doesNotContain(Severity.NOTE)
                .hasSize(2);
    }

    @Test
    void rings_of_two_pools_of_one_place_are_alike_wherever_their_names_begin_and_not_like_those_of_three() {
        String text = flushes("#2", "#3", "#2") + flushes("#9", "#10", "#9") + flushes("#4", "#5", "#6", "#4");
        assertThat(Scene.program(text).verdicts())
                .containsExactly(
                        "error cycle queue:P#10 -> queue:P#9 -> queue:P#10",
                        "error cycle queue:P#4 -> queue:P#5 -> queue:P#6 -> queue:P#4",
                        "note cycle queue:P#2 -> queue:P#3 -> queue:P#2 [alike-pools]");
    }

    /** An item of each of these pools waits for all of the next one. */
    private static String flushes(String... pools) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < pools.length; i++) {
            text.append("one: work-begin w%1$s class=work queue=P%1$s; work-flush queue=P%2$s; work-end w%1$s\n"
                    .formatted(pools[i - 1], pools[i]));
        }
        return text.toString();
    }

    /** Who has A waits for all of a pool, an item of which takes A there. */
    private static String drained(String pool, String at) {
        return """
                one: acquire A; work-flush queue=%1$s; release A
                two: work-begin w%1$s class=work queue=%1$s; acquire A at=%2$s; release A; work-end w%1$s
                """.formatted(pool, at);
    }

    @Test
    void a_habit_that_was_refuted_is_a_note() {
        String text = """
                one: syscall-begin; fence-create F#1; acquire A; release A; fence-signal F#1; syscall-end
                one: syscall-begin; fence-create F#2; fence-signal F#2; syscall-end
                two: acquire A; fence-wait F#3; fence-waited F#3 awake; release A
                """;
        assertThat(Scene.kernel(text).verdicts()).containsExactly("note cycle A -> F -> A [refuted]");
    }

    @Test
    void a_signal_that_also_comes_from_outside_of_a_pool_needs_no_place_of_it() {
        String signals = """
                pool: work-begin w1 class=work queue=q capacity=1; fence-signal F#1; work-end w1
                """;
        String waits = "pool: work-begin w2 class=work queue=q capacity=1; fence-wait F#2; fence-waited F#2 awake\n";
        assertThat(Scene.program(signals + waits).verdicts()).containsExactly("warning cycle F -> place:q -> F");
        assertThat(Scene.program(signals + "main: fence-signal F#2\n" + waits).verdicts())
                .containsExactly("note cycle F -> place:q -> F [refuted]");
    }

    @Test
    void a_lock_in_a_field_that_is_called_room_is_no_end_of_a_queue() {
        assertThat(Scene.program("""
                one: acquire Hotel; acquire Hotel.room; release Hotel.room; release Hotel
                two: acquire Hotel.room; acquire Hotel; release Hotel; release Hotel.room
                """).verdicts()).containsExactly("error cycle Hotel -> Hotel.room -> Hotel");
    }

    @Test
    void room_in_a_queue_that_is_also_made_without_a_lock_does_not_need_that() {
        String room = """
                one: acquire L; fence-signal Q.room#1; release L
                two: acquire L; fence-wait Q.room#3; fence-waited Q.room#3 awake; release L
                """;
        assertThat(Scene.program(room).verdicts()).containsExactly("warning cycle L -> Q.room -> L");
        assertThat(Scene.program("three: fence-signal Q.room#2\n" + room).verdicts())
                .containsExactly("note cycle L -> Q.room -> L [refuted]");
    }

    @Test
    void a_habit_that_another_recording_refutes_is_a_note() {
        Scene habit =
                recorded("x", "one: syscall-begin; fence-create F; acquire A; release A; fence-signal F; syscall-end");
        Scene without = recorded("y", "one: syscall-begin; fence-create F; fence-signal F; syscall-end");
        Scene waiter = recorded("z", "two: acquire A; fence-wait F; fence-waited F awake; release A");
        assertThat(Scene.verdicts(Scene.merged(habit, without, waiter)))
                .containsExactly("note cycle A -> F -> A [refuted]");
    }

    @Test
    void a_cycle_that_needs_a_successful_try_is_a_note() {
        String text = """
                one: acquire A; acquire B try; release B; release A
                two: acquire B; acquire A; release A; release B
                """;
        assertThat(Scene.kernel(text).verdicts()).containsExactly("note cycle A -> B -> A [masked-by-trylock]");
    }

    @Test
    void a_demoted_cycle_hides_no_other_way_round() {
        Scene scene = Scene.kernel(under("#1", "#1") + """
                three: acquire A; acquire C; release C; release A
                four: acquire C; acquire B; release B; release C
                five: acquire B; acquire A; release A; release B
                """);
        assertThat(scene.verdicts()).containsExactly(CYCLE);
        Scene guarded = Scene.kernel(under("#1", "#1") + """
                three: acquire A; acquire C; release C; release A
                four: acquire C; acquire B; release B; release C
                """);
        assertThat(guarded.verdicts())
                .containsExactly("error cycle A -> C -> B -> A", "note cycle A -> B -> A [gate-lock]");
    }

    @Test
    void fences_that_were_made_to_wait_for_older_ones_only_are_no_ring() {
        assertThat(Scene.kernel("""
                one: fence-create F#1; fence-create G#1; fence-depend G#1 on=F#1
                one: fence-create F#2; fence-depend F#2 on=G#1
                """).verdicts()).containsExactly("note cycle F -> G -> F [happens-before]");
    }

    @Test
    void signallers_that_wait_for_older_fences_only_are_no_ring() {
        String made = "one: fence-create F#1; fence-create G#1; fence-create F#2; fence-create G#2\n";
        String waits = """
                f: signalling-begin F#2; fence-wait G#1; fence-waited G#1; fence-signal F#2; signalling-end F#2
                g: signalling-begin G#2; fence-wait F#%d; fence-waited F#%d; fence-signal G#2; signalling-end G#2
                """;
        assertThat(Scene.kernel(made + waits.replace("%d", "1")).verdicts())
                .containsExactly("note cycle F -> G -> F [happens-before]");
        assertThat(Scene.kernel(made.replace("F#2; fence-create G#2", "G#2; fence-create F#2")
                                + waits.replace("%d", "2"))
                        .verdicts())
                .containsExactly("error cycle F -> G -> F");
        assertThat(Scene.kernel(waits.replace("%d", "1")).verdicts()).containsExactly("error cycle F -> G -> F");
    }

    @Test
    void one_that_waits_for_a_younger_one_may_close_a_ring() {
        for (String late : new String[] {
            "fence-create F#1; fence-create G#1; fence-depend F#1 on=G#1; fence-create G#2; fence-depend G#2 on=F#1",
            "fence-create F#1; fence-depend F#1 on=G#1; fence-create G#1; fence-create G#2; fence-depend G#2 on=F#1"
        }) {
            assertThat(Scene.kernel("one: " + late).verdicts()).containsExactly("error cycle F -> G -> F");
        }
    }

    @Test
    void where_tries_cannot_be_told_from_waits_a_try_is_a_suspect() {
        String text = """
                one: acquire A; acquire B; release B; release A
                two: acquire B; acquire A try; release A; release B
                """;
        assertThat(recorded("r", text).verdicts()).containsExactly("note cycle A -> B -> A [masked-by-trylock]");
        assertThat(Scene.recorded("r", "hand", Set.of(Lack.TRY), text).verdicts())
                .containsExactly("warning cycle A -> B -> A");
    }

    private static Scene ran(String id, String text) {
        return Scene.recorded(id, "jvm", Set.of(), text);
    }

    private static String order(String task, String first, String second) {
        return "%s: acquire %s; acquire %s; release %s; release %s%n".formatted(task, first, second, second, first);
    }

    private static String guarded(String task, String gate, String first, String second) {
        return "%1$s: acquire %2$s; acquire %3$s; acquire %4$s; release %4$s; release %3$s; release %2$s"
                .formatted(task, gate, first, second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "3"})
    void half_of_a_ring_in_another_run_says_nothing_of_whether_objects_line_up(String number) {
        String apart = order("one", "A#1", "B#1") + order("two", "B#2", "A#2");
        Scene other = ran("y", order("two", "B#" + number, "A#" + number));
        assertThat(Scene.verdicts(Scene.merged(ran("x", apart), other)))
                .containsExactly("warning cycle A -> B -> A [instances]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void halves_of_a_ring_in_two_runs_are_an_error_whatever_their_objects_are_called(String number) {
        assertThat(Scene.verdicts(Scene.merged(
                        ran("x", order("one", "A#1", "B#1")), ran("y", order("two", "B#" + number, "A#" + number)))))
                .containsExactly(CYCLE);
    }

    @Test
    void objects_that_line_up_in_one_run_are_an_error_whatever_others_show() {
        Scene both = ran("x", order("one", "A#1", "B#1") + order("two", "B#1", "A#1"));
        Scene apart = ran("y", order("one", "A#1", "B#1") + order("two", "B#2", "A#2"));
        assertThat(Scene.verdicts(Scene.merged(both, apart))).containsExactly(CYCLE);
    }

    @Test
    void parts_of_one_run_know_the_same_objects() {
        String apart = order("one", "A#1", "B#1") + order("two", "B#2", "A#2");
        Scene other = ran("run#2", order("two", "B#1", "A#1"));
        assertThat(Scene.verdicts(Scene.merged(ran("run#1", apart), other))).containsExactly(CYCLE);
        Scene strange = ran("run#2", order("two", "B#3", "A#3"));
        assertThat(Scene.verdicts(Scene.merged(ran("run#1", apart), strange)))
                .containsExactly("warning cycle A -> B -> A [instances]");
    }

    @Test
    void objects_that_each_part_of_a_run_makes_for_itself_do_not_speak_against_a_ring() {
        assertThat(Scene.verdicts(Scene.merged(
                        ran("run#1", order("one", "A#1", "B#1")), ran("run#2", order("one", "B#2", "A#2")))))
                .containsExactly(CYCLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hand", "jvm"})
    void gates_of_two_runs_may_be_one_or_not_whatever_they_are_called(String source) {
        for (String gate : new String[] {"G#1", "G#2"}) {
            Scene first = Scene.recorded("x", source, Set.of(), guarded("one", "G#1", "A", "B"));
            Scene second = Scene.recorded("y", source, Set.of(), guarded("two", gate, "B", "A"));
            assertThat(Scene.verdicts(Scene.merged(first, second))).containsExactly("warning cycle A -> B -> A");
        }
    }

    @Test
    void a_gate_of_one_run_guards_all_its_parts() {
        Scene first = ran("run#1", guarded("one", "G#1", "A", "B"));
        assertThat(Scene.verdicts(Scene.merged(first, ran("run#2", guarded("two", "G#1", "B", "A")))))
                .containsExactly("note cycle A -> B -> A [gate-lock]");
        assertThat(Scene.verdicts(Scene.merged(
                        ran("run#1", guarded("one", "G#1", "A", "B")), ran("run#2", guarded("two", "G#2", "B", "A")))))
                .containsExactly(CYCLE);
    }

    @Test
    void a_gate_that_only_one_of_two_runs_has_guards_nothing() {
        assertThat(Scene.verdicts(
                        Scene.merged(ran("x", guarded("one", "G#1", "A", "B")), ran("y", order("two", "B", "A")))))
                .containsExactly(CYCLE);
    }

    /** Of a name such as {@code &dev->lock} a source without more may have several classes. */
    @Test
    void a_cycle_of_different_locks_of_one_name_is_suspect_unless_the_name_is_of_one_class() {
        String text = """
                one: acquire %1$s#1; acquire B; release B; release %1$s#1
                two: acquire B; acquire %1$s#2; release %1$s#2; release B
                """;
        assertThat(Scene.ftrace(text.formatted("A")).verdicts()).containsExactly("warning cycle A -> B -> A");
        for (String name : new String[] {"reservation_ww_class_mutex", "&mm->mmap_lock"}) {
            assertThat(Scene.ftrace(text.formatted(name)).verdicts())
                    .singleElement()
                    .asString()
                    .startsWith("error cycle ");
        }
    }
}
