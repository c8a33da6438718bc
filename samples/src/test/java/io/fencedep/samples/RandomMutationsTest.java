package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fencedep.core.reference.RandomTraces;
import io.fencedep.core.reference.TraceEvent;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/**
 * What is found in random traces does not hang on the names of tasks and instances, nor on what else goes on.
 *
 * <p>{@code mvn -Pfuzz test -pl samples} tries many more; {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and
 * how many. A failure names its seed.
 */
class RandomMutationsTest {
    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 300);

    @Test
    void names_of_instances_do_not_matter() {
        same((trace, random) -> Mutants.renamedInstances(random, false).apply(trace));
    }

    @Test
    void addresses_do_not_matter() {
        same((trace, random) -> Mutants.renamedInstances(random, true).apply(trace));
    }

    /** A task that somebody joins has its class from its name without digits. */
    @Test
    void numbers_of_tasks_do_not_matter() {
        same((trace, random) -> trace.each(event -> {
            number(event, "task", trace);
            number(event, "child", trace);
            return event;
        }));
    }

    private static void number(ObjectNode event, String field, Trace trace) {
        String name = Trace.text(event, field);
        if (!name.isEmpty()) {
            event.put(
                    field,
                    name + Math.floorMod(31 * name.hashCode() + trace.events().size(), 100));
        }
    }

    @Test
    void unrelated_locks_fences_and_notes_do_not_matter() {
        same(Mutants::visitedBriefly);
    }

    private static void same(BiFunction<Trace, Random, Trace> mutation) {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            Trace trace = trace(seed);
            Trace changed = mutation.apply(trace, new Random(seed * 0x9E3779B97F4A7C15L));
            assertThat(found(changed)).as("seed %d: %s", seed, changed.events()).isEqualTo(found(trace));
        }
    }

    private static SortedMap<String, String> found(Trace trace) {
        return Analyses.ids(Analyses.findings(trace.graph("trace"), List.of()));
    }

    private static Trace trace(long seed) {
        List<TraceEvent> events = seed % 2 == 0 ? RandomTraces.trace(seed) : RandomTraces.late(seed);
        String header = "{\"format\":\"fencedep-trace\",\"version\":1,\"source\":\"" + RandomTraces.source(seed)
                + "\",\"recording\":\"r\"}";
        return new Trace(
                header, events.stream().map(event -> Trace.event(event.json())).toList());
    }
}
