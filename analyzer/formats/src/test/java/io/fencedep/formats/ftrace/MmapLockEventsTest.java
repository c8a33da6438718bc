package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines after the print formats in include/trace/events/mmap_lock.h and lock.h, Linux 6.12. */
class MmapLockEventsTest {
    private static final String TASK = "     app-9       [001] .....     1.1: ";
    private static final String START = TASK + "mmap_lock_start_locking: mm=0c memcg_path=/a b write=";
    private static final String GOT = TASK + "mmap_lock_acquire_returned: mm=0c memcg_path=/a b write=";
    private static final String RELEASED = TASK + "mmap_lock_released: mm=0c memcg_path=/a b write=";
    private static final String SWITCH =
            TASK + "sched_switch: prev_comm=app prev_pid=9 prev_prio=120 prev_state=D ==> next_comm=x next_pid=1";
    private static final String LOCK = " app-9 &mm->mmap_lock @0c &mm->mmap_lock";

    @Test
    void whatNothingShowsToBeAWaitIsATryInARecordingThatCannotTell() throws InputException {
        Told told = Told.of(START + "false", GOT + "false success=true", RELEASED + "false");
        assertThat(told.events).containsExactly("acquire" + LOCK + " READ try rwsem", "release" + LOCK);
        assertThat(told.report().recording().lacks()).contains(Lack.TRY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SWITCH,
                TASK + "contention_begin: 0a (flags=READ)",
                TASK + "contention_begin: 0a (flags=WRITE|PERCPU)"
            })
    void whoBlocksDoesNotJustTry(String evidence) throws InputException {
        Told told = Told.of(START + "true", evidence, GOT + "true success=true", RELEASED + "true");
        assertThat(told.events).containsExactly("acquire" + LOCK + " rwsem", "acquired" + LOCK, "release" + LOCK);
        assertThat(told.report().recording().lacks()).doesNotContain(Lack.TRY);
    }

    @Test
    void spinningForSomethingElseIsNoEvidence() throws InputException {
        assertThat(Told.of(START + "true", TASK + "contention_begin: 0a (flags=SPIN)", GOT + "true success=true")
                        .events)
                .containsExactly("acquire" + LOCK + " try rwsem");
    }

    @Test
    void aTryThatFailedAndAWaitThatGaveUp() throws InputException {
        assertThat(Told.of(START + "true", GOT + "true success=false").events)
                .containsExactly("acquire" + LOCK + " try failed rwsem");
        assertThat(Told.of(START + "true", SWITCH, GOT + "true success=false").events)
                .containsExactly("acquire" + LOCK + " rwsem", "acquired" + LOCK + " TIMEOUT");
    }

    @Test
    void whoGetsForReadWhatItHoldsForWriteDowngrades() throws InputException {
        assertThat(Told.of(START + "true", GOT + "true success=true", GOT + "false success=true", RELEASED + "false")
                        .events)
                .containsExactly("acquire" + LOCK + " try rwsem", "downgrade" + LOCK, "release" + LOCK);
    }

    @Test
    void whereLocksAreRecordedTheseLinesSayNothingNew() throws InputException {
        Told told = Told.of(TASK + "lock_acquire: 01 a", START + "true", GOT + "true success=true", RELEASED + "true");
        assertThat(told.events).containsExactly("acquire app-9 a @01 a");
        assertThat(told.report().unused()).isEmpty();
    }

    @Test
    void aHangShowsAsAWait() throws InputException {
        assertThat(Told.of(START + "true", SWITCH).events).containsExactly("acquire" + LOCK + " rwsem");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mmap_lock_start_locking: mm=x memcg_path= write=true",
                "mmap_lock_start_locking: mm=0c memcg_path=",
                "mmap_lock_start_locking: mm=0c memcg_path= write=maybe",
                "mmap_lock_acquire_returned: mm=0c memcg_path= write=true",
                "mmap_lock_released: memcg_path= write=true"
            })
    void aLockWithoutItsFieldsIsBadInput(String line) {
        assertThatThrownBy(() -> Told.of(TASK + line)).isInstanceOf(InputException.class);
    }
}
