package io.fencedep.cli.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for kernels of different abilities. */
class RecipeTest {
    private static String recipe(String kernel, String architecture) throws IOException {
        Path tracefs = Path.of("src/test/resources/tracefs", kernel);
        return String.join("\n", new Recipe(new Tracefs(tracefs), architecture).lines()) + "\n";
    }

    @Test
    void aKernelWithLockdepAndProbesIsRecordedWithArguments() throws IOException {
        Golden.check("record-kernel/lockdep.txt", recipe("lockdep", "amd64"));
    }

    @Test
    void whatAKernelCannotTellIsSaidWithItsPrice() throws IOException {
        Golden.check("record-kernel/plain.txt", recipe("plain", "amd64"));
    }

    @Test
    void theFirstArgumentIsWhereTheArchitectureHasItWhereArgumentsHaveNoNumbers(@TempDir Path folder)
            throws IOException {
        Path from = Path.of("src/test/resources/tracefs/lockdep");
        Files.copy(from.resolve("available_events"), folder.resolve("available_events"));
        Files.writeString(
                folder.resolve("README"),
                Files.readString(from.resolve("README")).replace("$arg<N>", ""));
        Tracefs old = new Tracefs(folder);
        assertThat(new Recipe(old, "amd64").lines()).anyMatch(line -> line.contains(" complete x=%di:x64"));
        assertThat(new Recipe(old, "aarch64").lines())
                .anyMatch(line -> line.contains(" complete x=%x0:x64"))
                .noneMatch(line -> line.contains("%di"));
        assertThat(new Recipe(old, "riscv64").lines())
                .noneMatch(line -> line.contains("p:lk/"))
                .anyMatch(line -> line.contains("a recipe for this architecture"))
                .anyMatch(line -> line.contains("t:lk/acq "));
    }

