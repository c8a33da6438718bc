package io.fencedep.cli.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void theFirstArgumentIsWhereTheArchitectureHasIt() throws IOException {
        assertThat(recipe("lockdep", "aarch64")).contains("complete x=%x0:x64").doesNotContain("%di");
        assertThat(recipe("lockdep", "riscv64"))
                .doesNotContain("p:lk/")
                .contains("a recipe for this architecture")
                .contains("t:lk/acq ");
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
                        "echo 'p:lk/compl_wait wait_for_completion x=%di:x64' >> kprobe_events",
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
}
