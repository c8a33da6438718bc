package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepEventsTest {
    private static final String TASK = "     app-9       [001] .....     1.1: ";
    private static final String OTHER = "     x-1       [000] .....     1.1: ";
    private static final String FENCE = "driver=d timeline=t context=1 seqno=2";
    private static final String OTHER_SWITCH = OTHER + "sched_switch: x:1 [120] S ==> y:2 [120]";

    @ParameterizedTest
    @CsvSource({
        "sched_switch: prev_comm=app prev_pid=9 prev_prio=120 prev_state=S ==> next_comm=x next_pid=1, yes",
        "sched_switch: prev_comm=app prev_pid=9 prev_prio=120 prev_state=D|K ==> next_comm=x next_pid=1, yes",
        "sched_switch: app:9 [120] D ==> x:1 [120], yes",
        "sched_switch: prev_comm=app prev_pid=9 prev_prio=120 prev_state=R+ ==> next_comm=x next_pid=1, no",
        "sched_switch: app:9 [120] R ==> x:1 [120], no"
    })
    void whoIsSwitchedAwayFromWhileItSleepsHasSlept(String line, String slept) throws InputException {
        assertThat(waited(OTHER_SWITCH, TASK + line)).endsWith("slept=" + slept);
    }

    @ParameterizedTest
    @CsvSource({
        "sched_waking: comm=a b pid=9 prio=120 target_cpu=001, yes",
        "sched_waking: a b:9 [120] CPU:001, yes",
        "sched_wakeup: comm=a pid=10 prio=120 target_cpu=001, no"
    })
    void whoIsWokenHasSlept(String line, String slept) throws InputException {
        assertThat(waited(OTHER_SWITCH, OTHER + line)).endsWith("slept=" + slept);
    }

    @Test
    void withoutSuchLinesNothingIsKnown() throws InputException {
        assertThat(waited(OTHER + "softirq_raise: vec=9 [action=RCU]", OTHER + "lock_acquire: 01 a"))
                .doesNotContain("slept");
    }

    @Test
    void afterALossNothingIsKnown() throws InputException {
        assertThat(waited(OTHER_SWITCH, "CPU:1 [LOST 5 EVENTS]")).doesNotContain("slept");
    }

    @Test
    void aCompletionThatSleptIsNoneThatWasThereBefore() throws InputException {
        String at = " (wait_for_completion+0x0/0x30) x=0xffff888000f13a38";
        List<String> events = Told.of(
                        OTHER_SWITCH,
                        TASK + "compl_wait:" + at,
                        TASK + "sched_switch: app:9 [120] D ==> x:1 [120]",
                        OTHER + "compl_done:" + at,
                        TASK + "compl_waited: (f+0x5a/0x90 <- wait_for_completion)")
                .events;
        assertThat(events.get(events.size() - 1)).endsWith("slept=yes");
    }

    private static String waited(String before, String between) throws InputException {
        List<String> lines = new ArrayList<>(List.of(before));
        lines.add(TASK + "dma_fence_wait_start: " + FENCE);
        lines.add(between);
        lines.add(TASK + "dma_fence_wait_end: " + FENCE);
        List<String> events = Told.of(lines.toArray(String[]::new)).events;
        return events.get(events.size() - 1);
    }
}
