package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;

class WorkEventsTest {
    private static final String WORKER = "     kworker/0:0-8       [000] .....     1.1: ";
    private static final String INTERRUPT = "     kworker/0:0-8       [000] d.h1.     1.1: ";
    private static final String TASK = "     insmod-9       [001] .....     1.1: ";

    /** Before Linux 5.12, and where a function has no symbol. */
    @Test
    void addressesAreNoNamesOfQueuesAndFunctions() throws InputException {
        String queue = "work struct=00aa function=0xffffffffc0001010 workqueue=000000009c01a1b2 req_cpu=4 cpu=0";
        assertThat(Told.of(
                                TASK + "workqueue_queue_work: " + queue,
                                TASK + "workqueue_execute_start: work struct 00aa: function 0xffffffffc0001010")
                        .events)
                .containsExactly("work-queue insmod-9 @00aa", "work-begin insmod-9 @00aa");
    }

    @Test
    void anItemIsNamedByItsAnnotationsWhichSayNothingElse() throws InputException {
        assertThat(Told.of(
                                TASK
                                        + "workqueue_queue_work: work struct=00aa function=reset_fn [lkbug] workqueue=my wq req_cpu=4 cpu=0",
                                WORKER + "lock_acquire: 01 (wq_completion)my wq",
                                WORKER + "lock_acquire: 02 read rcu_read_lock",
                                WORKER + "lock_release: 02 rcu_read_lock",
                                INTERRUPT + "lock_acquire: 03 timer",
                                INTERRUPT + "lock_release: 03 timer",
                                WORKER + "lock_acquire: 04 (work_completion)(&j->w)",
                                WORKER + "workqueue_execute_start: work struct 00aa: function reset_fn [lkbug]",
                                WORKER + "lock_acquire: 05 m",
                                WORKER + "lock_release: 05 m",
                                WORKER + "workqueue_execute_end: work struct 00aa: function reset_fn [lkbug]",
                                WORKER + "lock_release: 04 (work_completion)(&j->w)",
                                WORKER + "lock_release: 01 (wq_completion)my wq",
                                WORKER
                                        + "workqueue_queue_work: work struct=00bb function=reset_fn [lkbug] workqueue=my wq req_cpu=4 cpu=0")
                        .events)
                .containsExactly(
                        "work-queue insmod-9 @00aa queue=my wq",
                        "acquire kworker/0:0-8 rcu_read_lock @02 rcu_read_lock RECURSIVE_READ unchecked rcu",
                        "release kworker/0:0-8 rcu_read_lock @02 rcu_read_lock",
                        "acquire kworker/0:0-8 HARDIRQ irqs-off timer @03 timer",
                        "release kworker/0:0-8 HARDIRQ irqs-off timer @03 timer",
                        "work-begin kworker/0:0-8 (work_completion)(&j->w) @00aa queue=my wq at=reset_fn driver=lkbug",
                        "acquire kworker/0:0-8 m @05 m",
                        "release kworker/0:0-8 m @05 m",
                        "work-end kworker/0:0-8 @00aa",
                        "work-queue kworker/0:0-8 (work_completion)(&j->w) @00bb queue=my wq");
    }

    /** As Linux 6.12 did under a lock that an item of the queue takes. */
    @Test
    void aReportOfLockdepWithinTheFlushOfAQueueIsNoItem() throws InputException {
        String off = TASK.replace(".....", "d..3.");
        assertThat(Told.of(
                                TASK + "lock_acquire: 01 (wq_completion)q",
                                off + "lock_acquire: 02 (console_sem).lock",
                                off + "lock_release: 02 (console_sem).lock",
                                off + "lock_acquire: 03 try console_lock",
                                off + "lock_release: 03 console_lock",
                                TASK + "lock_release: 01 (wq_completion)q")
                        .events)
                .startsWith("work-flush insmod-9 queue=q")
                .noneMatch(event -> event.startsWith("work-begin"));
        assertThat(Told.of(
                                TASK + "lock_acquire: 01 (wq_completion)q",
                                off + "lock_acquire: 03 try console_lock",
                                off + "lock_release: 03 console_lock",
                                TASK + "lock_release: 01 (wq_completion)q")
                        .events)
                .startsWith("work-flush insmod-9 queue=q")
                .noneMatch(event -> event.startsWith("work-begin"));
    }

    @Test
    void anItemWithoutAnnotationsIsNamedByItsFunction() throws InputException {
        assertThat(Told.of(
                                WORKER + "workqueue_execute_start: work struct 0xffff888000001000: function reset_fn",
                                WORKER + "workqueue_execute_end: work struct 0xffff888000001000: function reset_fn")
                        .events)
                .containsExactly(
                        "work-begin kworker/0:0-8 reset_fn @ffff888000001000 at=reset_fn",
                        "work-end kworker/0:0-8 @ffff888000001000");
    }

