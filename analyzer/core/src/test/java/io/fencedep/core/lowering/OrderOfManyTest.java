package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Starts and joins put dependencies in an order however often they occurred. */
class OrderOfManyTest {
    private static final String CYCLE = "error cycle A -> B -> A";
    private static final String ORDERED = "note cycle A -> B -> A [happens-before]";

    private static String pairs(String task, int times, String first, String second) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times; i++) {
            text.append("%s: acquire %s; acquire %s; release %s; release %s\n"
                    .formatted(task, first, second.formatted(i), second.formatted(i), first));
        }
        return text.toString();
    }

    @Test
    void what_many_did_before_others_were_started_is_ordered() {
        String before = pairs("main", 20, "A", "B#%d");
        String starts = "main: task-start one; task-start two\n";
        String after = pairs("one", 20, "B#1", "A") + pairs("two", 20, "B#2", "A");
        assertThat(Scene.program(before + starts + after).verdicts()).containsExactly(ORDERED);
        assertThat(Scene.program(before + starts + after + pairs("main", 1, "A", "B#2"))
                        .verdicts())
                .containsExactly(CYCLE);
    }

    @Test
    void what_a_thread_does_again_after_it_has_started_others_is_not() {
        String starts = "main: task-start one\n";
        String many = pairs("main", 4000, "A", "B#%d");
        assertThat(Scene.program(many + starts + pairs("one", 9, "B#7", "A")).verdicts())
                .containsExactly(ORDERED);
        assertThat(Scene.program(many + starts + many + pairs("one", 9, "B#7", "A"))
                        .verdicts())
                .containsExactly(CYCLE);
    }

    @Test
    void a_ring_that_needs_one_thread_twice_is_ordered_when_all_others_are() {
        String open = pairs("main", 9, "B", "C#1");
        String used = "main: task-start one\n" + pairs("one", 9, "C#1", "A") + "main: task-join one; task-joined one\n";
        String close = pairs("main", 9, "A", "B");
        assertThat(Scene.program(open + used + close).verdicts())
                .containsExactly("note cycle A -> B -> C -> A [happens-before] [instances]");
        assertThat(Scene.program(open + used + close + pairs("two", 1, "C#1", "A"))
                        .verdicts())
                .as("only another thread of main could be the third one")
                .containsExactly("warning cycle A -> B -> C -> A [instances]");
    }

    @Test
    void what_a_kernel_like_recording_shows_after_it_is_settled_counts() {
        String gated = pairs("one", 3, "A", "B") + pairs("two", 3, "A", "B");
        StringBuilder many = new StringBuilder(gated);
        for (int i = 0; i < 10; i++) {
            many.append(pairs("t" + i, 3, "A", "B"));
        }
        String starts = "main: task-start late\n";
        String late = pairs("late", 3, "B", "A");
        for (int i = 0; i < 10; i++) {
            starts = "t%d: task-start u%d\nu%d: task-join t%d; task-joined t%d\n".formatted(i, i, i, i, i) + starts;
        }
        assertThat(Scene.kernel(many + starts + late).verdicts())
                .as("nobody knows of one and two")
                .containsExactly(CYCLE);
        String only = pairs("main", 30, "A", "B");
        assertThat(Scene.kernel(only + "main: task-start late\n" + late).verdicts())
                .containsExactly(ORDERED);
        assertThat(Scene.kernel(only + "main: task-start late\n" + only + late).verdicts())
                .containsExactly(CYCLE);
    }

    @Test
    void whoever_is_joined_waits_for_what_it_waits_for_again_as_well() {
        String first = "one: acquire L; release L\none: task-start two\n";
        String again = "one: acquire L; release L\n";
        String join = "two: acquire L; task-join one; task-joined one; release L\n";
        assertThat(Scene.program("main: task-start one\n" + first + join).verdicts())
                .containsExactly("note cycle L -> task:one -> L [happens-before]");
        assertThat(Scene.program("main: task-start one\n" + first + again + join)
                        .verdicts())
                .containsExactly("error cycle L -> task:one -> L");
    }

    @Test
    void a_signal_that_comes_again_after_a_start_counts() {
        String signal = "one: acquire L; release L; fence-signal F#%d\n";
        String waits = "two: acquire L; fence-wait F#2; fence-waited F#2 slept; release L\n";
        String made = "one: fence-create F#1; fence-create F#2\n";
        assertThat(Scene.program(made + signal.formatted(1) + "one: task-start two\n" + signal.formatted(2) + waits)
                        .verdicts())
                .noneMatch(verdict -> verdict.contains("happens-before"));
    }

    /** The same in random recordings, against all occurrences, one by one. */
    @Test
    void of_any_two_tasks_it_is_known_whether_all_that_one_did_came_before_all_that_the_other_did() {
        int ordered = 0;
        int dropped = 0;
        long first = Long.getLong("fuzz.seed", 1);
        for (long seed = first; seed < first + Long.getLong("fuzz.traces", 2000) / 40; seed++) {
            RandomRecording recording = new RandomRecording(seed);
            DependencyGraph graph = Scene.program(recording.text.toString()).graph();
            Map<String, Occurrences> shown = new HashMap<>();
            for (Dependency each : graph.dependencies()) {
                shown.put(
                        each.toString(), each.byRecording().values().iterator().next());
            }
            for (var one : recording.dependencies.entrySet()) {
                for (var other : recording.dependencies.entrySet()) {
                    Collection<Span> ones = shown.get(one.getKey()).when();
                    Collection<Span> others = shown.get(other.getKey()).when();
                    if (ones == null || others == null) {
                        dropped++;
                        continue;
                    }
                    ordered += compare(seed, one.getValue(), ones, other.getValue(), others);
                }
            }
        }
        assertThat(ordered).as("orders that were seen").isGreaterThan(200);
        assertThat(dropped).as("dependencies that are part of no ring").isLessThan(ordered);
    }

    private static int compare(
            long seed,
            Map<String, List<Moment>> one,
            Collection<Span> ones,
            Map<String, List<Moment>> other,
            Collection<Span> others) {
        int ordered = 0;
        for (var early : one.entrySet()) {
            for (var late : other.entrySet()) {
                if (early.getKey().equals(late.getKey())) {
                    continue;
                }
                boolean all = early.getValue().stream()
                        .allMatch(each -> late.getValue().stream().allMatch(each::isBefore));
                boolean told = of(early.getKey(), ones).stream()
                        .allMatch(each -> of(late.getKey(), others).stream().allMatch(each::before));
                assertThat(told)
                        .as("seed " + seed + ": all by " + early.getKey() + " before all by " + late.getKey())
                        .isEqualTo(all);
                ordered += all ? 1 : 0;
            }
        }
        return ordered;
    }

    private static List<Span> of(String task, Collection<Span> spans) {
        List<Span> its = spans.stream().filter(span -> span.task().equals(task)).toList();
        assertThat(its).as(task + " in " + spans).isNotEmpty();
        return its;
    }

    /** What a task knows of others: how many of their lines came before. */
    private record Moment(String task, int line, Map<String, Integer> known) {
        boolean isBefore(Moment other) {
            return other.known.getOrDefault(task, -1) >= line;
        }
    }

    /** Tasks that start and join each other and take two of three locks, often. */
    private static final class RandomRecording {
        final StringBuilder text = new StringBuilder();
        final Map<String, Map<String, List<Moment>>> dependencies = new TreeMap<>();
        private final Random random;
        private final List<String> running = new ArrayList<>(List.of("t0"));
        private final Map<String, Map<String, Integer>> known = new HashMap<>(Map.of("t0", new HashMap<>()));
        private final Map<String, Integer> lines = new HashMap<>();
        private int tasks = 1;

        RandomRecording(long seed) {
            random = new Random(seed);
            for (int i = 60 + random.nextInt(100); i > 0; i--) {
                step();
            }
        }

        private void step() {
            String task = running.get(random.nextInt(running.size()));
            int kind = random.nextInt(10);
            if (kind == 0 && tasks < 9) {
                String child = "t" + tasks++;
                event(task, "task-start " + child);
                known.put(child, new HashMap<>(known(task)));
                running.add(child);
            } else if (kind == 1 && running.size() > 1) {
                String child = running.get(random.nextInt(running.size()));
                if (!child.equals(task) && !child.equals("t0")) {
                    running.remove(child);
                    event(task, "task-join " + child + "; task-joined " + child);
                    known(child).forEach((other, line) -> known(task).merge(other, line, Math::max));
                }
            } else {
                String first = "ABC".substring(random.nextInt(3)).substring(0, 1);
                String second =
                        "ABC".replace(first, "").substring(random.nextInt(2)).substring(0, 1);
                for (int i = random.nextInt(5); i >= 0; i--) {
                    String lock = second + "#" + random.nextInt(4);
                    event(task, "acquire %s; acquire %s; release %s; release %s".formatted(first, lock, lock, first));
                    dependencies
                            .computeIfAbsent(first + " -> " + second, made -> new TreeMap<>())
                            .computeIfAbsent(task, made -> new ArrayList<>())
                            .add(new Moment(task, lines.get(task), Map.copyOf(known(task))));
                }
            }
        }

        private Map<String, Integer> known(String task) {
            return Objects.requireNonNull(known.get(task));
        }

        private void event(String task, String what) {
            text.append(task).append(": ").append(what).append('\n');
            known(task).put(task, lines.merge(task, 1, Integer::sum));
        }
    }
}
