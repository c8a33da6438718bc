package io.fencedep.core.reference;

import static io.fencedep.core.reference.FoundByComparisonTest.fence;
import static io.fencedep.core.reference.FoundByComparisonTest.lock;
import static io.fencedep.core.reference.FoundByComparisonTest.shown;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More of what comparison found, since the random traces have every field of the format. */
class FoundInFormatTest {
    @Test
    void aFlushThatWaitsForNothingTellsOfItsItemAllTheSame() {
        assertThat(shown(
                        "",
                        TraceEvent.of(
                                "work-flush",
                                "t",
                                "work",
                                "w",
                                "class",
                                "work_a",
                                "queue",
                                "wq",
                                "capacity",
                                1L,
                                "timeout",
                                0L),
                        TraceEvent.of("work-begin", "u", "work", "w"),
                        lock("u", "a#0")))
                .containsKey("dependency place:wq -> a_lock SECTION BLOCKING")
                .containsKey("dependency work_a -> place:wq CAUSAL BLOCKING")
                .doesNotContainKey("deadlock");
    }

    @Test
    void aDutyOfAnInterruptWhoseUnitOfWorkIsOverCountsWhenItsFenceIsSubmitted() {
        TraceEvent publish = fence("publish", "t", "f0", "context", "hardirq");
        TraceEvent begin = TraceEvent.of("work-begin", "t", "work", "w", "class", "work_a", "context", "hardirq");
        TraceEvent acquire = lock("t", "b#0", "context", "hardirq");
        assertThat(shown("", publish, begin, acquire, fence("submit", "t", "f0")))
                .containsKey("dependency fence:x -> b_lock SECTION BLOCKING");
        assertThat(shown("", publish, begin, acquire, fence("signal", "t", "f0"), fence("submit", "t", "f0")))
                .doesNotContainKey("dependency fence:x -> b_lock SECTION BLOCKING");
    }

    @Test
    void theFirstLineThatNamesAClassGivesItWhateverElseItSays() {
        assertThat(shown(
                        "",
                        TraceEvent.of("release", "t", "lock", "a#0", "class", "z_lock"),
                        TraceEvent.of("dma-begin", "t", "page", "p", "class", "page_z"),
                        lock("t", "a#0"),
                        TraceEvent.of("page-migrate", "t", "page", "p", "class", "page_a")))
                .containsKey("dependency z_lock -> page_z SECTION BLOCKING")
                .containsEntry("anomaly instance given a second class", "2");
    }

    @Test
    void aNotifierThatBeginsWithoutAClassIsOneOfMemory() {
        assertThat(shown(
                        "",
                        TraceEvent.of("notifier-begin", "t", "notifier", "n"),
                        lock("t", "a#0"),
                        TraceEvent.of("notifier-end", "t", "notifier", "n", "class", "move_notify")))
                .containsKey("dependency mmu_notifier -> a_lock SECTION BLOCKING")
                .containsEntry("anomaly instance given a second class", "1");
    }

    @Test
    void inALiveRecordingALockThatNobodyHoldsMayBeAnotherOneOfThatName() {
        assertThat(shown(
                        "ftrace",
                        lock("t", "a#0"),
                        TraceEvent.of("release", "t", "lock", "a#0"),
                        lock("t", "a#0", "class", "z_lock"),
                        lock("t", "b#0")))
                .containsKey("dependency z_lock -> b_lock SECTION BLOCKING")
                .doesNotContainKey("anomaly instance given a second class");
    }

    @Test
    void aQueueThatTurnsOutToRunTwoItemsAtOnceHasAPlaceForOneThatWasQueuedBefore() {
        assertThat(shown(
                        "",
                        TraceEvent.of("work-begin", "u", "work", "w2", "queue", "wq", "capacity", 1L),
                        TraceEvent.of("work-queue", "t", "work", "w1", "queue", "wq"),
                        TraceEvent.of("work-flush", "u", "work", "w1"),
                        TraceEvent.of("work-queue", "t", "work", "w3", "queue", "wq", "capacity", 2L)))
                .doesNotContainKey("deadlock");
    }

    private static TraceEvent map(String task, String className) {
        return TraceEvent.of("acquire", task, "lock", "map", "class", className, "kind", "map");
    }

    @Test
    void whoHoldsTheLockThatStandsForReclaimWaitsForNoMemory() {
        assertThat(shown(
                        "",
                        map("t", "fs_reclaim"),
                        lock("t", "a#0"),
                        TraceEvent.of("alloc", "t", "flags", "GFP_KERNEL"),
                        TraceEvent.of("reclaim-begin", "t")))
                .containsKey("dependency reclaim -> a_lock SECTION BLOCKING")
                .doesNotContainKey("dependency a_lock -> reclaim SECTION BLOCKING");
    }

