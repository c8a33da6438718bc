package io.fencedep.samples.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs as processes of their own. */
class MainTest {
    @TempDir
    private Path folder;

    /** How a process ended. */
    private record Ended(int status, String out) {}

    private Ended gpu(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(args));
        Path out = folder.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        int status = process.waitFor();
        return new Ended(status, Files.readString(out));
    }

    @Test
    void the_list_is_that_of_the_readme() throws Exception {
        Ended ended = gpu("list");
        String readme = Files.readString(Path.of("gpu/README.md"));
        assertThat(ended.status()).isZero();
        for (Program program : Catalogue.PROGRAMS) {
            assertThat(ended.out()).contains(program.name(false) + "  " + program.says());
            assertThat(ended.out()).contains(program.name(true));
            assertThat(readme).contains("**" + program.row() + "-" + program.slug() + "** " + program.says());
        }
        assertThat(readme.lines().filter(line -> line.startsWith("**"))).hasSameSizeAs(Catalogue.PROGRAMS);
        assertThat(readme.lines().filter(line -> line.startsWith("Fixed: "))).hasSameSizeAs(Catalogue.PROGRAMS);
        assertThat(Files.readString(Path.of("../README.md")))
                .contains(Catalogue.PROGRAMS.size() + " programs that can deadlock");
    }

    @Test
    void a_buggy_program_ends_and_says_which_row_it_is() throws Exception {
        Path trace = folder.resolve("trace.jsonl");
        Path report = folder.resolve("report.txt");
        Ended ended =
                gpu("run", "03-wait-under-reservation.bad", "--trace", trace.toString(), "--report", report.toString());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.status()).isEqualTo(1);
        assertThat(Files.readString(report))
                .startsWith("Row 03: One task waits for a fence while it holds a reservation")
                .contains("It came to its end.")
                .contains("reservation_ww_class_mutex -> dma_fence:gfx");
        assertThat(Traces.read("copy", Files.readAllBytes(trace)).dependencies())
                .isNotEmpty();
        assertThat(Files.readString(trace)).contains("row 03: One task waits");
    }

    @Test
    void driven_to_hang_it_hangs_and_the_stuck_tasks_are_named() throws Exception {
        Ended ended = gpu("run", "03-wait-under-reservation.bad", "--hang");
        assertThat(ended.out()).contains("It hung: gpu0, exec").contains("error: deadlock, observed");
        assertThat(ended.status()).isEqualTo(4);
    }

    @Test
    void two_locks_in_two_orders_hang_and_that_is_what_the_report_says() throws Exception {
        Ended ended = gpu("run", "66-hung-when-the-trace-ends.bad", "--hang");
        assertThat(ended.out()).contains("It hung: one, two").contains("error: deadlock, observed");
        assertThat(ended.status()).isEqualTo(4);
    }

    @Test
    void a_program_names_the_contract_that_it_breaks() throws Exception {
        Ended ended = gpu("run", "16-shadow-page-table-returns-early.bad");
        assertThat(ended.out()).startsWith("Row 16: ").contains("shadow-page-table");
        assertThat(ended.status()).isEqualTo(1);
    }

    @Test
    void a_fixed_program_is_clean() throws Exception {
        Ended ended = gpu("run", "03-wait-under-reservation.ok");
        assertThat(ended.out()).contains("Nothing found that can deadlock.");
        assertThat(ended.status()).isZero();
    }

    @Test
    void an_unknown_name_is_told_and_so_is_where_to_look() throws Exception {
        Ended ended = gpu("run", "03");
        assertThat(ended.out()).contains("no program is called 03").contains("list");
        assertThat(ended.status()).isEqualTo(2);
    }

    @Test
    void a_file_that_cannot_be_written_is_told() throws Exception {
        Ended ended = gpu("run", "03-wait-under-reservation.bad", "--trace", "no/such/folder/trace");
        assertThat(ended.out()).isEqualTo("cannot write: no/such/folder/trace" + System.lineSeparator());
        assertThat(ended.status()).isEqualTo(2);
    }
}
