package io.fencedep.formats.ftrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.Recording.Lack;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import io.fencedep.formats.TraceSource;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The same events in every form of line that the kernel's options and tracers make, and trace-cmd's options. The lines
 * are made after the kernel's {@code trace_output.c}, {@code trace.c} and {@code trace_functions_graph.c}, and after what
 * trace-cmd 3.1 printed.
 */
class FormsOfLinesTest {
    private record Happens(String comm, int pid, int cpu, String event, int index) {}

    private interface Form {
        String line(Happens happens);
    }

    private static final List<Happens> EVENTS = new ArrayList<>();

    static {
        String a = " 00000000aaaaaaa1 &a->lock";
        String b = " 00000000bbbbbbb1 &b->lock";
        String[] lines = {
            "lock_acquire:" + a, "lock_acquire:" + b, "lock_release:" + b, "lock_release:" + a,
            "lock_acquire:" + b, "lock_acquire:" + a, "lock_release:" + a, "lock_release:" + b
        };
        for (int i = 0; i < lines.length; i++) {
            boolean first = i < lines.length / 2;
            EVENTS.add(new Happens(first ? "bash" : "sshd", first ? 1001 : 1002, first ? 0 : 1, lines[i], i));
        }
    }

    private static final List<String> EXPECTED = List.of(
            "acquire bash-1001 &a->lock @00000000aaaaaaa1 &a->lock",
            "acquire bash-1001 &b->lock @00000000bbbbbbb1 &b->lock",
            "release bash-1001 &b->lock @00000000bbbbbbb1 &b->lock",
            "release bash-1001 &a->lock @00000000aaaaaaa1 &a->lock",
            "acquire sshd-1002 &b->lock @00000000bbbbbbb1 &b->lock",
            "acquire sshd-1002 &a->lock @00000000aaaaaaa1 &a->lock",
            "release sshd-1002 &a->lock @00000000aaaaaaa1 &a->lock",
            "release sshd-1002 &b->lock @00000000bbbbbbb1 &b->lock");

    private static final Map<String, Form> FORMS = Map.ofEntries(
            Map.entry("five flags", of("%16s-%-7d [%03d] ..... %5d.%06d: %s")),
            Map.entry("four flags", of("%16s-%-5d [%03d] .... %5d.%06d: %s")),
            Map.entry("seven flags", of("%16s-%-7d [%03d] ....... %5d.%06d: %s")),
            Map.entry("rescheduling in five ways", of("%16s-%-7d [%03d] .B... %5d.%06d: %s")),
            Map.entry("no flags", of("%16s-%-7d [%03d] %5d.%06d: %s")),
            Map.entry("nanoseconds", of("%16s-%-7d [%03d] %d.%06d000: %s")),
            Map.entry("a thread group", of("%16s-%-7d (   1000) [%03d] ..... %5d.%06d: %s")),
            Map.entry("no thread group", of("%16s-%-7d (-------) [%03d] ..... %5d.%06d: %s")),
            Map.entry("a counter", of("%16s-%-7d [%03d] .....  %2$d%5$012d: %6$s")),
            Map.entry("a counter of 64 bits", of("%16s-%-7d [%03d] .....  18446744073%5$09d: %6$s")),
            Map.entry("differences of times", of("%16s-%-7d [%03d] %5d.%06d: (+12)    %s")),
            Map.entry("latency", of("%8.8s-%-7d %3d..... %5$4dus+: %6$s")),
            Map.entry("latency before the start", of("%8.8s-%-7d %3d..... -%5$dus : %6$s")),
            Map.entry("latency of a counter", of("%8.8s-%-7d %3d..... %5$4d: %6$s")),
            Map.entry("verbose", of("%16s %7d %3d 0 00000000 0000003a [05f7c340] %d.%03dms (+0.002ms): %s")),
            Map.entry("verbose with a counter", of("%16s %7d %3d 4 00000000 3a [0000000005f7c340] %d%03d (+2): %s")),
            Map.entry(
                    "field by field, by trace-cmd",
                    happens -> of("%16s-%-7d [%03d] %5d.%06d: %s").line(raw(happens, false))),
            Map.entry(
                    "field by field, by the kernel",
                    happens -> of("%16s-%-7d [%03d] ..... %5d.%06d: %s").line(raw(happens, true))),
            Map.entry("blanks at the end", of("%16s-%-7d [%03d] ..... %5d.%06d: %s   ")),
            Map.entry("function graph", FormsOfLinesTest::graph),
            Map.entry("function graph with its options", FormsOfLinesTest::fullGraph),
            Map.entry(
                    "functions",
                    happens -> of("%16s-%-7d [%03d] ..... %5d.%06d: %s").line(happens)
                            + "\n"
                            + of("%16s-%-7d [%03d] ..... %5d.%06d: mutex_lock <-foo [bar]")
                                    .line(happens)
                            + "\n"
                            + of("%16s-%-7d [%03d] ..... %5d.%06d: up(sem=0x12) <-foo")
                                    .line(happens)),
            Map.entry(
                    "stacks of programs",
                    happens -> of("%16s-%-7d [%03d] ..... %5d.%06d: %s").line(happens)
                            + "\n"
                            + of("%16s-%-7d [%03d] ..... %5d.%06d: <user stack trace>")
                                    .line(happens)
                            + "\n =>  <00007f1234567890>\n => /usr/lib/libc.so.6[+0x12345] <00007f1234567890>\n => ??"),
            Map.entry(
                    "messages of several lines",
                    happens -> of("%16s-%-7d [%03d] ..... %5d.%06d: %s").line(happens)
                            + "\n"
                            + of("%16s-%-7d [%03d] ..... %5d.%06d: foo_probe: it says:")
                                    .line(happens)
                            + "\nwhatever: it likes\n\n  to"));

