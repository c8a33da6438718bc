package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;

class ProbeEventsTest {
    private static final String TASK = "     insmod-9       [001] ...1.     1.1: ";
    private static final String RCU =
            acquire("ffffffff81aa7800", "read=2 check=0", "ffffffff834cded0", "1", "2", "0", "rcu_read_lock");
    private static final String RCU_OF_FULL_KERNEL =
            acquire("ffffffff81aa7800", "read=2 check=0", "ffffffff834cded0", "1", "3", "0", "rcu_read_lock");

    @Test
    void everythingIsReadThatTheProbePrints() throws InputException {
        String line = TASK
                + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000f13a58 subclass=2 trylock=1 read=1 check=0"
                + " nest=0x0 ip=lk_fn+0xa4/0x100 [lkbug] key=0xffffffff81c44b80 wait_outer=2 wait_inner=2 lock_type=1"
                + " name=\"a \"b\" c\"";
        assertThat(Told.of(line).events)
                .containsExactly(
                        "acquire insmod-9 a \"b\" c @ffff888000f13a58 a \"b\" c READ try unchecked percpu rw-spin /2"
                                + " wait=2-2 at=lk_fn+0xa4/0x100 [lkbug] driver=lkbug");
    }

    @Test
    void aReleaseFindsItsLock() throws InputException {
        Told told =
                Told.of(RCU, TASK + "rel: (x+0x0/0x10) lock=0xffffffff81aa7800 ip=f+0x1/0x2 name=\"rcu_read_lock\"");
        assertThat(told.events.get(1)).isEqualTo("release insmod-9 @ffffffff81aa7800 rcu_read_lock at=f+0x1/0x2");
    }

    @Test
    void aNameThatCannotBeReadIsTheOneThatTheKernelPrintsOtherwise() throws InputException {
        assertThat(Told.of(acquire("ffff888000f13a58", "read=0 check=1", "ffffffff81c44b80", "0", "0", "0", "")
                                .replace("name=\"\"", "name=(fault)"))
                        .events)
                .containsExactly("acquire insmod-9 (null) @ffff888000f13a58 (null) at=f+0x1/0x2");
    }

    @Test
    void keysTellClassesOfOneNameApart() throws InputException {
        Told told = Told.of(
                acquire("01", "read=0 check=1", "0", "0", "2", "0", "lock"),
                acquire("01", "read=0 check=1", "a1", "0", "2", "0", "lock"),
                acquire("02", "read=0 check=1", "a2", "0", "2", "0", "lock"),
                acquire("03", "read=0 check=1", "a1", "0", "2", "0", "lock"),
                acquire("04", "read=0 check=1", "a3", "0", "2", "0", "lock"),
                acquire("05", "read=0 check=1", "a2", "0", "2", "0", "other"),
                acquire("06", "read=0 check=1", "a2", "0", "2", "0", "lock"));
        assertThat(told.events.stream().map(words -> words.split(" ")[2]))
                .containsExactly("lock", "lock", "lock#2", "lock", "lock#3", "other", "lock#2");
    }

    @Test
    void nestLocksAreFoundAmongThoseHeld() throws InputException {
        Told told = Told.of(
                acquire("c0de", "read=0 check=1", "a1", "0", "0", "0", "ctx"),
                acquire("02", "read=0 check=1 nest=0xc0de", "a2", "0", "3", "0", "ww"),
                TASK + "rel: (x+0x0/0x10) lock=0xc0de ip=f+0x1/0x2 name=\"ctx\"",
                acquire("03", "read=0 check=1 nest=0xc0de", "a2", "0", "3", "0", "ww"));
        assertThat(told.events.get(1)).contains(" nest=c0de ctx");
        assertThat(told.events.get(3)).doesNotContain("nest=");
    }

    @Test
    void waitTypesOfKernelsWithoutRawNestingAreBroughtToTheCommonScale() throws InputException {
        Told told = Told.of(
                RCU,
                acquire("01", "read=0 check=1", "a1", "0", "3", "0", "module_mutex"),
                acquire("02", "read=1 check=1", "a2", "0", "3", "0", "&mm->mmap_lock"),
                acquire("03", "read=0 check=1", "a3", "0", "2", "0", "&rq->__lock"),
                acquire("04", "read=0 check=1", "a4", "0", "0", "0", "fs_reclaim"),
                acquire("05", "read=1 check=1", "a5", "0", "0", "0", "dma_fence_map"),
                acquire("06", "read=0 check=1", "a6", "0", "3", "2", "printk_legacy_map-wait-type-override"));
        assertThat(told.events.stream().map(words -> words.replaceFirst("^acquire insmod-9 (\\S+) @.. \\S+", "$1")))
                .containsExactly(
                        "acquire insmod-9 rcu_read_lock @ffffffff81aa7800 rcu_read_lock RECURSIVE_READ unchecked rcu"
                                + " wait=1-2 at=f+0x1/0x2",
                        "module_mutex wait=0-4 at=f+0x1/0x2",
                        "&mm->mmap_lock READ rwsem wait=0-4 at=f+0x1/0x2",
                        "&rq->__lock spin wait=0-2 at=f+0x1/0x2",
                        "fs_reclaim map at=f+0x1/0x2",
                        "dma_fence_map RECURSIVE_READ map at=f+0x1/0x2",
                        "printk_legacy_map-wait-type-override map wait=0-4 at=f+0x1/0x2");
    }

