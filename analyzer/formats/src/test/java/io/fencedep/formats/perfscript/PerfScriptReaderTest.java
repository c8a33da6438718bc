package io.fencedep.formats.perfscript;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.EventKind;
import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.Told;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines made after what perf 6.1 prints (builtin-script.c); the payloads are those of real ftrace texts. */
class PerfScriptReaderTest {
    @Test
    void eventsAreThoseOfFtrace() throws InputException {
        Told told = read("""
            # ========
            # captured on    : today
                     swapper     0 [001]   123.456789: lock:lock_acquire: 0xffffffff81ab1e08 read rcu_read_lock
                   some task  1234 [000]   123.456790: lock:lock_acquire: 0xffff888000c103f0 try sb_writers
               kworker/0:1H-  41/42    [000]   123.456791012:          1 lock:lock_release: 0xffff888000c103f0 sb_writers
                        bash     7   123.456792:   sched:sched_wakeup: comm=x pid=1 prio=120 target_cpu=000
                        bash     7 [000]   123.456793:     250000 cycles:  ffffffff81000000 do_work+0x1 ([kernel.kallsyms])
            """);

        assertThat(told.events)
                .containsExactly(
                        "acquire swapper-0/1 rcu_read_lock @ffffffff81ab1e08 rcu_read_lock RECURSIVE_READ unchecked"
                                + " rcu",
                        "acquire some task-1234 sb_writers @ffff888000c103f0 sb_writers try",
                        "release kworker/0:1H--42 sb_writers @ffff888000c103f0 sb_writers");
        assertThat(told.lines).containsExactly(3L, 4L, 5L);
        assertThat(told.report().unused()).isEqualTo(Map.of("(no event of a system)", 1L));
        assertThat(told.report().skipped()).isEmpty();
    }

    @Test
    void aStackBelongsToItsEventFromTheFirstOn() throws InputException {
        Told told = read("""
            insmod    54 [000]     5.020809: lock:lock_acquire: 0xffffffff81ab1e08 m
            \tffffffff810e1234 lock_acquire+0xa4 ([kernel.kallsyms])
            \tffffffff810e1234 __mutex_lock+0x9a ([kernel.kallsyms])
            \tffffffffc0001010 lk_b_init+0x10 ([lkbug])
            \tffffffffc0002010 other+0x10 (/lib/modules/6.12/kernel/other.ko.xz)
            \t    7f0012345678 [unknown] (/usr/lib/libc.so.6)

            insmod    54 [000]     5.020810: sched:sched_wakeup: comm=x
            \tffffffff810e1234 nothing+0xa4 ([kernel.kallsyms])

            insmod    54 [000]     5.020811: lock:lock_release: 0xffffffff81ab1e08 m
            """);

        assertThat(told.events.get(0))
                .endsWith(" stack=__mutex_lock+0x9a|lk_b_init+0x10 [lkbug]|other+0x10 [other]|[unknown]");
        assertThat(told.events.get(1)).doesNotContain("stack");
    }

    @Test
    void sourcesAndInlinedFunctionsBelongToTheStack() throws InputException {
        Told told = read("""
            insmod    54 [000]     5.020809: PERF_RECORD_COMM exec: insmod:54/54
            insmod    54 [000]     5.020809: lock:lock_acquire: 0xffffffff81ab1e08 m
            \tffffffff810e1234 __mutex_lock+0x9a ([kernel.kallsyms])
              mutex.c:123 (discriminator 2)
            \tffffffff810e1234 mutex_lock (inlined)
              mutex.h:12
            \tffffffffc0001010 [unknown] ([lkbug])

            """);

        assertThat(told.events).hasSize(1);
        assertThat(told.events.get(0)).endsWith(" stack=__mutex_lock+0x9a|mutex_lock|[unknown] [lkbug]");
        assertThat(told.report().skipped()).isEmpty();
    }

    @Test
    void linesMayLackTimeAndCpu() throws InputException {
        Told told = read("""
              some task 5  54 [003] lock:lock_acquire: 0xffffffff81ab1e08 m
              some task 5  54 lock:lock_release: 0xffffffff81ab1e08 m
            """);

        assertThat(told.events)
                .containsExactly(
                        "acquire some task 5-54 m @ffffffff81ab1e08 m", "release some task 5-54 m @ffffffff81ab1e08 m");
        assertThat(new PerfScriptFormat().matches("sshd 12 some:thing: else".getBytes(UTF_8)))
                .isFalse();
    }