    private static Form of(String format) {
        return happens ->
                String.format(format, happens.comm, happens.pid, happens.cpu, 100, happens.index, happens.event);
    }

    private static Happens raw(Happens happens, boolean byKernel) {
        String[] words = happens.event.split(" ");
        String name = " name=" + words[2];
        String address = " lockdep_addr=0x" + words[1];
        String flags = !words[0].contains("acquire") ? "" : byKernel ? " flags=0x0 (0)" : " flags=0";
        String fields = byKernel ? address + name + flags : "         " + flags + name + address;
        return new Happens(happens.comm, happens.pid, happens.cpu, words[0] + fields, happens.index);
    }

    /** The task is told when it changes only. */
    private static String graph(Happens happens) {
        String ruler = " ------------------------------------------\n";
        String turn = happens.index % 4 != 0
                ? ""
                : ruler + String.format(" %d)    <idle>-0    =>  %s-%d  %n", happens.cpu, happens.comm, happens.pid)
                        + ruler + "\n";
        return turn + " " + happens.cpu + ")               |  mutex_lock() {\n"
                + " " + happens.cpu + ")               |    /* " + happens.event + " */\n"
                + " " + happens.cpu + ")   0.213 us    |    __might_resched();\n"
                + " " + happens.cpu + ") ! 100.21 us   |  } /* mutex_lock */";
    }

    private static String fullGraph(Happens happens) {
        String start = String.format(
                "  100.%06d |   %d)  %s-%d  |  ..... |", happens.index, happens.cpu, happens.comm, happens.pid);
        return start + "               |  /* " + happens.event + " */\n" + start + "   0.123 us    |  mutex_lock();";
    }

    @TestFactory
    Stream<DynamicTest> everyFormTellsTheSame() {
        return FORMS.entrySet().stream()
                .map(form -> DynamicTest.dynamicTest(form.getKey(), () -> {
                    List<String> lines =
                            EVENTS.stream().map(form.getValue()::line).toList();
                    String text = String.join("\n", lines) + "\n";
                    Told told = Told.of(text.stripTrailing());
                    assertThat(told.events).containsExactlyElementsOf(EXPECTED);
                    assertThat(told.report().skipped()).isEmpty();
                    for (String mark : new String[] {"", "\ufeff", "\ufeff# tracer: x\n#\n"}) {
                        assertThat(FormatRegistry.standard()
                                        .detect(source(mark + text))
                                        .name())
                                .isEqualTo(FtraceFormat.NAME);
                    }
                }));
    }