    @Test
    void withoutWorkEventsTheAnnotationsTellOfItemsAsWell() throws InputException {
        assertThat(Told.of(
                                WORKER + "lock_acquire: 01 (wq_completion)q",
                                WORKER + "lock_acquire: 04 (work_completion)(&j->w)",
                                WORKER + "lock_acquire: 05 m",
                                WORKER + "lock_release: 05 m",
                                WORKER + "lock_release: 04 (work_completion)(&j->w)",
                                WORKER + "lock_release: 01 (wq_completion)q",
                                WORKER + "lock_acquire: 01 (wq_completion)q",
                                WORKER + "lock_acquire: 04 d_work",
                                WORKER + "lock_release: 04 d_work",
                                WORKER + "lock_release: 01 (wq_completion)q")
                        .events)
                .containsExactly(
                        "work-begin kworker/0:0-8 (work_completion)(&j->w) @04 queue=q",
                        "acquire kworker/0:0-8 m @05 m",
                        "release kworker/0:0-8 m @05 m",
                        "work-end kworker/0:0-8 @04",
                        "work-begin kworker/0:0-8 d_work @04 queue=q",
                        "work-end kworker/0:0-8 @04");
    }

    @Test
    void aFlushWaitsAfterItsRcuSectionWithTheInterruptsOfItsAnnotation() throws InputException {
        String off = TASK.replace(".....", "d....");
        Told told = Told.of(
                TASK + "lock_acquire: 02 read rcu_read_lock",
                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                off + "lock_acquire: 02 read rcu_read_lock",
                off + "lock_release: 02 rcu_read_lock",
                TASK + "lock_release: 09 (work_completion)(&j->w)",
                off + "lock_release: 02 rcu_read_lock",
                TASK + "lock_acquire: 03 &x->wait");
        assertThat(told.events.subList(3, 6))
                .containsExactly(
                        "release insmod-9 irqs-off rcu_read_lock @02 rcu_read_lock",
                        "work-flush insmod-9 (work_completion)(&j->w) @09",
                        "acquire insmod-9 &x->wait @03 &x->wait");
        assertThat(told.lines.get(4)).isEqualTo(2);
    }

    @Test
    void whatThePrintingOfAReportTakesInBetweenDoesNotDisturb() throws InputException {
        Told told = Told.of(
                TASK + "lock_acquire: 02 read rcu_read_lock",
                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                TASK + "lock_acquire: 05 console_lock",
                TASK + "lock_acquire: 02 read rcu_read_lock",
                TASK + "lock_release: 02 rcu_read_lock",
                TASK + "lock_release: 05 console_lock",
                TASK + "lock_release: 09 (work_completion)(&j->w)",
                TASK + "lock_release: 02 rcu_read_lock");
        assertThat(told.events).hasSize(7);
        assertThat(told.events.get(6)).isEqualTo("work-flush insmod-9 (work_completion)(&j->w) @09");
    }

    @Test
    void whoSleepsIsInNoRcuSection() throws InputException {
        Told told = Told.of(
                TASK + "lock_acquire: 02 read rcu_read_lock",
                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                TASK + "lock_release: 09 (work_completion)(&j->w)",
                TASK + "lock_acquire: 05 &x->wait",
                TASK + "sched_switch: prev_comm=insmod prev_pid=9 prev_prio=120 prev_state=R+ ==> next_comm=x",
                TASK + "sched_switch: prev_comm=insmod prev_pid=9 prev_prio=120 prev_state=D ==> next_comm=x",
                TASK + "lock_acquire: 06 a");
        assertThat(told.events.subList(2, 4))
                .containsExactly("work-flush insmod-9 (work_completion)(&j->w) @09", "acquire insmod-9 a @06 a");
        assertThat(told.report().unused()).isEmpty();
    }

