package io.fencedep.core.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.graph.DependencyGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The smallest traces that once meant one thing to the analysis and another to the naive one. */
class FoundByComparisonTest {
    static TraceEvent lock(String task, String lock, Object... more) {
        return with(TraceEvent.of("acquire", task, "lock", lock, "class", lock.charAt(0) + "_lock"), more);
    }

    static TraceEvent release(String task, String lock) {
        return TraceEvent.of("release", task, "lock", lock);
    }

    static TraceEvent fence(String event, String task, String fence, Object... more) {
        return with(TraceEvent.of("fence-" + event, task, "fence", fence, "class", "fence:x"), more);
    }

    private static TraceEvent with(TraceEvent event, Object... more) {
        TraceEvent result = event;
        for (int i = 0; i < more.length; i += 2) {
            result = result.with((String) more[i], more[i + 1]);
        }
        return result;
    }

    static SortedMap<String, String> shown(String source, TraceEvent... trace) {
        List<TraceEvent> all = new ArrayList<>(List.of(trace));
        assertThat(LoweringAgainstReferenceTest.difference(all, source)).isEmpty();
        return Shown.facts(Replay.graph(all, source, "r"));
    }

    @Test
    void aTaskThatStartsItselfWhileItHoldsALockDoesNotEndTheAnalysis() {
        shown("", lock("t", "a#0"), TraceEvent.of("task-start", "t", "child", "t"));
    }

    @Test
    void theFirstTaskOfATraceCanWaitUnderSomethingThatHasNoInstance() {
        assertThat(shown(
                        "",
                        TraceEvent.of("signalling-begin", "t", "class", "fence:x"),
                        TraceEvent.of("alloc", "t", "flags", "GFP_KERNEL")))
                .containsKey("dependency fence:x -> reclaim SECTION BLOCKING");
    }

    @Test
    void aDutyEndsWithTheInterruptThatPublished() {
        shown(
                "",
                fence("publish", "t", "f0", "context", "softirq"),
                TraceEvent.of("irqs-on", "t"),
                fence("submit", "u", "f0"));
    }

    @Test
    void whatNobodyEverSubmitsIsNotOwedAfterThePublishersUnitOfWork() {
        assertThat(shown(
                        "", fence("publish", "t", "f0"), TraceEvent.of("syscall-begin", "t"), fence("wait", "t", "f0")))
                .doesNotContainKeys("recursion fence:x", "deadlock");
    }

    @Test
    void aSectionIsThatOfItsFenceWhateverClassIsGivenLater() {
        assertThat(shown(
                        "",
                        TraceEvent.of("signalling-begin", "t", "fence", "f0"),
                        lock("t", "a#0"),
                        fence("signal", "t", "f0")))
                .doesNotContainKey("dependency fence:x -> a_lock INFERRED BLOCKING");
    }

    @Test
    void twoWaysToWaitForOneLockBearASignalOutOnce() {
        assertThat(shown("", lock("t", "a#0", "mode", "recursive-read"), lock("t", "a#1"), fence("signal", "t", "f0")))
                .hasEntrySatisfying(
                        "dependency fence:x -> a_lock INFERRED BLOCKING",
                        support -> assertThat(support).startsWith("1 ").endsWith("of 1"));
    }

    @Test
    void twoWaitersWithOneLockLeaveASignalOutOnce() {
        assertThat(shown(
                        "",
                        lock("s", "a#0"),
                        release("s", "a#0"),
                        fence("signal", "s", "f0"),
                        lock("t", "a#0", "mode", "read"),
                        lock("u", "a#0", "mode", "read"),
                        fence("wait", "t", "f1"),
                        fence("wait", "u", "f1"),
                        fence("signal", "v", "f1"),
                        fence("signal", "v", "f2")))
                .hasEntrySatisfying(
                        "dependency fence:x -> a_lock:shared INFERRED BLOCKING",
                        support -> assertThat(support).endsWith("of 2"));
    }

    @Test
    void aWaitThatAnotherFenceCanEndIsNoRecursion() {
        assertThat(shown(
                        "",
                        TraceEvent.of("signalling-begin", "t", "fence", "f0", "class", "fence:x"),
                        fence("create", "t", "f1"),
                        TraceEvent.of("fence-wait", "t", "any", List.of("f0", "f1"))))
                .doesNotContainKey("recursion fence:x");
    }

    @Test
    void alternativesOfOneClassAreThatClassThoughOneIsNamedLate() {
        assertThat(shown(
                        "",
                        fence("create", "t", "f0"),
                        lock("t", "a#0"),
                        TraceEvent.of("fence-wait", "t", "any", List.of("f0", "f1")),
                        fence("create", "t", "f1")))
                .containsKey("dependency a_lock -> fence:x SECTION BLOCKING");
    }

