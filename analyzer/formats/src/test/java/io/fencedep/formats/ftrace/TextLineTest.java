package io.fencedep.formats.ftrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextLineTest {

    @Test
    void aLineAsTheKernelPrintsIt() {
        assertParts(
                "          <idle>-0       [000] d..2.     1.512086: lock_acquire: 00000000a81dca85 event_mutex",
                "<idle>",
                0,
                0,
                1_512_086_000L,
                "lock_acquire",
                "00000000a81dca85 event_mutex");
    }

    @Test
    void aLineWithAThreadGroup() {
        assertParts(
                "            bash-1234    (   1200) [003] .....    17.000001: a: b",
                "bash",
                1234,
                3,
                17_000_001_000L,
                "a",
                "b");
        assertParts(
                "            bash-1234    (-------) [003] .....    17.000001: a: b",
                "bash",
                1234,
                3,
                17_000_001_000L,
                "a",
                "b");
        assertParts(
                "            bash-1234  (-----) [003] .....    17.000001: a: b",
                "bash",
                1234,
                3,
                17_000_001_000L,
                "a",
                "b");
    }

    @Test
    void aLineOfTraceCmd() {
        assertParts(
                "          fences-56    [000]     5.301240: lock_release:         0xffffffff81abae28 trace_types_lock",
                "fences",
                56,
                0,
                5_301_240_000L,
                "lock_release",
                "0xffffffff81abae28 trace_types_lock");
    }

    @Test
    void aLineOfTraceCmdWithFlagsGluedToTheCpu() {
        TextLine line = assertParts(
                "  fences-56      0d.h3.     5.302788: lock_acquire:         0xffff88805bc1f498 hrtimer_bases.lock",
                "fences",
                56,
                0,
                5_302_788_000L,
                "lock_acquire",
                "0xffff88805bc1f498 hrtimer_bases.lock");
        assertThat(line.context).isEqualTo(InterruptContext.HARDIRQ);
        assertThat(line.irqs).isEqualTo(Toggle.NO);
        assertThat(line.preemptDepth).isEqualTo(3);
        assertParts(
                "kworker/-123     12.....    15.302788: a:   b [x]",
                "kworker/",
                123,
                12,
                15_302_788_000L,
                "a",
                "b [x]");
    }

    @Test
    void aLineOfALatencyTracer() {
        assertParts("    bash-1234      1d..2.   12us : a: b", "bash", 1234, 1, 12_000, "a", "b");
        assertParts("    bash-1234      1d..2. 1012us+: a: b", "bash", 1234, 1, 1_012_000, "a", "b");
    }

    @Test
    void clocksThatCountAreTakenAsTheyAre() {
        assertParts(
                "            bash-1234    [003] .....  812345678901: a: b", "bash", 1234, 3, 812345678901L, "a", "b");
        assertParts(
                "            bash-1234    [003] .....  1.123456789: a: b", "bash", 1234, 3, 1_123_456_789L, "a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lk comp-1",
                "Web Content",
                "a-1 [000] x",
                "a-1 [000]",
                "kworker/u9:0-ev",
                "a [0] -2",
                "(sd-pam)",
                "x: y: z",
                "-",
                "9-9 [1] 2.5"
            })
    void namesOfTasksHoldAnything(String comm) {
        String padded = " ".repeat(16 - comm.length()) + comm;
        assertParts(
                padded + "-77      [001] ...1.     5.000002: a: [b] -1 [000] 1.2: c: d",
                comm,
                77,
                1,
                5_000_002_000L,
                "a",
                "[b] -1 [000] 1.2: c: d");
        assertParts(padded + "-77      (     12) [001]  5.000002: a: b", comm, 77, 1, 5_000_002_000L, "a", "b");
    }

    @ParameterizedTest
    @CsvSource({
        // flags, context, irqs, softirqs, preemption depth
        "d..2.,   TASK,    NO,     YES,    2",
        ".....,   TASK,    YES,    YES,    0",
        "D..1.,   TASK,    NO,     NO,     1",
        "b..2.,   TASK,    YES,    NO,     2",
        "X....,   TASK,    UNSAID, UNSAID, 0",
        "dNh1.,   HARDIRQ, NO,     YES,    1",
        "dNH2.,   HARDIRQ, NO,     NO,     2",
        "..s1.,   SOFTIRQ, YES,    NO,     1",
        "d.s71,   SOFTIRQ, NO,     NO,     7",
        ".ns..,   SOFTIRQ, YES,    NO,     0",
        "dpz1.,   NMI,     NO,     YES,    1",
        "d.Zf.,   NMI,     NO,     YES,    15",
        "dLh1.,   HARDIRQ, NO,     YES,    1",
        "dBs1.,   SOFTIRQ, NO,     NO,     1",
        "d..1,    TASK,    NO,     UNSAID, 1",
        "..s1,    SOFTIRQ, YES,    NO,     1",
        "d.h,     HARDIRQ, NO,     YES,    -1",
        "d..h1..,  HARDIRQ, NO,     YES,    1",
        ".L.s2..,  SOFTIRQ, YES,    NO,     2",
        "d..H3.,   HARDIRQ, NO,     NO,     3"
    })
    void flagsSayInWhichContextALineIs(
            String flags, InterruptContext context, Toggle irqs, Toggle softirqs, int preemptDepth) {
        for (String start : new String[] {"          bash-1234    [003] ", "    bash-1234      3"}) {
            TextLine line = parse(start + flags + "    17.000001: a: b");
            assertThat(line).as(start).isNotNull();
            assertThat(line.hasFlags).isTrue();
            assertThat(line.context).isEqualTo(context);
            assertThat(line.irqs).isEqualTo(irqs);
            assertThat(line.softirqs).isEqualTo(softirqs);
            assertThat(line.preemptDepth).isEqualTo(preemptDepth);
            assertThat(line.cpu).isEqualTo(3);
        }
    }

    @Test
    void withoutFlagsNothingIsKnownOfInterrupts() {
        TextLine line = parse("          fences-56    [000]     5.301240: a: b");
        assertThat(line.hasFlags).isFalse();
        assertThat(line.irqs).isEqualTo(Toggle.UNSAID);
        assertThat(line.softirqs).isEqualTo(Toggle.UNSAID);
        assertThat(line.preemptDepth).isEqualTo(-1);
    }

    @Test
    void namesOfEventsEndAtAColonABlankOrAParenthesis() {
        assertThat(parse("  a-1  [000] .....  1.5: sys_read(fd: 3)").hasColon).isFalse();
        assertThat(parse("  a-1  [000] .....  1.5: <stack trace>").hasColon).isFalse();
        assertThat(parse("  a-1  [000] .....  1.5: foo:").hasColon).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# tracer: nop",
                " => lock_acquire",
                "CPU:3 [LOST 1234 EVENTS]",
                "cpus=2",
                "bash [000] d..2. 1.5: a: b",
                "bash-12 [000]d..2. 1.5: a: b",
                "bash-12 [] d..2. 1.5: a: b",
                "bash-12 [000] q..2. 1.5: a: b",
                "bash-12 [000] d.?2. 1.5: a: b",
                "bash-12 [000] d..2. 1.: a: b",
                "bash-12 [000] d..2. 1.5 a: b",
                "bash-12 [000] d..2. 1.5:",
                "bash-12 [000] d..2. 1.5: ",
                "bash-12 [000] d..2.",
                "bash-12 [000]",
                "bash-12 [0000000] d..2. 1.5: a: b",
                "bash-12 0d..2.",
                "{\"event\":\"acquire\"}",
                "bash 12 [000] 1.5: lock:lock_acquire: 0x1 a"
            })
    void otherLinesDoNotFit(String text) {
        assertThat(parse(text)).isNull();
    }

    @Test
    void partsOfLinesAndRandomBytesNeverReachBeyondTheLine() {
        String whole =
                "     a [0] -2-1234    (   1200) [003] dN.2.    17.000001: lock_acquire: 00000000a81dca85 read x y";
        byte[] bytes = whole.getBytes(UTF_8);
        Random random = new Random(1);
        TextLine line = new TextLine();
        for (int round = 0; round < 200_000; round++) {
            byte[] mutant = bytes.clone();
            for (int i = random.nextInt(3); i > 0; i--) {
                mutant[random.nextInt(mutant.length)] = bytes[random.nextInt(bytes.length)];
            }
            int from = random.nextInt(mutant.length);
            int length = random.nextInt(mutant.length - from + 1);
            byte[] alone = new byte[length];
            System.arraycopy(mutant, from, alone, 0, length);
            if (line.parse(alone, 0, length, 1)) {
                assertThat(line.nameTo).isLessThanOrEqualTo(length);
                assertThat(line.payload).isLessThanOrEqualTo(length);
                assertThat(line.commFrom).isLessThanOrEqualTo(line.commTo);
            }
        }
    }

    private static TextLine parse(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        TextLine line = new TextLine();
        return line.parse(bytes, 0, bytes.length, 1) ? line : null;
    }

    private static TextLine assertParts(
            String text, String comm, int pid, int cpu, long time, String event, String payload) {
        TextLine line = parse(text);
        assertThat(line).as(text).isNotNull();
        assertThat(Bytes.text(line.bytes, line.commFrom, line.commTo).stripLeading())
                .isEqualTo(comm);
        assertThat(line.pid).isEqualTo(pid);
        assertThat(line.cpu).isEqualTo(cpu);
        assertThat(line.time).isEqualTo(time);
        assertThat(Bytes.text(line.bytes, line.nameFrom, line.nameTo)).isEqualTo(event);
        assertThat(Bytes.text(line.bytes, line.payload, line.end)).isEqualTo(payload);
        return line;
    }
}
