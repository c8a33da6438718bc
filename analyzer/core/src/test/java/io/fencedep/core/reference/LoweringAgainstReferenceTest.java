package io.fencedep.core.reference;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random traces mean the same to the real analysis and to the naive one.
 *
 * <p>The normal build tries a few thousand. {@code mvn -Pfuzz test -pl analyzer/core} tries a hundred thousand more;
 * {@code -Dfuzz.seed=N} and {@code -Dfuzz.traces=N} say which and how many. A failure prints its seed and the smallest
 * trace that shows it, ready to be saved as a native trace.
 */
class LoweringAgainstReferenceTest {
    /** What the naive reading tells of some traces and dependencies only. */
    private static final List<String> OPTIONAL = List.of("count", "distant", "gates", "pairs");

    private static final long FIRST = Long.getLong("fuzz.seed", 1);
    private static final long COUNT = Long.getLong("fuzz.traces", 2000);

    @Test
    void bothReadingsOfATraceAgree() {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            compare(seed, RandomTraces.trace(seed));
        }
    }

    @Test
    void bothReadingsOfALongerTraceAgree() {
        for (long seed = FIRST; seed < FIRST + COUNT / 20; seed++) {
            compare(seed, RandomTraces.large(seed));
        }
    }

    private static void compare(long seed, List<TraceEvent> trace) {
        String source = RandomTraces.source(seed);
        if (!difference(trace, source).isEmpty()) {
            List<TraceEvent> smallest =
                    Shrinker.shrink(trace, less -> !difference(less, source).isEmpty());
            fail(report(seed, source, smallest));
        }
    }

    /** Wait contexts are judged by what is known of the class at the line. */
    @Test
    void aClassThatIsGivenLateIsThereFromTheStart() {
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            List<TraceEvent> trace = RandomTraces.late(seed);
            String source = RandomTraces.source(seed);
            if (!lateDifference(trace, source).isEmpty()) {
                List<TraceEvent> smallest = Shrinker.shrink(
                        trace, less -> !lateDifference(less, source).isEmpty());
                fail(report(seed, source, smallest));
            }
        }
    }

    private static String lateDifference(List<TraceEvent> trace, String source) {
        return difference(trace, source)
                .lines()
                .filter(fact -> List.of("dependency", "signals", "usage", "recursion", "rule", "unbounded")
                        .contains(fact.split(" ")[0]))
                .collect(Collectors.joining("\n"));
    }

    private static String report(long seed, String source, List<TraceEvent> trace) {
        return "seed " + seed + "\n{\"format\":\"fencedep-trace\",\"version\":1,\"source\":\"" + source + "\"}\n"
                + trace.stream().map(TraceEvent::json).collect(Collectors.joining("\n")) + "\n"
                + difference(trace, source);
    }

    /** What only one of the two says; empty when they agree. */
    static String difference(List<TraceEvent> trace, String source) {
        SortedMap<String, String> expected = Reference.facts(trace, source);
        SortedMap<String, String> shown = Shown.facts(Replay.graph(trace, source, "r"));
        SortedMap<String, String> only = new TreeMap<>();
        expected.forEach((fact, value) -> {
            if (!value.equals(shown.get(fact))) {
                only.put(fact + " expected", value);
            }
        });
        shown.keySet().removeIf(fact -> OPTIONAL.contains(fact.split(" ")[0]) && !expected.containsKey(fact));
        shown.forEach((fact, value) -> {
            if (!value.equals(expected.get(fact))) {
                only.put(fact + " shown", value);
            }
        });
        return only.entrySet().stream().map(Object::toString).collect(Collectors.joining("\n"));
    }
}