    @Test
    void aResetOwesNothingForAFenceThatWasCreatedAnew() {
        shown(
                "",
                fence("create", "t", "f0", "device", "gpu0"),
                fence("publish", "t", "f0"),
                fence("create", "t", "f0", "device", "gpu0"),
                fence("publish", "t", "f0"),
                TraceEvent.of("reset-begin", "u", "device", "gpu0"),
                fence("signal", "t", "f0"),
                lock("u", "a#0"));
    }

    @Test
    void aTimeoutOfZeroWaitsForNothingSoItIsNoRecursion() {
        assertThat(shown(
                        "",
                        lock("t", "a#0"),
                        lock("t", "a#0", "timeout", 0L),
                        release("t", "a#0"),
                        release("t", "a#0")))
                .doesNotContainKey("recursion a_lock");
    }

    @Test
    void whoGivesUpTakingAReentrantLockAgainStillHasIt() {
        assertThat(shown(
                        "",
                        lock("t", "a#0", "reentrant", true),
                        lock("t", "a#0", "timeout", 500L),
                        TraceEvent.of("acquired", "t", "lock", "a#0", "result", "timeout"),
                        lock("t", "b#0"),
                        release("t", "b#0"),
                        release("t", "a#0")))
                .containsKey("dependency a_lock -> b_lock SECTION BLOCKING");
    }

    @Test
    void aJoinedTaskWaitedInEveryWayInWhichItDid() {
        assertThat(shown(
                        "",
                        TraceEvent.of("task-join", "u", "child", "t"),
                        fence("wait", "t", "f0", "timeout", 1000L),
                        fence("wait", "t", "f0")))
                .containsKeys(
                        "dependency task:t -> fence:x SECTION BLOCKING", "dependency task:t -> fence:x SECTION TIMED");
    }

    @Test
    void aRecursiveReaderClosesNoRingOfInstances() {
        assertThat(shown(
                        "jvm",
                        lock("t", "a#0", "mode", "read"),
                        lock("t", "a#1"),
                        lock("t", "a#0", "mode", "recursive-read"),
                        release("t", "a#0"),
                        release("t", "a#1"),
                        release("t", "a#0")))
                .doesNotContainKey("recursion a_lock");
    }

    @Test
    void aHoldThatNeverWasClosesNoRingOfInstances() {
        assertThat(shown("jvm", lock("t", "a#0"), lock("t", "a#1"), lock("t", "a#0"), lock("t", "b#0")))
                .doesNotContainKey("recursion a_lock");
    }

    @Test
    void anInterruptDoesNotEndTheWaitBelowIt() {
        assertThat(shown(
                        "",
                        TraceEvent.of("task-join", "t", "child", "t"),
                        TraceEvent.of("irqs-off", "t", "context", "hardirq"),
                        TraceEvent.of("irqs-on", "t", "context", "hardirq")))
                .containsKey("deadlock");
    }

    @Test
    void aHoldThatNeverWasDoesNotHideTheOneThatIsTooStrict() {
        assertThat(shown(
                        "",
                        lock("t", "a#0", "kind", "raw-spin"),
                        lock("t", "a#0"),
                        TraceEvent.of("alloc", "t", "flags", "GFP_NOFS")))
                .containsKey("wait-context mmu_notifier");
    }

    @Test
    void aHoldThatNeverWasDoesNotHideThatNonMaskableInterruptsMayCome() {
        assertThat(shown(
                        "",
                        lock("t", "a#0"),
                        lock("t", "a#0"),
                        TraceEvent.of("mark", "t", "name", "on it goes"),
                        lock("u", "b#0", "context", "nmi")))
                .containsKey("usage a_lock -> nmi");
    }

    @Test
    void aLockWhoseClassIsGivenAfterTheSignalBearsItOutOnce() {
        assertThat(shown(
                        "",
                        lock("t", "a#0"),
                        release("t", "a#0"),
                        lock("t", "a#1").without("class"),
                        release("t", "a#1"),
                        fence("signal", "t", "f0"),
                        lock("u", "a#1")))
                .hasEntrySatisfying(
                        "dependency fence:x -> a_lock INFERRED BLOCKING",
                        support -> assertThat(support).startsWith("1 ").endsWith("of 1"));
    }

    @Test
    void aLockWhoseClassIsGivenAfterTheSignalIsStillHeldAtIt() {
        assertThat(shown(
                        "",
                        lock("t", "a#0"),
                        release("t", "a#0"),
                        lock("t", "a#1").without("class"),
                        fence("signal", "t", "f0"),
                        release("t", "a#1"),
                        lock("u", "a#1")))
                .hasEntrySatisfying(
                        "dependency fence:x -> a_lock INFERRED BLOCKING",
                        support -> assertThat(support).contains("still held 0+1"));
    }