    /** Before Linux 6.10 a flush announces itself first, and then looks at the item in an RCU section, where it does not wait. */
    @Test
    void aFlushThatAnnouncesItselfBeforeAnRcuSectionWaitsBehindThat() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                                TASK + "lock_release: 09 (work_completion)(&j->w)",
                                TASK + "lock_acquire: 02 read rcu_read_lock",
                                TASK + "lock_acquire: 03 &pool->lock",
                                TASK + "lock_release: 03 &pool->lock",
                                TASK + "lock_release: 02 rcu_read_lock",
                                TASK + "lock_acquire: 06 a")
                        .events)
                .containsSubsequence(
                        "release insmod-9 rcu_read_lock @02 rcu_read_lock",
                        "work-flush insmod-9 (work_completion)(&j->w) @09",
                        "acquire insmod-9 a @06 a");
    }

    @Test
    void aRecordingThatEndsInTheRcuSectionOfAFlushSawNoWait() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                                TASK + "lock_release: 09 (work_completion)(&j->w)",
                                TASK + "lock_acquire: 02 read rcu_read_lock",
                                TASK + "lock_acquire: 03 &pool->lock")
                        .events)
                .noneMatch(event -> event.startsWith("work-flush"));
    }

    @Test
    void aQueueIsFlushedByAnAnnotationAlone() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 01 (wq_completion)q",
                                TASK + "lock_release: 01 (wq_completion)q",
                                TASK + "lock_acquire: 03 &wq->mutex")
                        .events)
                .containsExactly("work-flush insmod-9 queue=q", "acquire insmod-9 &wq->mutex @03 &wq->mutex");
    }

    @Test
    void aFlushOfAnItemOfAnOrderedQueueWaitsForBoth() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 09 (work_completion)(&j->w)",
                                TASK + "lock_release: 09 (work_completion)(&j->w)",
                                TASK + "lock_acquire: 01 (wq_completion)q",
                                TASK + "lock_release: 01 (wq_completion)q")
                        .events)
                .containsExactly("work-flush insmod-9 (work_completion)(&j->w) @09", "work-flush insmod-9 queue=q");
    }

    @Test
    void realAddressesTellWhichWorkAnAnnotationBelongsTo() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 0xffff888000001020 (work_completion)(&j->w)",
                                TASK + "lock_release: 0xffff888000001020 (work_completion)(&j->w)")
                        .events)
                .containsExactly("work-flush insmod-9 (work_completion)(&j->w) @ffff888000001000");
    }

    @Test
    void aStaticItemGoesByItsFunctionAndHoldsItsLockBesides() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 09 d_work",
                                TASK + "lock_release: 09 d_work",
                                WORKER + "lock_acquire: 01 (wq_completion)q",
                                WORKER + "lock_acquire: 04 d_work",
                                WORKER + "workqueue_execute_start: work struct 00aa: function d_fn",
                                WORKER + "workqueue_execute_end: work struct 00aa: function d_fn",
                                WORKER + "lock_release: 04 d_work",
                                WORKER + "lock_release: 01 (wq_completion)q",
                                TASK + "lock_acquire: 09 d_work",
                                TASK + "lock_release: 09 d_work")
                        .events)
                .containsExactly(
                        "acquire insmod-9 d_work @09 d_work",
                        "release insmod-9 d_work @09 d_work",
                        "work-begin kworker/0:0-8 d_fn @00aa queue=q at=d_fn",
                        "acquire kworker/0:0-8 d_work @04 d_work map",
                        "release kworker/0:0-8 d_work @04 d_work",
                        "work-end kworker/0:0-8 @00aa",
                        "acquire insmod-9 d_work @09 d_work map",
                        "release insmod-9 d_work @09 d_work");
    }

    @Test
    void staticDelayedItemsAreKnownByTheirName() throws InputException {
        assertThat(Told.of(
                                TASK + "lock_acquire: 09 (shepherd).work",
                                TASK + "lock_release: 09 (shepherd).work",
                                WORKER + "lock_acquire: 01 (wq_completion)q",
                                WORKER + "lock_acquire: 04 (shepherd).work",
                                WORKER + "workqueue_execute_start: work struct 00aa: function vmstat_shepherd")
                        .events)
                .containsExactly(
                        "work-begin kworker/0:0-8 (shepherd).work @00aa queue=q at=vmstat_shepherd",
                        "work-flush insmod-9 (shepherd).work @09");
    }

    @Test
    void aProbeOnFlushWorkTellsWhichLockIsTheAnnotationOfAStaticItem() throws InputException {
        String rich = " subclass=0 trylock=0 read=0 check=1 nest=0x0 ip=__flush_work+0x201/0x520"
                + " key=0xffffffffa0047810 wait_outer=0 wait_inner=0 lock_type=0 name=\"d_work\"";
        assertThat(Told.of(
                                TASK + "flush_work: (__flush_work+0x0/0x520) work=0xffff888000001000",
                                TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000001020" + rich,
                                TASK
                                        + "rel: (__probestub_lock_release+0x0/0x10) lock=0xffff888000001020 ip=x+0x1/0x2 name=\"d_work\"")
                        .events)
                .containsExactly(
                        "work-flush insmod-9 @ffff888000001000", "work-flush insmod-9 d_work @ffff888000001000");
    }

    @Test
    void lostEventsEndWhatWasOpen() throws InputException {
        Told told = Told.of(
                WORKER + "lock_acquire: 01 (wq_completion)q", "CPU:0 [LOST 17 EVENTS]", WORKER + "lock_acquire: 05 m");
        assertThat(told.events).containsExactly("lost  count=17", "acquire kworker/0:0-8 m @05 m");
        assertThat(told.count(EventKind.WORK_FLUSH)).isZero();
    }
}
