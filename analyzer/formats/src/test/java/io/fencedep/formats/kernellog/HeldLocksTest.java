package io.fencedep.formats.kernellog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.Told;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Made after the kernel's {@code debug_show_all_locks}, {@code lockdep_print_held_locks} and {@code hung_task.c}, and after
 * reports of the last years.
 */
class HeldLocksTest {
    private static final String TABLE = """

        Showing all locks held in the system:
        1 lock held by khungtaskd/30:
         #0: ffffffff8273c800 (rcu_read_lock){....}-{1:2}, at: debug_show_all_locks+0x15/0x16b
        2 locks held by cat/114:
         #0: ffff888100f309a8 (&a->lock){+.+.}-{3:3}, at: read_a+0x15/0x16b [hung]
         #1: ffff888100f30aa8 (&b->lock){+.+.}-{3:3}, at: read_b+0x15/0x16b [hung]
        4 locks held by kworker/u4:0/7:
        2 locks held by dd/115:
         #0: ffff888100f30aa8 (&b->lock){+.+.}-{3:3}, at: write_b+0x15/0x16b [hung]
         #1: ffff888100f309a8 (&a->lock){+.+.}-{3:3}, at: write_a+0x15/0x16b [hung]

        =============================================

        """;

    private static final String HUNG = """
        INFO: task cat:114 blocked for more than 120 seconds.
              Not tainted 6.16.0 #1
        "echo 0 > /proc/sys/kernel/hung_task_timeout_secs" disables this message.
        task:cat             state:D stack:13432 pid:114   tgid:114   ppid:106    task_flags:0x400100 flags:0x00000002
        Call Trace:
         <TASK>
         __schedule+0x38f/0x1490
         ? mark_held_locks+0x49/0x80
         schedule_preempt_disabled+0x15/0x30
         __mutex_lock+0x75f/0xeb0
         read_b+0x2c/0x50 [hung]
         full_proxy_read+0x6a/0xc0
         </TASK>
        INFO: task cat:114 is blocked on a mutex likely owned by task dd:115.
        INFO: task dd:115 blocked for more than 120 seconds.
        task:dd              state:D stack:13432 pid:115   tgid:114   ppid:106    task_flags:0x400100 flags:0x00000002
        Call Trace:
         <TASK>
         __schedule+0x38f/0x1490
         __mutex_lock+0x75f/0xeb0
         write_a+0x2c/0x50 [hung]
         </TASK>
        INFO: task dd:115 is blocked on a mutex likely owned by task cat:114.
        """;

    @TempDir
    private Path folder;

    @Test
    void tasksThatHoldWhatTheOtherOneWantsAreADeadlock() throws IOException {
        List<Finding> found = found(TABLE);
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.DEADLOCK);
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.title()).contains("&a->lock", "&b->lock");
        });
    }

    @Test
    void everyLockIsToldButSectionsOfRcu() throws InputException {
        assertThat(read(TABLE).only(EventKind.ACQUIRE))
                .containsExactly(
                        "acquire cat-114 irqs-off softirqs-off &a->lock @ffff888100f309a8 at=read_a+0x15/0x16b [hung]",
                        "acquire dd-115 irqs-off softirqs-off &b->lock @ffff888100f30aa8 at=write_b+0x15/0x16b [hung]",
                        "acquire cat-114 irqs-off softirqs-off &b->lock @ffff888100f30aa8 at=read_b+0x15/0x16b [hung]",
                        "acquire dd-115 irqs-off softirqs-off &a->lock @ffff888100f309a8 at=write_a+0x15/0x16b [hung]");
    }

    @Test
    void oneThatOnlyWaitsForAnotherIsNone() throws IOException {
        assertThat(found(TABLE.replace(" #1: ffff888100f309a8 (&a->lock)", " #1: ffff888100ffffff (&c->lock)")))
                .isEmpty();
    }

    @Test
    void locksThatMayBeHeldForReadingAreNoDeadlockUnlessTheirTaskIsKnownToHang() throws IOException {
        String readers = TABLE.replace("{+.+.}", "{++++}");
        assertThat(found(readers)).isEmpty();
        assertThat(found(HUNG + readers))
                .singleElement()
                .matches(finding -> finding.kind() == FindingKind.DEADLOCK)
                .matches(finding -> finding.title().contains("&a->lock"));
    }

    @Test
    void whereNoTableIsPrintedTheBlockedTasksAreEnough() throws IOException {
        assertThat(found(HUNG)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingKind.DEADLOCK);
            assertThat(finding.title()).contains("mutex taken in read_b", "mutex taken in write_a");
        });
        assertThat(found(HUNG.replace("owned by task cat:114", "owned by task sh:116")))
                .isEmpty();
        assertThat(found(HUNG.replace(
                        "cat:114 is blocked on a mutex likely owned by task dd:115.",
                        "cat:114 <writer> blocked on an rw-semaphore likely owned by task dd:115 <reader>")))
                .hasSize(1);
    }

    @Test
    void aTableInPiecesIsPutTogether() throws IOException {
        String pieces = TABLE.replaceAll(
                " #(\\d): (\\w+) \\((.*?)\\)(\\{.*), at: (.*)",
                " #$1: \n$2\n (\n$3\n)$4\n, at: lock fs.h:7 [inline]\n, at: $5");
        assertThat(read(pieces).events).isEqualTo(read(TABLE).events);
        String wrapped = TABLE.replace(", at: ", ", at:\n");
        assertThat(read(wrapped).events).isEqualTo(read(TABLE).events);
        String inlined = TABLE.replaceAll("(?m)^( #\\d: .*, at: ).*$", "$1lock fs.h:7 [inline]\n$0");
        assertThat(read(inlined).events).isEqualTo(read(TABLE).events);
    }

    @Test
    void ofSeveralTablesTheLastOneSaysWhoIsStuck() throws IOException {
        String other = TABLE.replace("&b->lock", "&c->lock").replace("f30aa8", "f30cc8");
        assertThat(found(TABLE + other)).extracting(Finding::title).anyMatch(title -> title.contains("&c->lock"));
        String over = TABLE.replaceAll("(?m)^ #1: .*\\n", "");
        assertThat(found(TABLE + over)).noneMatch(finding -> finding.kind() == FindingKind.DEADLOCK);
    }

    private List<Finding> found(String log) throws IOException {
        String stamped =
                log.lines().map(line -> "[  249.828044][   T30] " + line + "\n").reduce("", String::concat);
        Path file = Files.writeString(folder.resolve("dmesg"), stamped);
        return Detector.analyse(
                        new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                                .load(List.of(file.toString()))
                                .graph(),
                        List.of())
                .findings();
    }

    private static Told read(String text) throws InputException {
        assertThat(new KernelLogFormat().matches(text.getBytes(UTF_8))).isTrue();
        return Told.read(new KernelLogFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