    @Test
    void aSubclassOfALockWhoseClassIsGivenLateIsASubclassOfThat() {
        assertThat(shown(
                        "",
                        lock("t", "b#0"),
                        lock("t", "a#0", "subclass", 1L).without("class"),
                        release("t", "a#0"),
                        lock("u", "a#0")))
                .containsKey("dependency b_lock -> a_lock/1 SECTION BLOCKING");
    }

    @Test
    void anySideThatNamesAnInstanceGivesItItsClass() {
        assertThat(shown(
                        "",
                        fence("signal", "t", "f0").without("class"),
                        TraceEvent.of("signalling-end", "t", "fence", "f0", "class", "fence:x")))
                .containsEntry("signals fence:x", "1");
    }

    static List<String> verdicts(String source, TraceEvent... trace) {
        DependencyGraph graph = Replay.graph(List.of(trace), source, "r");
        assertThat(NaiveDetector.complaints(graph, List.of())).isEmpty();
        return Detector.analyse(graph, List.of()).findings().stream()
                .map(finding -> finding.severity().text() + " " + finding.kind().text() + " " + finding.title())
                .collect(Collectors.toList());
    }

    @Test
    void aRecursionWithATimeoutHidesNoRingOfItsClass() {
        assertThat(verdicts(
                        "",
                        lock("s", "b#1"),
                        lock("s", "c#0"),
                        lock("t", "c#1"),
                        lock("t", "c#0", "timeout", 500L),
                        lock("t", "b#0", "capacity", 2L)))
                .contains("warning cycle b_lock -> c_lock -> b_lock");
    }

    /** Two long rings of a kind go through both waits of a short one. */
    @Test
    void aRingOfTwoIsNotLostBehindTheRingsOfThreeThatGoThroughBothOfItsWaits() {
        List<TraceEvent> trace = new ArrayList<>();
        for (String order : List.of("ay", "yz", "za", "bz", "zy", "yb")) {
            for (String lock : order.split("")) {
                trace.add(lock("t" + order, lock + "#0"));
            }
            for (String lock : new StringBuilder(order).reverse().toString().split("")) {
                trace.add(release("t" + order, lock + "#0"));
            }
        }
        assertThat(verdicts("", trace.toArray(new TraceEvent[0])))
                .containsExactly("error cycle y_lock -> z_lock -> y_lock");
    }

    /** The kind is said by a line that names no class; whose hold a stranger may end hangs on it. */
    @Test
    void theKindOfALockIsKnownBeforeItsClassIs() {
        assertThat(Replay.graph(
                                List.of(
                                        TraceEvent.of("acquire", "tc", "lock", "c#1", "kind", "semaphore"),
                                        TraceEvent.of("release", "tc", "lock", "c#1"),
                                        lock("tc", "c#1"),
                                        lock("ta", "c#1"),
                                        TraceEvent.of("downgrade", "ta", "lock", "c#1"),
                                        release("tb", "c#1"),
                                        lock("ta", "a#1")),
                                "",
                                "r")
                        .dependencies())
                .hasSize(1);
    }

    @Test
    void aStrangerEndsOneOfTheHoldsThatAReentrantReaderHas() {
        assertThat(Replay.graph(
                                List.of(
                                        lock("tb", "b#1", "reentrant", true, "mode", "read"),
                                        lock("tb", "b#1", "reentrant", true, "mode", "read"),
                                        release("ta", "b#1"),
                                        lock("tb", "a#1")),
                                "jvm",
                                "r")
                        .dependencies())
                .hasSize(1);
    }

    /** Nothing crosses lost events, so who handles a fault owes no fence that was published before them. */
    @Test
    void aFaultOwesOnlyWhatWasPublishedSinceEventsWereLost() {
        assertThat(shown(
                        "",
                        fence("create", "ta", "f3", "device", "gpu1"),
                        fence("publish", "td", "f3"),
                        TraceEvent.of("lost", "td"),
                        TraceEvent.of("fence-wait", "tc", "fence", "f2", "class", "fence:z"),
                        fence("create", "ta", "f0", "device", "gpu1"),
                        fence("publish", "te", "f0"),
                        TraceEvent.of("fault-begin", "tc", "device", "gpu1", "class", "fault:gpu1"),
                        fence("signal", "tc", "f3")))
                .containsKey("dependency fence:x -> fence:z INFERRED BLOCKING");
    }
}
