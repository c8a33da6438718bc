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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dumps are made after the kernel's {@code ftrace_dump_one} and {@code trace_print_lat_context}, out of a real trace. */
class FtraceDumpTest {
    private static final Path TRACE = Told.SAMPLES.resolve("ftrace").resolve("cat-trace.trace");
    private static final Pattern LINE =
            Pattern.compile(" *(.{1,16})-(\\d+) +\\[(\\d+)\\] (\\S+) +(\\d+)\\.(\\d+): (.*)");
    private static final String RULER = "---------------------------------\n";

    private static final String BUG = """
        Dumping ftrace buffer:
        ---------------------------------
            bash-1234      1..... 12345678us : lock_acquire: 00000000aaaaaaa1 &a->lock
            bash-1234      1..... 12345679us : lock_acquire: 00000000bbbbbbb1 &b->lock
            bash-1234      1..... 12345680us : lock_release: 00000000bbbbbbb1 &b->lock
            bash-1234      1..... 12345681us : lock_release: 00000000aaaaaaa1 &a->lock
            sshd-1235      0..... 12345682us : lock_acquire: 00000000bbbbbbb1 &b->lock
            sshd-1235      0..... 12345683us : lock_acquire: 00000000aaaaaaa1 &a->lock
            sshd-1235      0..... 12345684us : lock_release: 00000000aaaaaaa1 &a->lock
            sshd-1235      0..... 12345685us : lock_release: 00000000bbbbbbb1 &b->lock
        ---------------------------------
        """;

    private static final String SPLAT = """
        WARNING: possible circular locking dependency detected
        the existing dependency chain (in reverse order) is:
        -> #1 (M){+.+.}-{3:3}:
               __mutex_lock+0x97/0xcf0
        -> #0 (N){+.+.}-{3:3}:
               lock_acquire+0xa4/0x290
        stack backtrace:
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[    5.449001] ",
                "[    5.449001][   T54] ",
                "Nov 20 21:00:01 lab kernel: [    5.449001] ",
                "<0>[    5.449001][    C0] ",
                "0,4339,5140900,-,caller=T54;",
                ""
            })
    void theTraceInALogSaysWhatTheTraceItselfSays(String prefix) throws IOException {
        String log = prefixed(prefix, "Kernel panic - not syncing: x\n" + dump() + "Kernel Offset: disabled\n");

        Told told = read(log);

        assertThat(told.events)
                .isEqualTo(Told.file(TRACE).events.stream()
                        .map(FtraceDumpTest::shortNames)
                        .toList());
        assertThat(told.recording().source()).isEqualTo("ftrace");
        assertThat(told.recording().lacks())
                .isEqualTo(Told.file(TRACE).recording().lacks());
        assertThat(told.report().skipped()).isEmpty();
        assertThat(told.report().unused()).containsEntry("(no report of the lock validator)", 2L);
    }

    @Test
    void aDumpAndAReportOfOneLogAreBothAnalysed() throws IOException {
        assertThat(found(prefixed("[    5.449001] ", SPLAT + "x\n" + BUG))).isEqualTo(found(prefixed("", BUG + SPLAT)));
        assertThat(found(prefixed("[    5.449001] ", SPLAT + "x\n" + BUG)))
                .containsExactly("cycle &a->lock, &b->lock", "cycle M, N");
    }

    @Test
    void aDumpOfAnInstanceIsReadAsWell() throws IOException {
        assertThat(found(BUG.replace("ftrace buffer", "ftrace instance foo buffer")))
                .containsExactly("cycle &a->lock, &b->lock");
    }

    @Test
    void linesOfOthersInBetweenAreNoPartOfIt() throws IOException {
        String log = prefixed("[    5.449001][   T54] ", BUG);
        String[] lines = log.split("\n");
        String mixed = String.join("\n[    5.449002][   T99] usb 1-1: new device\n", lines) + "\n";

        assertThat(found(mixed)).containsExactly("cycle &a->lock, &b->lock");
        assertThat(found(mixed.replace("[   T99]", "").replace("[   T54]", "")))
                .containsExactly("cycle &a->lock, &b->lock");
    }

    @Test
    void linesThatTheConsoleDroppedAreLostEvents() throws InputException {
        Told told = read(
                prefixed("[    5.449001] ", BUG.replaceFirst("(?m)^    sshd.*$", "** 17 printk messages dropped **")));
        assertThat(told.only(EventKind.LOST)).singleElement().asString().contains("count=17");
    }

    @Test
    void anEmptyDumpIsNone() throws InputException {
        Told told = read(
                "[  199.000000] Dumping ftrace buffer:\n[  199.000001]    (ftrace buffer empty)\n[  199.000001] x\n");
        assertThat(told.recording().source()).isEqualTo("kernel-log");
        assertThat(told.report().warnings()).isEmpty();
    }

    @Test
    void behindReportsInAStreamItIsSaidToBeLeftOut() throws InputException {
        Told told = read(prefixed("[    5.449001] ", SPLAT + "x\n" + BUG));
        assertThat(told.report().warnings().stream().map(Object::toString))
                .anyMatch(text -> text.contains("give the log as a file"));
    }

    private List<String> found(String log) throws IOException {
        Path file = Files.writeString(folder.resolve("dmesg"), log);
        return Detector.analyse(
                        new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                                .load(List.of(file.toString()))
                                .graph(),
                        List.of())
                .findings()
                .stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(FtraceDumpTest::words)
                .sorted()
                .toList();
    }

    private static String words(Finding finding) {
        assertThat(finding.kind()).isEqualTo(FindingKind.CYCLE);
        return "cycle " + finding.classNames().stream().sorted().distinct().collect(Collectors.joining(", "));
    }

    /** The trace as the kernel dumps it: latency format, names cut to eight characters, no comments. */
    private static String dump() throws IOException {
        StringBuilder dump = new StringBuilder("Dumping ftrace buffer:\n" + RULER);
        for (String line : Files.readAllLines(TRACE)) {
            Matcher event = LINE.matcher(line);
            if (event.matches()) {
                dump.append("%8.8s-%-7d %3d%s %4dus : %s\n"
                        .formatted(
                                event.group(1),
                                Integer.parseInt(event.group(2)),
                                Integer.parseInt(event.group(3)),
                                event.group(4),
                                Long.parseLong(event.group(5)) * 1_000_000 + Long.parseLong(event.group(6)),
                                event.group(7)));
            } else if (!line.startsWith("#") && !line.isBlank()) {
                dump.append(line).append('\n');
            }
        }
        return dump.append(RULER).toString();
    }

    private static String shortNames(String words) {
        String[] parts = words.split(" ");
        parts[1] = parts[1].replaceFirst("^(.{8}).*(-\\d+)$", "$1$2");
        return String.join(" ", parts);
    }

    private static String prefixed(String prefix, String text) {
        return text.lines().map(line -> prefix + line + "\n").reduce("", String::concat);
    }

    private static Told read(String text) throws InputException {
        assertThat(new KernelLogFormat().matches(text.getBytes(UTF_8))).isTrue();
        return Told.read(new KernelLogFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