    @Test
    void waitTypesOfKernelsWithRawNestingAreTheCommonScale() throws InputException {
        Told told = Told.of(
                RCU_OF_FULL_KERNEL,
                acquire("01", "read=0 check=1", "a1", "0", "4", "0", "module_mutex"),
                acquire("02", "read=0 check=1", "a2", "0", "3", "0", "&base->lock"),
                acquire("03", "read=0 check=1", "a3", "0", "2", "0", "&rq->__lock"));
        assertThat(told.events.stream()
                        .skip(1)
                        .map(words -> words.replaceFirst("^acquire insmod-9 (\\S+) @.. \\S+", "$1")))
                .containsExactly(
                        "module_mutex wait=0-4 at=f+0x1/0x2",
                        "&base->lock spin wait=0-3 at=f+0x1/0x2",
                        "&rq->__lock raw-spin wait=0-2 at=f+0x1/0x2");
    }

    @Test
    void aWaitTypeThatMayMeanTwoThingsIsLeftOutUntilTheKernelIsKnown() throws InputException {
        assertThat(Told.of(acquire("01", "read=0 check=1", "a1", "0", "3", "0", "module_mutex")).events)
                .containsExactly("acquire insmod-9 module_mutex @01 module_mutex at=f+0x1/0x2");
    }

    @Test
    void switchesOfInterruptsNameTheirCaller() throws InputException {
        assertThat(Told.of(
                                TASK.replace("...1.", "d..1.")
                                        + "irq_disable: caller=_raw_spin_lock_irq+0x4b/0x50 parent=__flush_work+0x90/0x520",
                                TASK.replace("...1.", "d..1.")
                                        + "irq_enable: caller=syscall_exit_to_user_mode+0x7e/0x130 parent=do_syscall_64+0x6b/0x100",
                                TASK.replace("...1.", "d..1.")
                                        + "irq_disable: caller=_raw_spin_lock_irq+0x4b/0x50 parent=0x0")
                        .events)
                .containsExactly(
                        "irqs-off insmod-9 irqs-off at=__flush_work+0x90/0x520",
                        "irqs-on insmod-9 at=syscall_exit_to_user_mode+0x7e/0x130",
                        "irqs-off insmod-9 irqs-off");
    }

    @Test
    void recordingsWithArgumentsLackNothing() throws InputException {
        assertThat(Told.of(RCU).recording().lacks()).isEmpty();
        assertThat(Told.of(TASK + "lock_acquire: 01 a").recording().lacks())
                .containsExactlyInAnyOrder(Lack.SUBCLASS, Lack.NEST, Lack.CHECK, Lack.READER);
    }

    @Test
    void stockEventsBesidesAreNotSaidTwice() throws InputException {
        Told told = Told.of(
                RCU,
                TASK + "lock_acquire: 00000000a81dca85 read rcu_read_lock",
                TASK + "rel: (x+0x0/0x10) lock=0xffffffff81aa7800 ip=f+0x1/0x2 name=\"rcu_read_lock\"",
                TASK + "lock_release: 00000000a81dca85 rcu_read_lock");
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(1);
        assertThat(told.count(EventKind.RELEASE)).isEqualTo(1);
        assertThat(told.report().unused()).isEmpty();
    }

    @Test
    void probesOfOthersWithTheSameNamesAreNotUsed() throws InputException {
        Told told =
                Told.of(TASK + "acq: (foo+0x0/0x10) a=1", TASK + "rel: (foo+0x0/0x10)", TASK + "flush_work: (x) y=1");
        assertThat(told.events).isEmpty();
        assertThat(told.report().unused()).containsOnlyKeys("acq", "rel", "flush_work");
    }

    private static String acquire(
            String lock, String modes, String key, String outer, String inner, String type, String name) {
        return TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0x" + lock + " subclass=0 trylock=0 " + modes
                + (modes.contains("nest=") ? "" : " nest=0x0") + " ip=f+0x1/0x2 key=0x" + key + " wait_outer=" + outer
                + " wait_inner=" + inner + " lock_type=" + type
                + " name=\"" + name + "\"";
    }
}
