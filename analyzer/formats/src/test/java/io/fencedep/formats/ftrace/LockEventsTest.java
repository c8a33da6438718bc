package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockEventsTest {

    @Test
    void aLockIsItsAddressAndItsName() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000] d..2.     1.512086: lock_acquire: 00000000a81dca85 event_mutex",
                                "     sh-7       [000] d..2.     1.512087: lock_release: 00000000a81dca85 event_mutex")
                        .events)
                .containsExactly(
                        "acquire sh-7 irqs-off event_mutex @00000000a81dca85 event_mutex",
                        "release sh-7 irqs-off event_mutex @00000000a81dca85 event_mutex");
    }

    @Test
    void whatIsAllocatedAnewAtAnAddressIsAnotherLock() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] .....     1.1: lock_acquire: 00000000a81dca85 read &s->first",
                "     sh-7       [000] .....     1.2: lock_release: 00000000a81dca85 &s->first",
                "     sh-7       [000] .....     1.3: lock_acquire: 00000000a81dca85 &s->second");
        assertThat(told.events)
                .containsExactly(
                        "acquire sh-7 &s->first @00000000a81dca85 &s->first READ",
                        "release sh-7 &s->first @00000000a81dca85 &s->first",
                        "acquire sh-7 &s->second @00000000a81dca85 &s->second");
    }

    @Test
    void locksThatAreNeverReleasedSayNothing() throws InputException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            lines.add("     sh-7       [000] .....     1.%06d: lock_acquire: %08x &s->lock".formatted(i, i + 1));
        }
        Told told = Told.of(lines.toArray(String[]::new));
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(499);
        assertThat(told.count(EventKind.LOST)).isEqualTo(1);
        assertThat(told.report().unused()).containsEntry("lock_acquire", 1501L);
        assertThat(told.report().warnings()).singleElement().asString().contains("record all events of the group lock");

        lines.add(300, "     sh-7       [000] .....     1.000300: lock_release: 00000001 &s->lock");
        assertThat(Told.of(lines.toArray(String[]::new)).count(EventKind.ACQUIRE))
                .isEqualTo(2000);
    }

    @Test
    void namesRunToTheEndOfTheLine() throws InputException {
        String name = "(work)({ do { const void *__vpp = (typeof((&x) + 0))((void *)0); } while (0); })";
        assertThat(Told.of("     sh-7       [000] .....     1.1: lock_acquire: 00000000a81dca85 try read " + name)
                        .events)
                .containsExactly("acquire sh-7 " + name + " @00000000a81dca85 " + name + " READ try");
        assertThat(Told.of("     sh-7       [000] .....     1.1: lock_acquire: 0000000007758279 (null)").events)
                .containsExactly("acquire sh-7 (null) @0000000007758279 (null)");
    }

    @Test
    void theIdleTaskIsOnePerCpuAndAChangedNameIsNoOtherTask() throws InputException {
        assertThat(Told.of(
                                "          <idle>-0       [000] d..2.     1.1: lock_acquire: 0a a",
                                "          <idle>-0       [011] d..2.     1.1: lock_acquire: 0b b",
                                "          insmod-7       [000] d..2.     1.2: lock_acquire: 0c c",
                                "              sh-7       [001] d..2.     1.3: lock_release: 0c c")
                        .events)
                .containsExactly(
                        "acquire <idle>-0/0 irqs-off a @0a a",
                        "acquire <idle>-0/11 irqs-off b @0b b",
                        "acquire insmod-7 irqs-off c @0c c",
                        "release insmod-7 irqs-off c @0c c");
    }

    @Test
    void readersThatSleepQueueAndOthersAreTakenForRecursive() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] .....     1.1: lock_acquire: 01 read &mm->mmap_lock",
                "     sh-7       [000] .....     1.2: lock_acquire: 02 read some_new_thing",
                "     sh-7       [000] ...1.     1.3: lock_acquire: 03 read tasklist_lock",
                "     sh-7       [000] ...1.     1.4: lock_acquire: 02 read some_new_thing",
                "     sh-7       [000] ..s..     1.5: lock_acquire: 04 read tasklist_lock",
                "     sh-7       [000] .....     1.6: lock_acquire: 05 read &fsnotify_mark_srcu",
                "     sh-7       [000] ...1.     1.7: lock_acquire: 06 read cpu_hotplug_lock");
        assertThat(told.events)
                .containsExactly(
                        "acquire sh-7 &mm->mmap_lock @01 &mm->mmap_lock READ",
                        "acquire sh-7 some_new_thing @02 some_new_thing READ",
                        "acquire sh-7 tasklist_lock @03 tasklist_lock RECURSIVE_READ",
                        "acquire sh-7 some_new_thing @02 some_new_thing READ",
                        "acquire sh-7 SOFTIRQ softirqs-off tasklist_lock @04 tasklist_lock RECURSIVE_READ",
                        "acquire sh-7 &fsnotify_mark_srcu @05 &fsnotify_mark_srcu RECURSIVE_READ",
                        "acquire sh-7 cpu_hotplug_lock @06 cpu_hotplug_lock READ");
    }

    @Test
    void withoutFlagsOnlyNamesTellWhoSleeps() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000]     1.1: lock_acquire:         0xffff888000000001 read &mm->mmap_lock",
                                "     sh-7       [000]     1.2: lock_acquire:         0xffff888000000002 read some_new_thing")
                        .events)
                .containsExactly(
                        "acquire sh-7 &mm->mmap_lock @ffff888000000001 &mm->mmap_lock READ",
                        "acquire sh-7 some_new_thing @ffff888000000002 some_new_thing RECURSIVE_READ");
    }

    @Test
    void whatLockdepNeverChecksIsUnchecked() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000] .....     1.1: lock_acquire: 01 read rcu_read_lock",
                                "     sh-7       [000] ...1.     1.1: lock_acquire: 02 read rcu_read_lock_sched",
                                "     sh-7       [000] .....     1.1: lock_acquire: 03 read rcu_read_lock_trace",
                                "     sh-7       [000] ..s..     1.1: lock_acquire: 04 read rcu_callback",
                                "     sh-7       [000] ...1.     1.1: lock_acquire: 05 &dev->mutex",
                                "     sh-7       [000] ...1.     1.1: lock_acquire: 06 try read console_srcu")
                        .events)
                .containsExactly(
                        "acquire sh-7 rcu_read_lock @01 rcu_read_lock RECURSIVE_READ unchecked rcu",
                        "acquire sh-7 rcu_read_lock_sched @02 rcu_read_lock_sched RECURSIVE_READ unchecked rcu wait=0-2",
                        "acquire sh-7 rcu_read_lock_trace @03 rcu_read_lock_trace RECURSIVE_READ unchecked map",
                        "acquire sh-7 SOFTIRQ softirqs-off rcu_callback @04 rcu_callback RECURSIVE_READ unchecked map",
                        "acquire sh-7 &dev->mutex @05 &dev->mutex unchecked",
                        "acquire sh-7 console_srcu @06 console_srcu RECURSIVE_READ try unchecked");
    }

    @Test
    void annotationsAreMapsAndSequenceCountersSayWhatTheyAre() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000] .....     1.1: lock_acquire: 01 fs_reclaim",
                                "     sh-7       [000] .....     1.1: lock_acquire: 02 mmu_notifier_invalidate_range_start",
                                "     sh-7       [000] .....     1.1: lock_acquire: 03 read dma_fence_map",
                                "     sh-7       [000] .....     1.1: lock_acquire: 04 dma_fence_map",
                                "     sh-7       [000] .....     1.1: lock_acquire: 05 try sched_map-wait-type-override",
                                "     sh-7       [000] .....     1.1: lock_acquire: 06 read tk_core.seq.seqcount")
                        .events)
                .containsExactly(
                        "acquire sh-7 fs_reclaim @01 fs_reclaim map",
                        "acquire sh-7 mmu_notifier_invalidate_range_start @02 mmu_notifier_invalidate_range_start map",
                        "acquire sh-7 dma_fence_map @03 dma_fence_map RECURSIVE_READ map",
                        "acquire sh-7 dma_fence_map @04 dma_fence_map map",
                        "acquire sh-7 sched_map-wait-type-override @05 sched_map-wait-type-override try map",
                        "acquire sh-7 tk_core.seq.seqcount @06 tk_core.seq.seqcount RECURSIVE_READ seq");
    }

    @Test
    void lockStatisticsTellWhenALockWasGot() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] .....     1.1: lock_contended: 01 &x->lock",
                "     sh-7       [000] .....     1.2: lock_acquired: 01 &x->lock");
        assertThat(told.events).containsExactly("acquired sh-7 &x->lock @01 &x->lock");
    }

    @Test
    void reclaimIsSaidOnceThoughTheKernelPrintsItTwice() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] .....     1.1: lock_acquire: 01 fs_reclaim",
                "     sh-7       [000] .....     1.2: mm_vmscan_direct_reclaim_begin: order=0 gfp_flags=GFP_KERNEL",
                "     sh-7       [000] .....     1.3: mm_vmscan_direct_reclaim_end: nr_reclaimed=48",
                "     sh-7       [000] .....     1.4: lock_release: 01 fs_reclaim",
                "     sh-7       [000] .....     1.5: mm_vmscan_direct_reclaim_begin: order=0 gfp_flags=GFP_KERNEL",
                "     sh-7       [000] .....     1.6: mm_vmscan_direct_reclaim_end: nr_reclaimed=48",
                "     sh-7       [000] .....     1.7: mm_vmscan_direct_reclaim_end: nr_reclaimed=48");
        assertThat(told.only(EventKind.RECLAIM_BEGIN, EventKind.RECLAIM_END))
                .containsExactly("reclaim-begin sh-7", "reclaim-end sh-7");
        assertThat(told.lines).containsExactly(1L, 4L, 5L, 6L);
    }
}