    @Test
    void hardInterruptsInAGraphOfFunctionsAreMarked() throws InputException {
        Told told = Told.of(
                " 0)   bash-1234    |               |  /* lock_acquire: 00a1 a */",
                " 0)   bash-1234    |   ==========> |",
                " 0)   bash-1234    |               |  irq_enter() {",
                " 0)   bash-1234    |               |      /* lock_acquire: 00b1 b */",
                " 1)   sshd-7       |               |  /* lock_acquire: 00b1 b */",
                " 0)   bash-1234    |   <========== |",
                " 0)   bash-1234    |               |  /* lock_release: 00a1 a */");
        assertThat(told.events)
                .containsExactly(
                        "acquire bash-1234 a @00a1 a",
                        "acquire bash-1234 HARDIRQ b @00b1 b",
                        "acquire sshd-7 b @00b1 b",
                        "release bash-1234 a @00a1 a");
    }

    @Test
    void whoRanFirstInAGraphOfFunctionsIsNotKnown() throws InputException {
        assertThat(Told.of(
                                " 3)               |  /* lock_acquire: 00a1 a */",
                                " 3)    <idle>-0    =>   sshd-7 ",
                                " 3)               |  /* lock_acquire: 00b1 b */")
                        .events)
                .containsExactly("acquire <...>/3 a @00a1 a", "acquire sshd-7 b @00b1 b");
    }

    @Test
    void stacksInAGraphOfFunctionsBelongToTheirEvents() throws InputException {
        assertThat(Told.of(
                                " 0)   bash-1234    |               |  /* lock_acquire: 00a1 a */",
                                " 0)   bash-1234    |               |  /* <stack trace>",
                                " => lock_acquire",
                                " => mutex_lock",
                                " => foo */",
                                " 0)   bash-1234    |   0.1 us      |  bar();")
                        .events)
                .containsExactly("acquire bash-1234 a @00a1 a at=mutex_lock stack=mutex_lock|foo");
    }

    @Test
    void verboseLinesSayTheirContextByANumber() throws InputException {
        String start = "            bash    1234   1 ";
        String end = " 00000001 0000003a [05f7c340] 100123.456ms (+0.012ms): lock_acquire: 00a1 a";
        assertThat(Told.of(start + "9" + end, start + "16" + end, start + "64" + end, start + "129" + end).events)
                .containsExactly(
                        "acquire bash-1234 HARDIRQ irqs-off a @00a1 a",
                        "acquire bash-1234 SOFTIRQ softirqs-off a @00a1 a",
                        "acquire bash-1234 NMI a @00a1 a",
                        "acquire bash-1234 irqs-off softirqs-off a @00a1 a");
    }

    @Test
    void fieldsOfOneEventMayHoldBlanksAndComeInAnyOrder() throws InputException {
        String task = "     sh-7       [000]     1.5: ";
        assertThat(Told.of(
                                task + "lock_acquire:          flags=3 name=(x) a=b flags lockdep_addr=0xff1",
                                task + "lock_acquire: [FAILED TO PARSE] flags=2 name=m lockdep_addr=0xff2",
                                task + "mmap_lock_released:     mm=0xff3 memcg_path=/ write=1",
                                task + "mmap_lock_released:     mm=0xff3 memcg_id=7 write=1",
                                task + "sys_enter:     id=16 args=ARRAY[03, 00]",
                                task + "dma_fence_init: seqno=0x7 (7) context=0x10 (16) timeline=b driver=a",
                                task + "workqueue_execute_start:     work=0xff4 function=0xffffffff81000000")
                        .events)
                .containsExactly(
                        "acquire sh-7 (x) a=b flags @ff1 (x) a=b flags RECURSIVE_READ try",
                        "acquire sh-7 m @ff2 m RECURSIVE_READ",
                        "syscall-begin sh-7 text=NR 16",
                        "fence-create sh-7 dma_fence:a-b @16:7 driver=a timeline=16 seqno=7",
                        "fence-publish sh-7 dma_fence:a-b @16:7 driver=a timeline=16 seqno=7",
                        "fence-submit sh-7 dma_fence:a-b @16:7 driver=a timeline=16 seqno=7",
                        "work-begin sh-7 @ff4");
    }

