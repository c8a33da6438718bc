package io.fencedep.formats.kernellog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.Told;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of the lock validator: the circular one is from a real log of Linux 6.12, the others follow lockdep.c. */
class SplatReaderTest {
    private static final String CIRCULAR = """
        WARNING: possible circular locking dependency detected
        6.12.117-lockdep #1 Tainted: G           O
        ------------------------------------------------------
        insmod/54 is trying to acquire lock:
        ffffffffa0002160 (d_work){+.+.}-{0:0}, at: __flush_work+0x201/0x520

        but task is already holding lock:
        ffffffffa0002208 (M){+.+.}-{3:3}, at: lk_d+0x8e/0xb0 [lkbug]

        which lock already depends on the new lock.

        the existing dependency chain (in reverse order) is:

        -> #1 (M){+.+.}-{3:3}:
               __mutex_lock+0x97/0xcf0
               lk_d_fn+0x2c/0x50 [lkbug]

        -> #0 (d_work){+.+.}-{0:0}:
               __lock_acquire+0x15fd/0x2630
               lock_acquire+0xa4/0x290
               __flush_work+0x21d/0x520
               lk_d+0x9a/0xb0 [lkbug]

        other info that might help us debug this:
        stack backtrace:
        CPU: 0 UID: 0 PID: 54 Comm: insmod
        """;

    private static final String RECURSIVE = """
        WARNING: possible recursive locking detected
        some task/7 is trying to acquire lock:
        ffff888000002160 (&q->lock){+.+.}-{3:3}, at: b+0x1/0x2

        but task is already holding lock:
        ffff888000002208 (&q->lock){+.+.}-{3:3}, at: a+0x1/0x2
        """;

    private static final String INCONSISTENT = """
        WARNING: inconsistent lock state
        inconsistent {IN-HARDIRQ-W} -> {HARDIRQ-ON-W} usage.
        cat/12 [HC0[0]:SC0[0]:HE1:SE1] takes:
        ffff888000002160 (&dev->irq_lock){?.+.}-{2:2}, at: read+0x1/0x2
        {IN-HARDIRQ-W} state was registered at:
          lock_acquire+0xa4/0x290
        """;

    private static final String UNSAFE = """
        WARNING: SOFTIRQ-safe -> SOFTIRQ-unsafe lock order detected
        cat/12 [HC0[0]:SC0[2]:HE1:SE0] is trying to acquire:
        ffff888000002160 (slow){+.+.}-{2:2}, at: f+0x1/0x2

        and this task is already holding:
        ffff888000002208 (fast){+.-.}-{2:2}, at: g+0x1/0x2
        which would create a new lock dependency:
         (fast){+.-.}-{2:2} -> (slow){+.+.}-{2:2}

        but this new dependency connects a SOFTIRQ-irq-safe lock:
         (fast){+.-.}-{2:2}

        ... which became SOFTIRQ-irq-safe at:
          lock_acquire+0xa4/0x290

        to a SOFTIRQ-irq-unsafe lock:
         (slowest){+.+.}-{2:2}
        """;

    private static final String INVERSION = """
        WARNING: possible irq lock inversion dependency detected
        swapper/0/0 just changed the state of lock:
        ffff888000002208 (timer){..-.}-{2:2}, at: tick+0x1/0x2
        but this lock took another, SOFTIRQ-unsafe lock in the past:
         (data){+.+.}-{2:2}
        """;

    private static final String WAIT_CONTEXT = """
        [ BUG: Invalid wait context ]
        6.12.0 #1 Not tainted
        -----------------------------
        cat/12 is trying to lock:
        ffff888000002160 (sleeper){+.+.}-{4:4}, at: f+0x1/0x2
        other info that might help us debug this:
        context-{5:5}
        1 lock held by cat/12:
         #0: ffff888000002208 (spinner){+.+.}-{2:2}, at: g+0x1/0x2
        """;

    @TempDir
    private Path folder;