    @Test
    void whereArgumentsHaveNumbersAnyArchitectureWillDo(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("available_events"), "lock:lock_acquire\n");
        Files.writeString(folder.resolve("README"), """
              kprobe_events\t\t- Create/append/remove
            \t     fetcharg: (%<register>|$<efield>), @<address>, @<symbol>[+|-<offset>],
            \t           $stack<index>, $stack, $retval, $comm, $arg<N>,
            """);
        Files.writeString(folder.resolve("available_filter_functions"), """
                wait_for_completion
                wait_for_completion_killable
                complete
                complete_all
                __flush_work
                """);
        assertThat(new Recipe(new Tracefs(folder), "riscv64").lines())
                .contains(
                        "echo 'r:lk/compl_waited_kill wait_for_completion_killable' >> kprobe_events",
                        "echo 'p:lk/compl_wait_kill wait_for_completion_killable x=$arg1:x64' >> kprobe_events",
                        "echo 'p:lk/compl_done_all complete_all x=$arg1:x64' >> kprobe_events",
                        "echo 'p:lk/flush_work __flush_work work=$arg1:x64' >> kprobe_events")
                .noneMatch(line -> line.contains("interruptible") || line.contains("may have been inlined"));
    }

    /** In a folder that has the files of a tracefs, whose names a shell must not trip over. */
    @ParameterizedTest
    @ValueSource(strings = {"lockdep", "plain"})
    void aShellRunsIt(String kernel, @TempDir Path parent) throws IOException, InterruptedException {
        Path folder = Files.createDirectory(parent.resolve("it's a folder"));
        Path from = Path.of("src/test/resources/tracefs", kernel);
        for (String file : List.of("available_events", "README", "trace_clock", "available_filter_functions")) {
            if (Files.exists(from.resolve(file))) {
                Files.copy(from.resolve(file), folder.resolve(file));
            }
        }
        Files.createDirectories(folder.resolve("options"));
        Files.createFile(folder.resolve("options/hash-ptr"));
        Set<String> switches = new HashSet<>();
        for (String event : Files.readAllLines(folder.resolve("available_events"))) {
            switches.add(event.strip().replace(':', '/'));
            switches.add(event.replaceFirst(":.*", ""));
        }
        for (String each : switches) {
            Files.createDirectories(folder.resolve("events").resolve(each));
        }
        String script = String.join("\n", new Recipe(new Tracefs(folder), "amd64").lines())
                .replace("YOUR-TEST", "echo it > trace")
                .replaceAll("(?m)^fencedep .*", "");
        if (script.contains("lk/")) {
            Files.createDirectories(folder.resolve("events/lk"));
            switches.add("lk");
        }
        Process shell = new ProcessBuilder("sh", "-eu", "-c", script)
                .redirectErrorStream(true)
                .start();
        assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(shell.waitFor()).isZero();
        assertThat(folder.resolve("trace.txt")).hasContent("it");
        assertThat(folder.resolve("tracing_on")).hasContent("0");
        assertThat(folder.resolve("options/hash-ptr")).hasContent("0");
        try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> folder.resolve("events").relativize(file.getParent())))
                    .isNotEmpty()
                    .allMatch(each -> switches.contains(each.toString()));
        }
    }

    /** Made after Linux 4.19 and 5.10: names of events, and what its README lists. */
    @Test
    void anOldKernelIsAskedForNothingThatItDoesNotHave(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("available_events"), """
            workqueue:workqueue_execute_start
            irq:irq_handler_entry
            sched:sched_switch
            mmap_lock:mmap_lock_start_locking
            kmem:mm_page_alloc
            """);
        Files.writeString(
                folder.resolve("README"), "  kprobe_events\t\t- Create/append/remove kernel dynamic events\n");
        Files.writeString(folder.resolve("trace_clock"), "[local] global counter uptime perf mono\n");
        Files.writeString(folder.resolve("available_filter_functions"), """
            wait_for_completion
            complete_all
            __flush_work.isra.0
            flush_work
            foo [bar]
            """);
        List<String> lines = new Recipe(new Tracefs(folder), "amd64").lines();
        assertThat(lines)
                .contains(
                        "echo 'p:lk/compl_wait wait_for_completion x=%di:x64 from=$stack0:symbol' >> kprobe_events",
                        "echo 'p:lk/flush_work flush_work work=%di:x64' >> kprobe_events",
                        "for e in lk workqueue irq sched/sched_switch mmap_lock kmem/mm_page_alloc;"
                                + " do echo 1 > events/$e/enable; done",
                        "# - complete: completions are not seen; this kernel has no such function that can be probed"
                                + " (it may have been inlined)")
                .anyMatch(line -> line.startsWith("# - lock/contention_begin: "))
                .anyMatch(line -> line.startsWith("# - gpu_scheduler: "))
                .anyMatch(line -> line.startsWith("# - dma_fence/dma_fence_signaled: "))
                .noneMatch(line -> line.contains("hash-ptr") || line.contains("dynamic_events"));
    }

    /** What the headers in include/trace/events and the README in kernel/trace/trace.c of each version define. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5.15 | drm_sched_job     | false | false | contention_begin, arguments of lock_acquire",
                "6.1  | drm_sched_job     | true  | false | arguments of lock_acquire",
                "6.6  | drm_sched_job     | true  | true  | ''",
                "6.12 | drm_sched_job     | true  | true  | ''",
                "6.17 | drm_sched_job_run | true  | true  | ''"
            })
    void eachVersionIsAskedForWhatItHas(
            String version, String job, boolean contention, boolean arguments, String missing, @TempDir Path folder)
            throws IOException {
        for (boolean lockdep : new boolean[] {true, false}) {
            Files.writeString(
                    folder.resolve("available_events"),
                    String.join(
                            "\n",
                            "dma_fence:dma_fence_signaled",
                            "workqueue:workqueue_execute_start",
                            "gpu_scheduler:" + job,
                            "irq:irq_handler_entry",
                            "preemptirq:irq_disable",
                            "sched:sched_switch",
                            "raw_syscalls:sys_enter",
                            "vmscan:mm_vmscan_direct_reclaim_begin",
                            "vmscan:mm_vmscan_kswapd_wake",
                            "mmap_lock:mmap_lock_start_locking",
                            "kmem:mm_page_alloc",
                            "i915:i915_request_wait_begin",
                            lockdep ? "lock:lock_acquire" : "",
                            contention ? "lock:contention_begin" : ""));
            Files.writeString(
                    folder.resolve("README"),
                    "  kprobe_events\t\t- Create/append/remove/show the kernel dynamic events\n"
                            + "  dynamic_events\t\t- Create/append/remove/show the generic dynamic events\n"
                            + "\t  e[:[<group>/][<event>]] <attached-group>.<attached-event> [<args>]\n"
                            + (arguments ? "\t           t[:[<group>/][<event>]] <tracepoint> [<args>]\n" : ""));
            List<String> lines = new Recipe(new Tracefs(folder), "amd64").lines();
            List<String> expected = Stream.of(missing.split(", "))
                    .filter(each -> !each.isEmpty() && each.startsWith("arguments") == lockdep)
                    .toList();
            List<String> told = lines.stream()
                    .filter(line -> line.startsWith("# - ") && !line.startsWith("# - lock/lock_acquire: of all locks"))
                    .toList();
            assertThat(told).as(version).hasSameSizeAs(expected);
            expected.forEach(each -> assertThat(told).anyMatch(line -> line.contains(each)));
            assertThat(lines)
                    .anyMatch(line -> line.contains(" i915/i915_request_wait_begin i915/i915_request_wait_end"));
            assertThat(lines.stream().anyMatch(line -> line.contains("t:lk/acq")))
                    .as(version)
                    .isEqualTo(arguments && lockdep);
        }
    }
}