    @Test
    void whatStandsForReclaimOrForEveryFenceMayBeTakenTwice() {
        for (String className : new String[] {"fs_reclaim", "dma_fence_map"}) {
            TraceEvent end = TraceEvent.of("release", "t", "lock", "map");
            assertThat(shown("", map("t", className), map("t", className), end, end)
                            .keySet())
                    .noneMatch(fact -> fact.startsWith("recursion") || fact.startsWith("anomaly"));
        }
    }

    private static TraceEvent[] opposite(String kind) {
        return new TraceEvent[] {
            lock("t", "a#0", "kind", kind),
            lock("u", "b#0", "kind", kind),
            lock("t", "b#0", "kind", kind),
            lock("u", "a#0", "kind", kind)
        };
    }

    @Test
    void nobodyIsStuckAtAnAnnotation() {
        assertThat(shown("", opposite("map"))).doesNotContainKey("deadlock");
        assertThat(shown("", opposite("mutex"))).containsKey("deadlock");
    }

    @Test
    void anItemThatTakesTheLockWhichStandsForItWaitsForItself() {
        assertThat(shown(
                        "",
                        TraceEvent.of("work-begin", "t", "work", "w"),
                        map("t", "(work_completion)(work_a)"),
                        TraceEvent.of("work-end", "t", "work", "w", "class", "work_a")))
                .containsKey("recursion work_a");
    }

    @Test
    void whoRunsAnItemByTheKernelsLockForItsQueueIsHeldUpByUserSpace() {
        TraceEvent item = TraceEvent.of("work-begin", "u", "work", "w", "class", "work_b", "queue", "q");
        TraceEvent made = TraceEvent.of("fence-create", "u", "fence", "f", "class", "dma_fence:x", "userspace", true);
        TraceEvent waits = TraceEvent.of("fence-wait", "t", "fence", "f");
        TraceEvent woke = TraceEvent.of("fence-waited", "t", "fence", "f");
        TraceEvent ends = TraceEvent.of("release", "t", "lock", "queue#1");
        TraceEvent runs = TraceEvent.of("acquire", "t", "lock", "queue#1", "class", "(wq_completion)q");
        String fact = "unbounded user-fence dma_fence:x";
        assertThat(shown("", item, made, runs, waits, woke, ends)).containsKey(fact);
        assertThat(shown("", made, runs, waits, woke, ends)).containsKey(fact);
    }

    @Test
    void aParentGuardsWhatItsChildDoesUntilItHasSeenItsEnd() {
        TraceEvent start = TraceEvent.of("task-start", "t", "child", "u");
        TraceEvent joined = TraceEvent.of("task-joined", "t", "child", "u");
        TraceEvent outer = lock("u", "a#0");
        TraceEvent inner = lock("u", "b#0");
        String gates = "gates of dependency a_lock -> b_lock SECTION BLOCKING";
        assertThat(shown("", lock("t", "c#0"), start, outer, inner, joined)).containsEntry(gates, "[c#0]");
        assertThat(shown("", lock("t", "c#0"), start, outer, joined, inner)).containsEntry(gates, "[]");
        TraceEvent downgrade = TraceEvent.of("downgrade", "t", "lock", "c#0");
        assertThat(shown("", lock("t", "c#0"), start, outer, inner, downgrade, joined))
                .containsEntry(gates, "[]");
    }

    /** Both ask for the place that is left, next to one who took it as an annotation and went on. */
    @Test
    void whoTookALockAsAnAnnotationKeepsNobodyFromIt() {
        TraceEvent annotated = lock("u", "a#0", "kind", "map");
        TraceEvent waits = TraceEvent.of("task-join", "u", "child", "t");
        TraceEvent[] stuck = {lock("u", "a#0", "kind", "mutex"), waits, lock("t", "a#0", "kind", "mutex")};
        assertThat(shown("", annotated, waits, lock("t", "a#0", "kind", "mutex")))
                .doesNotContainKey("deadlock");
        assertThat(shown("", stuck)).containsKey("deadlock");
    }

    @Test
    void whoReadsALockAndAsksForOneOfTheOtherPlacesOfItIsNotStuck() {
        TraceEvent reads = lock("t", "a#0", "reentrant", true, "mode", "read");
        assertThat(shown("", reads, lock("t", "a#0"))).containsKey("deadlock");
        assertThat(shown("", reads, lock("t", "a#0", "capacity", 2L))).doesNotContainKey("deadlock");
    }

    private static TraceEvent unnamed(String task, String lock, Object... more) {
        TraceEvent event = TraceEvent.of("acquire", task, "lock", lock, "kind", "mutex");
        return more.length == 0 ? event : event.with((String) more[0], more[1]);
    }

    @Test
    void aRingOfOneClassIsFoundBesideOneThatTurnsOutToBeOfTwo() {
        assertThat(shown(
                        "jvm",
                        unnamed("t", "c#0"),
                        unnamed("u", "c#1"),
                        lock("t", "a#0"),
                        unnamed("u", "c#0"),
                        unnamed("u", "c#0", "subclass", 1L),
                        unnamed("t", "c#1")))
                .containsKey("recursion mutex");
    }