    @Test
    void eachLinkIsTakenUnderTheOneBeforeItWithItsStack() throws InputException {
        Told told = read(CIRCULAR);

        assertThat(told.events)
                .filteredOn(words -> words.startsWith("acquire"))
                .containsExactly(
                        "acquire lockdep #1 irqs-off softirqs-off d_work @d_work",
                        "acquire lockdep #1 irqs-off softirqs-off M @M at=__mutex_lock+0x97/0xcf0"
                                + " stack=__mutex_lock+0x97/0xcf0|lk_d_fn+0x2c/0x50 [lkbug]",
                        "acquire insmod-54 irqs-off softirqs-off M @M",
                        "acquire insmod-54 irqs-off softirqs-off d_work @d_work at=__flush_work+0x21d/0x520"
                                + " stack=__flush_work+0x21d/0x520|lk_d+0x9a/0xb0 [lkbug]");
        assertThat(told.report().warnings())
                .containsExactly(new ReadReport.Warning(
                        1, "the kernel itself reported here: possible circular locking dependency detected"));
    }

    @Test
    void everyKindOfReportIsFoundAgain() throws Exception {
        assertThat(kinds(CIRCULAR)).containsExactly(FindingKind.CYCLE);
        assertThat(kinds(RECURSIVE)).containsExactly(FindingKind.RECURSION);
        assertThat(kinds(INCONSISTENT)).containsExactly(FindingKind.IRQ_INVERSION);
        assertThat(kinds(UNSAFE)).containsExactly(FindingKind.IRQ_INVERSION);
        assertThat(kinds(INVERSION)).containsExactly(FindingKind.IRQ_INVERSION);
        assertThat(kinds(WAIT_CONTEXT)).containsExactly(FindingKind.WAIT_CONTEXT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[    5.449001] ",
                "[    5.449001][   T54] ",
                "<4>[    5.449001] ",
                "Nov 20 21:00:01 lab kernel: [    5.449001] ",
                "2026-11-20T21:00:01.123456+00:00 lab kernel: ",
                "2026-11-20T21:00:01+0000 lab kernel: [    5.449001] ",
                "2026-11-20T21:00:01,123456+00:00 ",
                "[Fri Nov 20 21:00:01 2026] ",
                "[Nov20 21:00] ",
                "[  +0.000003] ",
                "[    5.449001] lab kernel: ",
                "kern  :warn  : [    5.449001] ",
                "4,339,5140900,-;",
                "4,339,5140900,-,caller=T54;",
                "<4>[    5.449001][    C0] ",
                ""
            })
    void whatStandsBeforeALineDoesNotMatter(String prefix) throws InputException {
        String log = CIRCULAR.lines().map(line -> prefix + line + "\n").reduce("", String::concat);

        assertThat(read(log).events).isEqualTo(read(CIRCULAR).events);
    }

    @Test
    void severalReportsInOneLogAreAllFound() throws Exception {
        assertThat(kinds(stamped(CIRCULAR)
                        + stamped("usb 1-1: new device\n")
                        + stamped(RECURSIVE)
                        + stamped(WAIT_CONTEXT)))
                .containsExactlyInAnyOrder(FindingKind.CYCLE, FindingKind.RECURSION, FindingKind.WAIT_CONTEXT);
    }

