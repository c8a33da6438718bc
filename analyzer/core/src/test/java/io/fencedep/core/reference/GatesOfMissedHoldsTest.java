package io.fencedep.core.reference;

import static io.fencedep.core.reference.FoundByComparisonTest.lock;
import static io.fencedep.core.reference.FoundByComparisonTest.release;
import static io.fencedep.core.reference.FoundByComparisonTest.shown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a hold that the recorder only missed the end of does to the gates of dependencies: nothing. */
class GatesOfMissedHoldsTest {
    private static final String GATES = "gates of dependency a_lock -> b_lock SECTION BLOCKING";

    private static final List<TraceEvent> GATED = List.of(
            lock("u", "g#0"),
            lock("u", "a#0"),
            lock("u", "b#0"),
            release("u", "b#0"),
            release("u", "a#0"),
            release("u", "g#0"));

    private static void gates(String expected, List<TraceEvent> first, List<TraceEvent> then) {
        List<TraceEvent> all = new ArrayList<>(first);
        all.addAll(then);
        assertThat(shown("", all.toArray(new TraceEvent[0]))).containsEntry(GATES, expected);
    }

    private static void gatesInAnyOrder(String expected, TraceEvent... more) {
        gates(expected, GATED, List.of(more));
        gates(expected, List.of(more), GATED);
    }

    @Test
    void whatOneTaskMissedTheEndOfStaysAGateWhereOthersHeldIt() {
        gatesInAnyOrder("[g#0]", lock("t", "g#0"), lock("t", "g#0"), lock("t", "c#0"), release("t", "c#0"));
    }

    @Test
    void whatHappensUnderAHoldThatIsNoneTakesNoGateAway() {
        TraceEvent[] ungated = {lock("t", "a#0"), lock("t", "b#0"), release("t", "b#0")};
        gatesInAnyOrder("[g#0]", ungated[0], ungated[1], ungated[2], lock("t", "a#0"), lock("t", "c#0"));
        gatesInAnyOrder("[]", ungated[0], ungated[1], ungated[2], release("t", "a#0"));
    }

    @Test
    void whatIsHeldTwiceIsAGateFromTheSecondTimeOn() {
        TraceEvent[] again = {lock("t", "g#0"), lock("t", "g#0"), lock("t", "a#0"), lock("t", "b#0")};
        gatesInAnyOrder("[g#0]", again);
        gatesInAnyOrder(
                "[]",
                again[0],
                again[2],
                again[3],
                release("t", "b#0"),
                release("t", "a#0"),
                again[1],
                lock("t", "c#0"));
    }

    @Test
    void aHoldThatIsNoneDoesNotSpeakOfTheGateThatIsNoneEither() {
        TraceEvent[] both = {lock("t", "g#0"), lock("t", "a#0"), lock("t", "b#0"), release("t", "b#0")};
        gatesInAnyOrder(
                "[g#0]", both[0], both[1], both[2], both[3], lock("t", "a#0"), lock("t", "g#0"), lock("t", "c#0"));
    }

    @Test
    void aTaskIsNoGateForItsChildOnceItsHoldTurnsOutToBeNone() {
        TraceEvent start = TraceEvent.of("task-start", "t", "child", "u");
        TraceEvent joined = TraceEvent.of("task-joined", "t", "child", "u");
        List<TraceEvent> work = List.of(lock("u", "a#0"), lock("u", "b#0"), release("u", "b#0"), release("u", "a#0"));
        List<TraceEvent> end = new ArrayList<>(work);
        end.add(joined);
        gates("[h#0]", List.of(lock("t", "h#0"), start), end);
        end.addAll(List.of(lock("t", "h#0"), lock("t", "c#0")));
        gates("[]", List.of(lock("t", "h#0"), start), end);
    }
}
