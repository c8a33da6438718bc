package io.fencedep.core.reference;

import static io.fencedep.core.reference.FoundByComparisonTest.fence;
import static io.fencedep.core.reference.FoundByComparisonTest.lock;
import static io.fencedep.core.reference.FoundByComparisonTest.release;
import static io.fencedep.core.reference.FoundByComparisonTest.shown;
import static io.fencedep.core.reference.FoundByComparisonTest.verdicts;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.Gate;
import io.fencedep.core.graph.Occurrences;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More of what comparison found: classes that are given late, names that are used again, and losses. */
class FoundLaterTest {
    @Test
    void ordersOfPagesDoNotCrossALoss() {
        assertThat(shown(
                        "",
                        TraceEvent.of("page-get", "t", "page", "p1", "class", "page_a"),
                        TraceEvent.of("page-migrate", "t", "page", "p0", "class", "page_a"),
                        TraceEvent.of("lost", "t"),
                        TraceEvent.of("page-get", "u", "page", "p0", "class", "page_a"),
                        TraceEvent.of("page-migrate", "u", "page", "p1", "class", "page_a")))
                .doesNotContainKey("recursion page_a");
    }

    @Test
    void aLockIsWhatItsAcquireSaysWhateverItsClassIs() {
        assertThat(shown(
                        "",
                        lock("t", "a#0", "kind", "mutex"),
                        release("t", "a#0"),
                        lock("t", "a#1", "kind", "semaphore"),
                        release("u", "a#1"),
                        lock("t", "b#0")))
                .doesNotContainKey("dependency a_lock -> b_lock SECTION BLOCKING");
    }

    @Test
    void aWaiterThatNeverSleptProvesNothingThoughAClassWasGivenLate() {
        assertThat(shown(
                        "",
                        lock("t", "b#0").without("class"),
                        TraceEvent.of("fence-wait", "u", "fence", "f0"),
                        lock("t", "b#0"),
                        fence("signal", "t", "f0"),
                        TraceEvent.of("fence-waited", "u", "fence", "f0", "slept", false)))
                .hasEntrySatisfying(
                        "dependency fence:x -> b_lock INFERRED BLOCKING",
                        support -> assertThat(support).contains("awaited 0"));
    }

    @Test
    void aFaultOwesNothingForAFenceWhoseClassIsGivenWhenItIsCreatedAnew() {
        assertThat(shown(
                        "",
                        TraceEvent.of("fence-create", "t", "fence", "f0", "device", "gpu0"),
                        TraceEvent.of("fence-publish", "t", "fence", "f0"),
                        TraceEvent.of("fault-begin", "u", "device", "gpu0"),
                        fence("create", "u", "f0"),
                        lock("u", "c#0")))
                .doesNotContainKey("dependency fence:x -> c_lock SECTION BLOCKING");
    }

    @Test
    void twoLocksOfOneClassAreARecursionThoughTheClassIsGivenLater() {
        assertThat(shown(
                        "",
                        lock("t", "a#0").without("class"),
                        lock("t", "a#1").without("class"),
                        release("t", "a#1"),
                        release("t", "a#0"),
                        lock("u", "a#0"),
                        release("u", "a#0"),
                        lock("u", "a#1")))
                .containsKey("recursion a_lock");
    }

    @Test
    void twoLocksWhoseClassesTurnOutToDifferAreNoRecursion() {
        assertThat(shown(
                        "",
                        lock("t", "a#0").without("class"),
                        lock("t", "b#0").without("class"),
                        release("t", "b#0"),
                        release("t", "a#0"),
                        lock("u", "a#0"),
                        release("u", "a#0"),
                        lock("u", "b#0")))
                .doesNotContainKeys("recursion a_lock", "recursion b_lock")
                .containsKey("dependency a_lock -> b_lock SECTION BLOCKING");
    }

    @Test
    void aRingOfInstancesIsOneThoughTheClassIsGivenInItsMiddle() {
        assertThat(shown(
                        "jvm",
                        lock("t", "a#0").without("class"),
                        lock("t", "a#1").without("class"),
                        release("t", "a#1"),
                        release("t", "a#0"),
                        lock("u", "a#1"),
                        lock("u", "a#0")))
                .containsKey("recursion a_lock");
    }

    @Test
    void theClassOfPinsIsNotThatOfReferences() {
        assertThat(shown(
                        "",
                        TraceEvent.of("page-get", "t", "page", "p0"),
                        TraceEvent.of("page-pin", "t", "page", "p0", "class", "pinned"),
                        lock("t", "a#0")))
                .containsKey("dependency page -> a_lock SECTION BLOCKING");
    }

    @Test
    void anAlternativeWithoutAClassIsNamedByTheInnermostFrame() {
        assertThat(shown(
                        "",
                        lock("t", "a#0"),
                        TraceEvent.of("fence-wait", "t", "any", List.of("f0"), "stack", List.of("wait_here", "main"))))
                .containsKey("dependency a_lock -> fence@wait_here SECTION BLOCKING");
    }

