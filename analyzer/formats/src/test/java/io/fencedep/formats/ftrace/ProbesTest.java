package io.fencedep.formats.ftrace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport.Warning;
import io.fencedep.formats.Told;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Probes as people make them: with other names, fields and functions than the recipe has. */
class ProbesTest {
    private static final String TASK = "     insmod-9       [001] ...1.     1.1: ";
    private static final String FIELDS = " lock=0xffff888000f13a58 subclass=1 trylock=0 read=1 check=1 nest=0x0"
            + " ip=f+0x1/0x2 key=0xffffffff81c44b80 wait_outer=0 wait_inner=4 lock_type=0 name=\"&a->b\"";
    private static final String LOCK =
            "acquire insmod-9 &a->b @ffff888000f13a58 &a->b READ rwsem /1 wait=0-4 at=f+0x1/0x2";
    private static final String LOCK_GIVEN = "release insmod-9 @ffff888000f13a58 &a->b";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acq: (__probestub_lock_acquire+0x0/0x10)",
                "my_lock: (__probestub_lock_acquire+0x0/0x10)",
                "my_lock: (__traceiter_lock_acquire+0x4/0x60)",
                "lock_acquire: (__probestub_lock_acquire+0x0/0x10)",
                "my_lock: (__probestub_lock_acquire+0x0/0x10 <ffffffff811d6b20>)",
                "my_lock: (ffffffff811d6b20)",
                "my_lock: (0xffffffff811d6b20)",
                "lock_acquire: (ffffffff811d6b20)",
                "lock_acquire__entry: (lock_acquire.part.0+0x4/0x60)",
            })
    void aLockIsKnownByItsFunctionOrItsFields(String event) throws InputException {
        Told told = Told.of(TASK + event + FIELDS);
        assertThat(told.events).containsExactly(LOCK);
        assertThat(told.recording().lacks()).isEmpty();
        assertThat(told.report().warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gone: (__probestub_lock_release+0x0/0x10)",
                "lock_release: (__probestub_lock_release+0x0/0x10)",
                "lock_release: (ffffffff811d6b20)",
                "my_release: (ffffffff811d6b20)",
                "my_unlock: (ffffffff811d6b20)",
            })
    void aReleaseIsKnownByItsFunctionOrItsName(String event) throws InputException {
        assertThat(Told.of(TASK + "acq: (x+0x0/0x1)" + FIELDS, TASK + event + " lock=0xffff888000f13a58 name=\"&a->b\"")
                        .events)
                .containsExactly(LOCK, LOCK_GIVEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " name=\"&a->b\" lock_type=0 wait_inner=4 wait_outer=0 key=0xffffffff81c44b80 ip=f+0x1/0x2"
                        + " next_lock=0x0 check=1 read=1 trylock=0 subclass=1 lock=0xffff888000f13a58",
                " more=\"x y\" name=\"&a->b\" comm=\"an a=b c\" lock=18446612682085841496 subclass=0x1 trylock=0x0 read=0x1"
                        + " check=1 nest=0 ip=f+0x1/0x2 key=18446744071591709568 wait_inner=0x4 wait_outer=0 lock_type=0",
                " lock=-131391623710120 subclass=1 trylock=0 read=1 check=1 nest_lock=0x0 key=0xffffffff81c44b80"
                        + " ip=f+0x1/0x2 wait_inner=4 name=\"&a->b\"",
            })
    void fieldsComeInAnyOrderAndForm(String fields) throws InputException {
        Told told = Told.of(TASK + "acq: (__probestub_lock_acquire+0x0/0x10)" + fields);
        assertThat(told.events).containsExactly(LOCK);
        assertThat(told.recording().lacks()).isEmpty();
        assertThat(told.report().warnings()).isEmpty();
    }

    @Test
    void whatAProbeLeavesOutIsSaidOnceAndIsKnownToBeMissing() throws InputException {
        String line = TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000f13a58 read=0 name=\"m\"";
        Told told = Told.of(line, TASK + "rel: (x+0x0/0x1) lock=0xffff888000f13a58 name=\"m\"", line);
        assertThat(told.report().warnings())
                .extracting(Warning::text)
                .containsExactly(
                        "the probe acq: no subclass=$arg2:u32: a class twice may be a subclass",
                        "the probe acq: no trylock=$arg3:s32: a try counts as a wait",
                        "the probe acq: no check=$arg5:s32: what lockdep never checks is known by its name",
                        "the probe acq: no nest=$arg6:x64: an order that a lock around it makes right is not known",
                        "the probe acq: no key=+0($arg1):x64: classes of one name are one",
                        "the probe acq: no wait_inner=+33($arg1):u8: whether a lock may sleep is not known, nor what"
                                + " may not");
        assertThat(told.recording().lacks()).containsExactlyInAnyOrder(Lack.SUBCLASS, Lack.TRY, Lack.CHECK, Lack.NEST);
        assertThat(told.report().recording().lacks()).isEqualTo(told.recording().lacks());
    }

    @Test
    void aProbeWithoutReadersOrNamesIsNotUsedAndTheStockEventsAre() throws InputException {
        Told told = Told.of(
                TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000f13a58 name=\"m\"",
                TASK + "lock_acquire: 00000000a81dca85 m",
                TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000f13a60 name=\"n\"",
                TASK + "lock_acquire: 00000000a81dca86 n");
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(2);
        assertThat(told.events.get(0)).contains("a81dca85");
        assertThat(told.report().warnings())
                .extracting(Warning::text)
                .containsExactly("the probe acq: not used, as it does not tell who only reads: add read=$arg4:s32");
        assertThat(Told.of(TASK + "acq: (__probestub_lock_acquire+0x0/0x10) lock=0xffff888000f13a58 read=0")
                        .report()
                        .warnings())
                .extracting(Warning::text)
                .containsExactly("the probe acq: not used, as it names no lock: it takes lock=$arg1:x64"
                        + " name=+0(+24($arg1)):string");
    }

    @Test
    void anAddressIsNoPlace() throws InputException {
        Told told = Told.of(TASK + "acq: (__probestub_lock_acquire+0x0/0x10)"
                + FIELDS.replace("f+0x1/0x2", "18446744071580451924"));
        assertThat(told.events).containsExactly(LOCK.replace(" at=f+0x1/0x2", ""));
        assertThat(told.report().warnings())
                .extracting(Warning::text)
                .containsExactly("the probe acq: its ip is an address, which is no place: print it as ip=$arg7:symbol");
    }

    @Test
    void twoProbesOnOneFunctionTellEverythingOnce() throws InputException {
        Told told = Told.of(
                TASK + "one: (__probestub_lock_acquire+0x0/0x10)" + FIELDS,
                TASK + "two: (__probestub_lock_acquire+0x0/0x10)" + FIELDS,
                TASK + "three: (complete+0x4/0x80) x=0xffff888000f13a38",
                TASK + "four: (complete+0x4/0x80) x=0xffff888000f13a38");
        assertThat(told.events).hasSize(2);
        assertThat(told.report().unused()).containsExactlyEntriesOf(java.util.Map.of("(told by a second probe)", 2L));
    }

    @Test
    void locksWithArgumentsTakeOverFromStockEventsAndGiveBackToThem() throws InputException {
        java.util.ArrayList<String> lines = new java.util.ArrayList<>(List.of(
                TASK + "lock_acquire: 00000000a81dca85 m",
                TASK + "acq: (__probestub_lock_acquire+0x0/0x10)" + FIELDS,
                TASK + "lock_acquire: 00000000a81dca86 &a->b",
                TASK + "lock_release: 00000000a81dca85 m"));
        for (int i = 0; i < 1000; i++) {
            lines.add(TASK + "lock_acquire: 00000000a81dca8" + (char) ('7' + i % 2) + " n");
            lines.add(TASK + "lock_release: 00000000a81dca8" + (char) ('7' + i % 2) + " n");
        }
        Told told = Told.of(lines.toArray(String[]::new));
        assertThat(told.events.get(0)).startsWith("acquire").contains("a81dca85");
        assertThat(told.events.get(1)).startsWith("lost");
        assertThat(told.events.get(2)).isEqualTo(LOCK);
        assertThat(told.events.get(3)).startsWith("lost");
        assertThat(told.events.get(4)).contains("a81dca87");
        assertThat(told.report().warnings())
                .extracting(Warning::text)
                .containsExactly("probes tell nothing of locks any more; the stock events do from here on");
    }

    @Test
    void whatARecordingLacksIsKnownHoweverLateItsFirstLockComes(@TempDir Path folder) throws IOException {
        String others = (TASK + "sched_waking: comm=a pid=7 prio=120 target_cpu=001\n").repeat(2000);
        String text = others + TASK + "acq: (__probestub_lock_acquire+0x0/0x10)" + FIELDS + "\n";
        Told file = Told.file(Files.writeString(folder.resolve("t"), text));
        Told stream = Told.read(text, ReadOptions.STRICT);
        assertThat(file.recording().lacks()).isEmpty();
        assertThat(stream.recording().lacks()).isNotEmpty();
        assertThat(stream.report().recording().lacks()).isEmpty();
        String stock = others + TASK + "lock_acquire: 00000000a81dca85 m\n";
        assertThat(Told.file(Files.writeString(folder.resolve("s"), stock))
                        .recording()
                        .lacks())
                .contains(Lack.SUBCLASS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compl_wait: (wait_for_completion+0x0/0x30) x=0xffff888000f13a38",
                "p_wait_for_completion_0: (wait_for_completion+0x4/0x30) arg1=0xffff888000f13a38",
                "wait_for_completion__entry: (wait_for_completion+0x4/0x30) x=0xffff888000f13a38",
                "w: (wait_for_completion_killable+0x4/0x30) done=18446612682085841464",
                "wait_for_completion: (ffffffff811d6b20) x=0xffff888000f13a38",
                "p_wait_for_completion_12: (ffffffff811d6b20) x=0xffff888000f13a38",
            })
    void aWaitForACompletionIsKnownByItsFunction(String event) throws InputException {
        assertThat(Told.of(TASK + event).events).containsExactly("fence-wait insmod-9 completion @ffff888000f13a38");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compl_waited: (lk_e_run+0x5a/0x90 [lkbug] <- wait_for_completion)",
                "r_wait_for_completion_0: (lk_e_run+0x5a/0x90 [lkbug] <- wait_for_completion)",
                "done: (lk_e_run+0x5a/0x90 [lkbug] <- wait_for_completion) ret=0x0",
                "wait_for_completion__exit: (lk_e_run+0x5a/0x90 [lkbug] <- wait_for_completion)",
            })
    void theEndOfAWaitIsKnownByTheFunctionThatReturns(String event) throws InputException {
        assertThat(Told.of(TASK + "w: (wait_for_completion+0x0/0x30) x=0xffff888000f13a38", TASK + event).events)
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("fence-waited insmod-9 completion @ffff888000f13a38")
                .contains("at=lk_e_run+0x5a/0x90 [lkbug] driver=lkbug");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c: (complete+0x0/0x80) x=0xffff888000f13a38",
                "c: (complete_all+0x0/0x80) x=0xffff888000f13a38",
                "p_complete_0: (ffffffff811d6b20) x=0xffff888000f13a38"
            })
    void whoCompletesIsKnownByItsFunction(String event) throws InputException {
        assertThat(Told.of(TASK + event).events).containsExactly("fence-signal insmod-9 @ffff888000f13a38");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flush_work: (__flush_work+0x0/0x520) work=0xffff888000f13ae8",
                "f: (flush_delayed_work+0x0/0x520) dwork=0xffff888000f13ae8",
                "p_cancel_work_sync_0: (cancel_work_sync+0x4/0x20) arg1=0xffff888000f13ae8",
                "p___flush_work_0: (ffffffff811d6b20) arg1=18446612682085841640",
            })
    void aFlushIsKnownByItsFunction(String event) throws InputException {
        assertThat(Told.of(TASK + event).events).containsExactly("work-flush insmod-9 @ffff888000f13ae8");
    }

    @Test
    void probesOnOtherFunctionsAreNamedAsUnused() throws InputException {
        Told told = Told.of(
                TASK + "acq: (mutex_lock+0x4/0x30) lock=0xffff888000f13a58",
                TASK + "complete: (foo+0x4/0x30) x=0xffff888000f13a58",
                TASK + "r_complete_0: (foo+0x4/0x30 <- complete) x=0xffff888000f13a58");
        assertThat(told.events).isEmpty();
        assertThat(told.report().unused()).containsOnlyKeys("acq", "complete", "r_complete_0");
    }
}