    /** As perf 6.1 prints them for {@code -F -comm}, {@code -F +ip,+sym,+dso} without stacks, and {@code -F +flags}. */
    @Test
    void fieldsMayBeMissingOrAdded() throws InputException {
        Told told = read("""
             5685 [000] 40412.131143: lock:lock_acquire: 0xffffffff81ab1e08 &m->lock
             5685/5685  [000] 40412.131143: lock:lock_release: 0xffffffff81ab1e08 &m->lock
             perf  5685 [000] 40412.131143: lock:lock_acquire: 0xffffffff81ab1e08 &m->lock ffffffff81417e9c
             perf  5685 [000] 40412.131143: lock:lock_release: 0xffffffff81ab1e08 &m->lock ffffffff81417e9c lock_release
             perf  5685 [000] 40412.131143: lock:lock_acquire: 0xffffffff81ab1e08 a ffff b ffffffff81417e9c lock_acquire+0xbc ([kernel.kallsyms])
             perf  5685 [000] 40412.131143: lock:lock_release:                         0xffffffff81ab1e08 a ffff b ffffffff81417e9c [unknown] (/lib/a.ko)
            """);

        assertThat(told.events)
                .containsExactly(
                        "acquire -5685 &m->lock @ffffffff81ab1e08 &m->lock",
                        "release -5685 &m->lock @ffffffff81ab1e08 &m->lock",
                        "acquire -5685 &m->lock @ffffffff81ab1e08 &m->lock",
                        "release -5685 &m->lock @ffffffff81ab1e08 &m->lock",
                        "acquire -5685 a ffff b @ffffffff81ab1e08 a ffff b",
                        "release -5685 a ffff b @ffffffff81ab1e08 a ffff b");
    }

    @Test
    void withoutThreadsItIsRefused() {
        for (String line : List.of(
                "            perf [000] 40412.131143: lock:lock_acquire: 0xffffffff81ab1e08 m",
                "40412.131143:                   lock:lock_acquire: 0xffffffff81ab1e08 m",
                "                   lock:lock_acquire: 0xffffffff81ab1e08 m")) {
            assertThatThrownBy(() -> read(line + "\n"))
                    .hasMessage("text:1: does not say which thread it was:"
                            + " perf script -F comm,tid,cpu,time,event,trace does");
        }
    }

    @Test
    void lostEventsAreSaid() throws InputException {
        Told told = read("""
            bash     7 [000]     5.020809: lock:lock_acquire: 0xffffffff81ab1e08 m
            bash     7 [000]     5.020810: PERF_RECORD_LOST lost 17
            """);

        assertThat(told.events).last().isEqualTo("lost  count=17");
    }

    @Test
    void aRealTextOfAKernelWithoutLockdepIsReadWithoutALoss() throws InputException {
        Told told = Told.file(new PerfScriptFormat(), Told.SAMPLES.resolve("perf-script/sleep.script"));

        assertThat(told.report().skipped()).isEmpty();
        assertThat(told.report().unused()).isEmpty();
        assertThat(told.report().recording().lacks()).contains(Lack.TRY);
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(33);
        assertThat(told.count(EventKind.DOWNGRADE)).isEqualTo(1);
        assertThat(told.count(EventKind.ALLOC)).isEqualTo(32);
        assertThat(told.count(EventKind.SYSCALL_BEGIN)).isEqualTo(7);
    }

    @Test
    void otherLinesAreErrors() {
        String first = "bash     7 [000]     5.020809: lock:lock_acquire: 0xffffffff81ab1e08 m\n";

        assertThatThrownBy(() -> read(first + "what\n")).hasMessage("text:2: not a line that perf script prints: what");
        assertThatThrownBy(() -> read(first + first.replace(" m", "")))
                .hasMessage("text:2: lock_acquire without what it should say");
    }

    private static Told read(String text) throws InputException {
        assertThat(new PerfScriptFormat().matches(text.getBytes(UTF_8))).isTrue();
        return Told.read(new PerfScriptFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