    @Test
    void whatLivesUnderTheNameOfADestroyedFenceIsUserSpacesByItsOwnClass() {
        TraceEvent user = fence("create", "u", "f0", "class", "dma_fence:x", "userspace", true);
        TraceEvent gone = TraceEvent.of("fence-destroy", "u", "fence", "f0");
        TraceEvent waits = TraceEvent.of("fence-wait", "t", "fence", "f0");
        TraceEvent depends = fence("depend", "t", "f1", "class", "fence:y", "on", "f0");
        String fact = "unbounded user-fence dma_fence:x";
        for (TraceEvent line : new TraceEvent[] {waits, depends}) {
            assertThat(shown("", user, gone, lock("t", "a#0"), line)).containsKey(fact);
            assertThat(shown("", user, gone, lock("t", "a#0"), line, fence("signal", "u", "f0", "class", "fence:z"))
                            .keySet())
                    .noneMatch(each -> each.startsWith("unbounded"));
        }
    }

    @Test
    void aFenceWhoseClassIsToldLateIsUserSpacesAsOthersOfThatClassWereWhenItWasAwaited() {
        TraceEvent user = fence("create", "u", "f1", "class", "dma_fence:x", "userspace", true);
        TraceEvent waits = TraceEvent.of("fence-wait", "t", "fence", "f0");
        TraceEvent told = fence("signal", "u", "f0", "class", "dma_fence:x");
        String fact = "unbounded user-fence dma_fence:x";
        assertThat(shown("", user, lock("t", "a#0"), waits, told)).containsKey(fact);
        assertThat(shown("", lock("t", "a#0"), waits, user, told)).doesNotContainKey(fact);
    }

    @Test
    void whoRunsAnItemIsNobodyElseOnceItsPoolTurnsOutToBeLarger() {
        TraceEvent flush = TraceEvent.of("work-flush", "u", "queue", "q");
        assertThat(shown(
                        "jvm",
                        TraceEvent.of("work-begin", "t", "work", "w", "class", "work_b", "queue", "q", "capacity", 1L),
                        TraceEvent.of("work-begin", "u", "work", "w", "class", "work_b", "queue", "q"),
                        flush,
                        TraceEvent.of("work-flush", "u", "work", "w", "class", "work_b"),
                        TraceEvent.of("work-queue", "u", "work", "w", "class", "work_b", "queue", "q", "capacity", 3L),
                        flush))
                .containsEntry("pairs of dependency work_b -> queue:q SECTION BLOCKING", "{any then any=several}");
    }

    @Test
    void whoWaitsForWhatItHasPublishedOrForAnotherHadHandedItOverIfSomebodyElseSignals() {
        TraceEvent first = fence("create", "t", "f0", "timeline", "line", "seqno", 1L);
        TraceEvent later = fence("create", "t", "f1", "timeline", "line", "seqno", 2L);
        TraceEvent publish = fence("publish", "t", "f0");
        for (List<String> any : List.of(List.of("f0", "f1"), List.of("f1", "f0"))) {
            TraceEvent waits = TraceEvent.of("fence-wait", "t", "any", any);
            assertThat(shown("", first, later, publish, waits, fence("signal", "u", "f0")))
                    .doesNotContainKey("recursion fence:x");
            assertThat(shown("", first, later, publish, waits, fence("signal", "t", "f0")))
                    .containsKey("recursion fence:x");
        }
    }

    /** The lock of an item is a lock as long as no line tells that there are items of that class. */
    @Test
    void whatOnlyStandsForAnItemBlocksNobodyWheneverThatIsTold() {
        TraceEvent item = TraceEvent.of("work-begin", "v", "work", "w", "class", "work_b");
        TraceEvent mutex = TraceEvent.of("acquire", "t", "lock", "map", "class", "(work_completion)(work_b)");
        TraceEvent[] trace = {mutex, lock("t", "a#0"), lock("u", "b#0"), lock("t", "b#0"), mutex.with("task", "u"), item
        };
        assertThat(shown("", trace)).doesNotContainKey("deadlock");
        assertThat(shown("", Arrays.copyOf(trace, 5))).containsKey("deadlock");
        assertThat(shown("", mutex, lock("t", "a#0"), lock("t", "b#0"), item))
                .containsEntry("gates of dependency a_lock -> b_lock SECTION BLOCKING", "[]");
    }

    @Test
    void aFenceIsUserSpacesByAnotherOneOfItsClassHoweverLateThatIsTold() {
        TraceEvent created = TraceEvent.of("fence-create", "u", "fence", "f1", "userspace", true);
        TraceEvent known = fence("create", "u", "f0");
        TraceEvent told = fence("signal", "u", "f1");
        assertThat(shown("", known, created, lock("t", "a#0"), fence("wait", "t", "f0"), told))
                .containsKey("unbounded user-fence fence:x");
        assertThat(shown("", known, lock("t", "a#0"), fence("wait", "t", "f0"), created, told))
                .doesNotContainKey("unbounded user-fence fence:x");
    }
}
