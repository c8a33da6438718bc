package io.fencedep.formats.ftrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.ReadReport.Warning;
import io.fencedep.formats.Told;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtraceReaderTest {
    private static final String LOCK = "     sh-7       [000] .....     1.512086: lock_acquire: 00000000a81dca85 a";

    @Test
    void linesBetweenTheEventsAreNoEvents() throws InputException {
        Told told = Told.of(
                "# tracer: nop",
                "#",
                "# entries-in-buffer/entries-written: 2/2   #P:2",
                "",
                "cpus=2",
                "version = 7",
                "CPU 1 is empty",
                "##### CPU 2 buffer started ####",
                LOCK);
        assertThat(told.events).hasSize(1);
        assertThat(told.lines).containsExactly(9L);
        assertThat(told.report().warnings()).isEmpty();
        assertThat(told.report().skipped()).isEmpty();
        assertThat(told.report().lines()).isEqualTo(9);
    }

    /** The kernel's print_raw_fmt has nothing to say of a tracepoint's fields. */
    @Test
    void theOptionRawLeavesNothingToRead() {
        assertThatThrownBy(() -> Told.of("# tracer: nop", "#", "812 0 12345678 Unknown type 345", LOCK))
                .hasMessage("text:3: printed with the option raw, which leaves out what events say");
    }

    @Test
    void overwrittenEventsAreWarnedOf() throws InputException {
        assertThat(Told.of("# entries-in-buffer/entries-written: 749708/776679   #P:2", LOCK)
                        .report()
                        .warnings())
                .containsExactly(new Warning(
                        1,
                        "the buffer was too small: the oldest 26971 of 776679 events were overwritten;"
                                + " a larger buffer_size_kb keeps them"));
    }

    @Test
    void twoRecordingsInOneFileHaveNothingInCommon() throws InputException {
        String earlier = "     sh-7       [000] .....     0.412086: lock_acquire: 00000000a81dca85 a";
        for (String[] lines : new String[][] {
            {LOCK, "# tracer: nop", "#", "# entries-in-buffer/entries-written: 1/1   #P:2", LOCK},
            {LOCK, "cpus=2", LOCK},
            {"cpus=2", LOCK, earlier}
        }) {
            Told told = Told.of(lines);
            assertThat(told.only(EventKind.LOST)).hasSize(1);
            assertThat(told.events).hasSize(3);
            assertThat(told.report().warnings()).singleElement().asString().contains("another recording begins here");
        }
        assertThat(Told.of(LOCK, LOCK.replace("1.512086", "1.511000")).events).hasSize(2);
    }

    @Test
    void lossesAreEvents() throws InputException {
        assertThat(Told.of(
                                LOCK,
                                "CPU:3 [LOST 1234 EVENTS]",
                                "CPU:3 [LOST EVENTS]",
                                "CPU:1 [12 EVENTS DROPPED]",
                                "CPU:1 [EVENTS DROPPED]")
                        .only(EventKind.LOST))
                .containsExactly("lost  count=1234", "lost ", "lost  count=12", "lost ");
    }

    @Test
    void whatMeansNothingHereIsCountedByName() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] d..2.     1.5: sched_switch: prev_comm=a prev_pid=1 ==> next_comm=b",
                "     sh-7       [000] d..2.     1.5: sched_switch: prev_comm=b prev_pid=1 ==> next_comm=a",
                "     sh-7       [000] d..2.     1.5: softirq_raise: vec=9 [action=RCU]",
                "     sh-7       [000] d..2.     1.5: contention_begin: 00000000250e2c55 (flags=SPIN|MUTEX)",
                "     sh-7       [000] d..2.     1.5: mutex_lock <-do_something",
                "     sh-7       [000] d..2.     1.5: tracing_mark_write: hello: world");
        assertThat(told.events).isEmpty();
        assertThat(told.report().unused())
                .containsOnly(
                        java.util.Map.entry("(no event name)", 1L),
                        java.util.Map.entry("contention_begin", 1L),
                        java.util.Map.entry("tracing_mark_write", 1L));
    }

    @Test
    void manyNamesOfEventsAreCountedTogether() throws InputException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 5000; i++) {
            text.append("     sh-7       [000] d..2.     1.5: event_").append(i).append(": x\n");
        }
        ReadReport report = Told.read(text.toString(), ReadOptions.STRICT).report();
        assertThat(report.unused().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(5000);
        assertThat(report.unused()).hasSizeLessThan(1100).containsKey("(others)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "bash 12 [000] what: is this", "[    1.234567] INFO: possible circular locking"})
    void aLineThatFtraceDoesNotPrintIsAnErrorThatNamesIt(String bad) {
        assertThatThrownBy(() -> Told.of(LOCK, bad, LOCK))
                .isInstanceOf(InputException.class)
                .hasMessage("text:2: not a line that ftrace prints: " + bad);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock_acquire: 00000000a81dca85",
                "lock_acquire: 00000000a81dca85 ",
                "lock_acquire:",
                "lock_acquire: name without address",
                "lock_release: xyz a",
                "workqueue_execute_start: work struct",
                "workqueue_execute_start: work struct zz: function f",
                "workqueue_queue_work: work struct=00aa function=f",
                "sys_enter: what"
            })
    void anEventWithoutItsPayloadIsAnError(String bad) {
        String event = bad.substring(0, bad.indexOf(':'));
        assertThatThrownBy(() -> Told.of(LOCK, "     sh-7       [000] .....     1.5: " + bad, LOCK))
                .isInstanceOf(InputException.class)
                .hasMessage("text:2: " + event + " without what it should say");
    }

    @Test
    void lenientReadingCountsWhatItPassesOver() throws InputException {
        Told told = Told.read(
                LOCK + "\ngarbage\nmore\n     sh-7       [000] .....     1.5: lock_release: 00aa\n" + LOCK + "\n",
                ReadOptions.LENIENT);
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(2);
        assertThat(told.report().skippedLines()).isEqualTo(3);
        assertThat(told.report().skipped())
                .extracting(skipped -> skipped.count() + " from line " + skipped.firstLine() + ": "
                        + skipped.reason().text())
                .containsExactly(
                        "2 from line 2: not a line that ftrace prints",
                        "1 from line 4: an event without what its name promises");
    }

    @Test
    void aLastLineThatWasCutOffIsTheEndOfTheTrace() throws InputException {
        for (int length = 1; length < LOCK.length(); length++) {
            Told told = Told.read(LOCK + "\n" + LOCK.substring(0, length), ReadOptions.STRICT);
            assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(1);
            assertThat(told.report().warnings()).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(Told.read(LOCK + "\n" + LOCK, ReadOptions.STRICT).events).hasSize(2);
    }

    @Test
    void withoutFlagsHandlersAreTasksOfTheirOwn() throws InputException {
        Told told = Told.of(
                "     sh-7       [000]     1.0: lock_acquire:  01 a",
                "     sh-7       [000]     1.1: softirq_entry: vec=1 [action=TIMER]",
                "     sh-7       [000]     1.2: lock_acquire:  02 b",
                "     sh-7       [000]     1.3: irq_handler_entry:    irq=4 name=ttyS0",
                "     sh-7       [000]     1.4: lock_acquire:  03 c",
                "     sh-8       [001]     1.5: lock_acquire:  04 d",
                "     sh-7       [000]     1.6: irq_handler_exit:     irq=4 ret=handled",
                "     sh-7       [000]     1.7: lock_release:  02 b",
                "     sh-7       [000]     1.8: softirq_exit: vec=1 [action=TIMER]",
                "     sh-7       [000]     1.9: lock_release:  01 a");
        assertThat(told.events)
                .containsExactly(
                        "acquire sh-7 a @01 a",
                        "acquire <softirq>/0 b @02 b",
                        "acquire <hardirq>/0 c @03 c",
                        "acquire sh-8 d @04 d",
                        "release <softirq>/0 b @02 b",
                        "release sh-7 a @01 a");
        assertThat(told.report().unused()).isEmpty();
    }

    @Test
    void withFlagsHandlersSayNothingNew() throws InputException {
        Told told = Told.of(
                "     sh-7       [000] d.h1.     1.3: irq_handler_entry: irq=4 name=ttyS0",
                "     sh-7       [000] .....     1.4: lock_acquire: 03 c");
        assertThat(told.events).containsExactly("acquire sh-7 c @03 c");
        assertThat(told.report().unused()).isEmpty();
    }

    @Test
    void systemCallsBeginAndEnd() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000] .....     1.1: sys_enter: NR 16 (3, 4014643a, 7ffd51c0, 0, 0, 0)",
                                "     sh-7       [000] .....     1.2: sys_exit: NR 16 = 0",
                                "     sh-7       [000] .....     1.3: sys_ioctl(fd: 3, cmd: 4014643a, arg: 7ffd51c0)",
                                "     sh-7       [000] .....     1.4: sys_ioctl -> 0x0",
                                "     sh-7       [000]     1.5: sys_enter_ioctl:      fd: 0x00000003, cmd: 0x4014643a",
                                "     sh-7       [000]     1.6: sys_exit_ioctl:       0x0")
                        .events)
                .containsExactly(
                        "syscall-begin sh-7 text=NR 16",
                        "syscall-end sh-7 text=NR 16",
                        "syscall-begin sh-7 text=ioctl",
                        "syscall-end sh-7 text=ioctl",
                        "syscall-begin sh-7 text=ioctl",
                        "syscall-end sh-7 text=ioctl");
    }

    @Test
    void stacksBelongToTheEventBeforeThem() throws InputException {
        assertThat(Told.of(
                                "     sh-7       [000] .....     1.1: <stack trace>",
                                " => nobody",
                                "     sh-7       [000] .....     1.1: lock_acquire: 01 a",
                                "     sh-7       [000] .....     1.1: <stack trace>",
                                " => trace_event_raw_event_lock_acquire",
                                " => lock_acquire",
                                " => __mutex_lock",
                                " => lk_init [lkbug]",
                                "     sh-7       [000] .....     1.2: kernel_stack:         <stack trace >",
                                "=> late (ffffffff81000000)",
                                "     sh-7       [000] .....     1.3: lock_acquire: 02 b",
                                "     sh-8       [001] .....     1.3: <stack trace>",
                                " => somebody_else",
                                "     sh-7       [000] .....     1.4: lock_release: 02 b",
                                "     sh-7       [000] .....     1.4: kernel_stack:         <stack trace >",
                                "=> __mutex_unlock (ffffffff81000000)",
                                "=> lk_init (ffffffffa0000000)")
                        .events)
                .containsExactly(
                        "acquire sh-7 a @01 a at=__mutex_lock stack=__mutex_lock|lk_init [lkbug]",
                        "acquire sh-7 b @02 b",
                        "release sh-7 b @02 b at=__mutex_unlock stack=__mutex_unlock|lk_init");
    }

    @Test
    void theFormatIsFoundByContent() throws InputException {
        assertThat(detected("# tracer: nop\n#\n")).isEqualTo("ftrace");
        assertThat(detected("cpus=2\n")).isEqualTo("ftrace");
        assertThat(detected(LOCK)).isEqualTo("ftrace");
        assertThat(detected("CPU:3 [LOST 1234 EVENTS]\n" + LOCK)).isEqualTo("ftrace");
        assertThat(detected("cpus=2\n  fences-56      0.....     5.301240: lock_release:         0xff a"))
                .isEqualTo("ftrace");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "#!/bin/sh\necho\n",
                "{\"format\":\"fencedep-trace\",\"version\":1}\n",
                "bash 12 [000] 1.5: lock:lock_acquire: 0x1 a\n",
                "T0|acq(l)|1\n",
                "ffffffff81aa7800 OPS: 1 FD: 1 BD: 1 ....: a\n",
                "[    1.234567] INFO: possible circular locking dependency detected\n"
            })
    void otherFormatsAreNotFtrace(String text) {
        assertThat(new FtraceFormat().matches(text.getBytes(UTF_8))).isFalse();
    }

    private static String detected(String text) throws InputException {
        TraceSource source = TraceSource.of("text", new ByteArrayInputStream(text.getBytes(UTF_8)));
        return FormatRegistry.standard().detect(source).name();
    }
}