    /** As trace-cmd 3.1 prints two files at once. */
    @Test
    void ofSeveralMachinesEachHasItsOwnTasksAndLocks() throws InputException {
        String text = """
                     trace.dat: cpus=2
               trace-guest.dat: cpus=1
                     trace.dat:             bash-1234    [001]    17.000001: lock_acquire:         0xff10 m
               trace-guest.dat:             init-1234    [000]    17.000002: lock_acquire:         0xff10 m
                     trace.dat: CPU:1 [12 EVENTS DROPPED]
               trace-guest.dat:             init-1234    [000]    17.000003: dma_fence_init:       driver=a timeline=b context=1 seqno=2
               trace-guest.dat:             init-1234    [000]    17.000004: workqueue_execute_start: work struct 00aa: function f
               trace-guest.dat:           <idle>-0       [000]    17.000005: lock_release:         0xff10 m
            """;
        assertThat(FormatRegistry.standard().detect(source(text)).name()).isEqualTo(FtraceFormat.NAME);
        Told told = Told.of(text.stripTrailing().split("\n"));
        String fence = "trace-guest.dat: init-1234 dma_fence:a-b @trace-guest.dat: 1:2 driver=a"
                + " timeline=trace-guest.dat: 1 seqno=2";
        assertThat(told.events)
                .containsExactly(
                        "acquire trace.dat: bash-1234 m @trace.dat: ff10 m",
                        "acquire trace-guest.dat: init-1234 m @trace-guest.dat: ff10 m",
                        "lost  count=12",
                        "fence-create " + fence,
                        "fence-publish " + fence,
                        "fence-submit " + fence,
                        "work-begin trace-guest.dat: init-1234 f @trace-guest.dat: 00aa at=f",
                        "release trace-guest.dat: <idle>-0/0 m @trace-guest.dat: ff10 m");
    }

    /** Made after trace-cmd's {@code print_handle_file}: one file, with events that an instance recorded ({@code -B}). */
    @Test
    void anInstanceRecordsForTheSameMachineAndEachEventCountsOnce() throws InputException {
        String text = """
            cpus=2
                              bash-1234  [001]    17.000001: lock_acquire:         0xff10 m
            mine:             bash-1234  [001]    17.000001: lock_acquire:         0xff10 m
            mine: CPU:1 [12 EVENTS DROPPED]
            mine:     kworker/0:1H-71    [001] d..1.    17.000003: dma_fence_signaled:   driver=a timeline=b context=1 seqno=2
                              bash-1234  [001]    17.000005: lock_release:         0xff10 m
            mine:   fences-56      0d.h3.    17.302788: dma_fence_signaled:   driver=a timeline=b context=1 seqno=3
            """;
        Told told = Told.of(text.stripTrailing().split("\n"));
        String fence = "dma_fence:a-b @1:%1$d driver=a timeline=1 seqno=%1$d";
        assertThat(told.events)
                .containsExactly(
                        "acquire bash-1234 m @ff10 m",
                        "lost  count=12",
                        "fence-signal kworker/0:1H-71 irqs-off " + fence.formatted(2),
                        "release bash-1234 m @ff10 m",
                        "fence-signal fences-56 HARDIRQ irqs-off " + fence.formatted(3));
        assertThat(told.report().unused()).isEqualTo(Map.of("(recorded by a second instance)", 1L));
    }

    @Test
    void locksWithArgumentsAreKnownInWhateverFormTheyCome() throws InputException {
        String probe = "(__probestub_lock_acquire+0x0/0x10) lock=0xff subclass=0 trylock=0 read=0 check=1 nest=0x0"
                + " ip=f+0x1/0x2 key=0x1 wait_outer=0 wait_inner=2 lock_type=0 name=\"a\"";
        for (String between : new String[] {" acq: ", " acq:                  "}) {
            assertThat(Told.of("     sh-7       [000] .....     1.5:" + between + probe)
                            .recording()
                            .lacks())
                    .isEmpty();
        }
        assertThat(Told.of("     sh-7       [000] .....     1.5: lock_acquire: 00a1 acq: (a)")
                        .recording()
                        .lacks())
                .contains(Lack.SUBCLASS);
    }

    private static TraceSource source(String text) {
        return TraceSource.of("text", new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