    @Test
    void whereTheLogSaysWhoPrintsReportsMayBeInterleaved() throws Exception {
        List<String> one =
                CIRCULAR.lines().map(line -> "[    5.449001][   T54] " + line).toList();
        List<String> two =
                RECURSIVE.lines().map(line -> "[    5.449001][    C1] " + line).toList();
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < one.size(); i++) {
            log.append(one.get(i)).append('\n');
            log.append(i < two.size() ? two.get(i) + "\n" : "[    5.449002][    T9] usb 1-1: new device\n");
        }
        assertThat(kinds(log.toString())).containsExactlyInAnyOrder(FindingKind.CYCLE, FindingKind.RECURSION);
    }

    @Test
    void aRingOfWhichALinkIsMissingIsNotGuessed() throws InputException {
        String damaged = CIRCULAR.replace("-> #1 (M){+.+.}-{3:3}:", "-> #1 (M){+.usb 1-1: new device");
        assertThat(read(damaged).events).isEmpty();
        assertThat(read(damaged).report().warnings()).singleElement().asString().contains("not complete");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WARNING: bad unlock balance detected!",
                "WARNING: held lock freed!",
                "WARNING: lock held when returning to user space!",
                "WARNING: insmod/54 still has locks held!",
                "WARNING: Nested lock was not taken",
                "WARNING: bad contention detected!",
                "[ BUG: bad unlock balance detected! ]",
                "BUG: held lock freed!"
            })
    void misuseIsSaidInTheWordsOfTheKernel(String heading) throws InputException {
        Told told = read("[    5.449001] " + heading + "\n[    5.449002] 6.12.0 #1 Not tainted\n");
        assertThat(told.events).isEmpty();
        assertThat(told.report().warnings())
                .singleElement()
                .asString()
                .contains(
                        "the kernel itself reported here: " + heading.replaceAll("WARNING: |\\[ BUG: |BUG: |!.*", ""));
    }

    /** Made after lockdep.c: print_unlock_imbalance_bug, print_freed_lock_bug, print_held_locks_bug. */
    @Test
    void misuseSaysWhoDidWhatAndCountsAsAnAnomaly() throws InputException {
        Told told = read("""
                [    5.449001][   T54] =====================================
                [    5.449001][   T54] WARNING: bad unlock balance detected!
                [    5.449001][   T54] 6.12.0 #1 Not tainted
                [    5.449001][   T54] -------------------------------------
                [    5.449001][   T54] insmod/54 is trying to release lock (&a->lock) at:
                [    5.449001][   T54] [<ffffffffc0001010>] lk_d+0x8e/0xb0 [lkbug]
                [    5.449001][   T54] but there are no more locks to release!
                [    5.449001][   T54]
                [    5.449001][   T54] other info that might help us debug this:
                [    5.449001][   T54] 1 lock held by insmod/54:
                [    5.449001][   T54]  #0: ffffffffa0002208 (M){+.+.}-{3:3}, at: lk_d+0x1/0xb0 [lkbug]
                [    5.449001][   T54]
                [    5.449001][   T54] stack backtrace:
                [    5.449002][   T55] WARNING: held lock freed!
                [    5.449002][   T55] insmod/55 is freeing memory ffff888000c10300-ffff888000c103ff, with a lock still held there!
                [    5.449002][   T55] ffff888000c103f0 (M){+.+.}-{3:3}, at: lk_e+0x8e/0xb0
                [    5.449002][   T55]
                [    5.449002][   T55] stack backtrace:
                [    5.449003][   T56] BUG: workqueue leaked atomic, lock or RCU: kworker/0:1[56]
                [    5.449003][   T56]      preempt=0x00000000 lock=0->1 RCU=0->0 workfn=lk_fn
                [    5.449003][   T56] 1 lock held by kworker/0:1/56:
                [    5.449003][   T56]  #0: ffffffffa0002208 (M){+.+.}-{3:3}, at: lk_fn+0x1/0xb0 [lkbug]
                [    5.449003][   T56] CPU: 1 UID: 0 PID: 56 Comm: kworker/0:1
                [    5.449003][   T56] Call Trace:
                [    5.449004][   T57] BUG: sleeping function called from invalid context at kernel/locking/mutex.c:283
                [    5.449005][   T58] INFO: task insmod:54 blocked for more than 120 seconds.
                [    5.449006][   T59] INFO: task insmod:55 blocked for more than 120 seconds.
                """);
        assertThat(told.report().anomalies())
                .containsOnlyKeys(
                        "report of the kernel: bad unlock balance detected",
                        "report of the kernel: held lock freed",
                        "report of the kernel: workqueue leaked atomic, lock or RCU",
                        "report of the kernel: sleeping function called from invalid context",
                        "report of the kernel: task blocked for long");
        assertThat(told.report().anomalies().get("report of the kernel: task blocked for long"))
                .isEqualTo(new RecordingSummary.Anomaly(2, 26));
        assertThat(told.report().warnings().stream().map(Object::toString))
                .anyMatch(text ->
                        text.contains("bad unlock balance detected: insmod/54 is trying to release lock (&a->lock)"
                                + " at: lk_d+0x8e/0xb0 [lkbug]; held: M at lk_d+0x1/0xb0 [lkbug]"))
                .anyMatch(
                        text -> text.contains(
                                "held lock freed: insmod/55 is freeing memory"
                                        + " ffff888000c10300-ffff888000c103ff, with a lock still held there; held: M at lk_e+0x8e/0xb0"))
                .anyMatch(text ->
                        text.contains("workqueue leaked atomic, lock or RCU: kworker/0:1[56]; held: M at lk_fn"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[    5.449001] ",
                "\u001b[32m[    5.449001] \u001b[0m",
                "<4>[    5.449001] (1)[54:insmod]",
                "[    5.449001]  [1:           insmod:   54] ",
                "11-29 00:17:30.123     0     0 W         : ",
                "[2026-11-29 00:17:30] [    5.449001] ",
                "2026-11-29T00:17:30.1234567Z [    5.449001] ",
                "6.12.0,4,339,5020809,-;",
                "> ",
                "> > [    5.449001] ",
                "    [    5.449001] ",
                "my console: [    5.449001][   T54] "
            })
    void whateverStandsBeforeALineTheReportIsTheSame(String prefix) throws InputException {
        assertThat(read(CHAIN.lines().map(line -> prefix + line + "\n").collect(Collectors.joining())).events)
                .isEqualTo(read(CHAIN).events)
                .hasSize(8);
    }

    @Test
    void aReportWithoutItsBeginningIsReadFromItsChainOn() throws InputException {
        String rest = CHAIN.substring(CHAIN.indexOf("the existing"));
        Told told = read("[    5.449001] cut\n" + rest);
        assertThat(told.count(EventKind.ACQUIRE)).isEqualTo(4);
        assertThat(told.report().warnings()).singleElement().asString().contains("the beginning of the report is not");
        assertThat(read("[    5.449001] cut\n *** DEADLOCK ***\n").report().warnings())
                .singleElement()
                .asString()
                .contains("whose beginning is not in this log");
    }

    private static final String CHAIN = """
            WARNING: possible circular locking dependency detected
            6.12.117-lockdep #1 Tainted: G           O
            insmod/54 is trying to acquire lock:
            ffffffffa0002160 (d_work){+.+.}-{0:0}, at: __flush_work+0x201/0x520

            but task is already holding lock:
            ffffffffa0002208 (M){+.+.}-{3:3}, at: lk_d+0x8e/0xb0 [lkbug]

            the existing dependency chain (in reverse order) is:

            -> #1 (M){+.+.}-{3:3}:
                   __mutex_lock+0x97/0xcf0
                   lk_d_fn+0x2c/0x50 [lkbug]

            -> #0 (d_work){+.+.}-{0:0}:
                   __lock_acquire+0x15fd/0x2630
                   lk_d+0x9a/0xb0 [lkbug]

             *** DEADLOCK ***

            stack backtrace:
            """;

    @Test
    void whatIsNoDeadlockIsCounted() throws InputException {
        Told told = read("[    5.449001] WARNING: suspicious RCU usage\n[    5.449002] x\n");
        assertThat(told.report().unused())
                .containsEntry("suspicious RCU usage", 1L)
                .containsEntry("(no report of the lock validator)", 1L);
    }

    @Test
    void itIsSaidThatTheValidatorTurnedItselfOff() throws InputException {
        Told told = read("""
                [    5.449001] BUG: MAX_LOCKDEP_CHAINS too low!
                [    5.449002] turning off the locking correctness validator.
                """);

        assertThat(told.report().warnings()).singleElement().asString().contains("turned itself off");
    }

    private static String stamped(String text) {
        return text.lines().map(line -> "[    5.449001] " + line + "\n").reduce("", String::concat);
    }

    @Test
    void aReportThatIsCutOffIsSaidAndNothingElse() throws InputException {
        Told told = read("[    5.449001] WARNING: possible recursive locking detected\n[    5.449002] a/1 is trying");

        assertThat(told.events).isEmpty();
        assertThat(told.report().warnings())
                .containsExactly(new ReadReport.Warning(
                        1,
                        "a report of the kernel that is not complete or not understood:"
                                + " possible recursive locking detected"));
    }

    private List<FindingKind> kinds(String log) throws IOException {
        Path file = Files.writeString(folder.resolve("dmesg"), log);
        return Detector.analyse(
                        new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                                .load(List.of(file.toString()))
                                .graph(),
                        List.of())
                .findings()
                .stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(Finding::kind)
                .distinct()
                .toList();
    }

    private static Told read(String text) throws InputException {
        assertThat(new KernelLogFormat().matches(text.getBytes(UTF_8))).isTrue();
        return Told.read(new KernelLogFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