    @Test
    void whatWasHeldWhileADutyWasLateGuardsItOnlyWhereItWasHeld() {
        TraceEvent[] trace = {
            fence("publish", "t", "f0"),
            lock("t", "a#1"),
            TraceEvent.of("syscall-begin", "t"),
            TraceEvent.of("signalling-begin", "t", "class", "fence:x"),
            lock("t", "b#0"),
            release("t", "b#0"),
            TraceEvent.of("signalling-end", "t", "class", "fence:x"),
            release("t", "a#1"),
            lock("t", "b#0"),
            release("t", "b#0"),
            fence("submit", "t", "f0")
        };
        Dependency dependency = Replay.graph(List.of(trace), "", "r").dependencies().stream()
                .filter(each -> each.from().className().equals("fence:x")
                        && each.to().className().equals("b_lock"))
                .findFirst()
                .orElseThrow();
        Occurrences seen = dependency.byRecording().get("r");
        assertThat(seen.gates.stream().map(Gate::instance)).isEmpty();
        shown("", trace);
    }

    @Test
    void aNameThatIsStartedAgainIsAnotherTask() {
        assertThat(shown(
                        "",
                        TraceEvent.of("task-start", "main", "child", "worker", "at", "first"),
                        lock("worker", "a#0"),
                        release("worker", "a#0"),
                        TraceEvent.of("task-join", "main", "child", "worker"),
                        TraceEvent.of("task-joined", "main", "child", "worker"),
                        TraceEvent.of("task-start", "main", "child", "worker", "at", "second"),
                        lock("worker", "b#0"),
                        TraceEvent.of("task-join", "main", "child", "worker")))
                .containsKeys(
                        "dependency task@first -> a_lock SECTION BLOCKING",
                        "dependency task@second -> b_lock SECTION BLOCKING")
                .doesNotContainKeys(
                        "dependency task@second -> a_lock SECTION BLOCKING",
                        "dependency task@first -> b_lock SECTION BLOCKING");
    }

    @Test
    void readersOfASubclassInAnInterruptHarmNoReadersBelowIt() {
        assertThat(verdicts(
                        "",
                        lock("t", "b#1"),
                        lock(
                                "u",
                                "b#1",
                                "context",
                                "hardirq",
                                "kind",
                                "semaphore",
                                "subclass",
                                1L,
                                "mode",
                                "recursive-read"),
                        TraceEvent.of("irqs-on", "u", "context", "hardirq")))
                .containsExactly("error wait-context b_lock/1 is waited for in hardirq context");
    }

    @Test
    void aFaultOfADeviceIsNoSectionForFencesOfOthers() {
        assertThat(shown(
                        "",
                        fence("create", "u", "f0", "device", "gpu0"),
                        fence("publish", "u", "f0"),
                        lock("t", "c#1"),
                        TraceEvent.of("fault-begin", "t", "device", "gpu0"),
                        fence("signal", "t", "f1")))
                .containsKey("dependency fence:x -> c_lock INFERRED BLOCKING");
    }

    @Test
    void anInterruptThatReclaimedIsOverWhenTheNextOneComes() {
        assertThat(shown(
                        "",
                        TraceEvent.of("reclaim-begin", "t", "context", "softirq"),
                        TraceEvent.of("mark", "t", "text", "on it goes"),
                        TraceEvent.of("alloc", "t", "flags", "GFP_KERNEL", "context", "hardirq")))
                .containsKey("wait-context reclaim");
    }

    @Test
    void aFaultThatWaitsForALaterFenceOfATimelineThatItHoldsUpWaitsForItself() {
        assertThat(shown(
                        "",
                        fence("create", "t", "f0", "timeline", "line", "seqno", 1L, "device", "gpu0"),
                        fence("publish", "t", "f0"),
                        fence("create", "t", "f1", "class", "fence:y", "timeline", "line", "seqno", 2L),
                        TraceEvent.of("fault-begin", "u", "device", "gpu0"),
                        TraceEvent.of("fence-wait", "u", "any", List.of("f0", "f1"))))
                .containsKey("recursion fence:x");
    }

    @Test
    void aResetThatWaitsForALaterFenceOfAnotherClassWaitsForItself() {
        assertThat(shown(
                        "",
                        fence("create", "t", "f0", "timeline", "line", "seqno", 1L, "device", "gpu0"),
                        fence("publish", "t", "f0"),
                        fence("create", "t", "f2", "class", "fence:z", "timeline", "line", "seqno", 3L),
                        TraceEvent.of("reset-begin", "u", "device", "gpu0"),
                        TraceEvent.of("fence-wait", "u", "fence", "f2")))
                .containsKey("recursion fence:z");
    }

    @Test
    void aRingOfInstancesIsOneOnlyIfAllTurnOutToBeOfOneClass() {
        assertThat(shown(
                        "",
                        TraceEvent.of("fence-depend", "t", "fence", "f3", "on", "f1"),
                        TraceEvent.of("fence-depend", "u", "fence", "f1", "class", "fence:y", "on", "f2"),
                        TraceEvent.of("fence-depend", "v", "fence", "f2", "on", "f3")))
                .doesNotContainKey("recursion fence");
    }

    @Test
    void anItemWaitsForAnotherOneWhoseClassIsGivenLate() {
        assertThat(shown(
                        "jvm",
                        TraceEvent.of("work-begin", "t", "work", "w1", "queue", "wq"),
                        TraceEvent.of("work-flush", "t", "work", "w0"),
                        TraceEvent.of("work-begin", "u", "work", "w0", "class", "work_a")))
                .containsKey("dependency work -> work_a SECTION BLOCKING");
    }
}
