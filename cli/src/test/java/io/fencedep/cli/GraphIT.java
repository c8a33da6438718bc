package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.CLEAN;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code graph} and {@code explain}, as processes. */
class GraphIT {
    private static final String FENCE = "dma_fence:amdgpu-gfx";

    @TempDir
    private Path folder;

    @Test
    void the_end_of_the_name_chooses_what_is_written() {
        for (String end : new String[] {"dot", "svg", "graphml", "json"}) {
            Path file = folder.resolve("g." + end);
            assertThat(Fencedep.jar("graph", BAD, "-o", file.toString()).run()).isEqualTo(new Run(0, "", ""));
            assertThat(file).content().contains("amdgpu-reset-dev").contains(FENCE);
        }
    }

    @Test
    void a_part_of_the_graph_is_a_graph() {
        assertThat(dot("--component", FENCE))
                .contains("reservation_ww_class_mutex")
                .doesNotContain("amdgpu-reset-dev");
        assertThat(dot("--finding", "3bf092eecae8")).contains(FENCE).doesNotContain("amdgpu-reset-dev");
        assertThat(dot("--around", "queue:amdgpu-reset-dev", "--depth", "0"))
                .contains("amdgpu-reset-dev")
                .doesNotContain(FENCE);
        assertThat(dot("--around", "queue:amdgpu-reset-dev", "--depth", "3")).contains(FENCE);
        Path part = folder.resolve("part.json");
        assertThat(Fencedep.jar("graph", BAD, "--finding", "3bf092eecae8", "-o", part.toString())
                        .run()
                        .status())
                .isZero();
        assertThat(Fencedep.jar("check", part.toString()).run().out()).contains("id 3bf092eecae8");
    }

    @Test
    void what_is_not_there_is_named() {
        Run run = Fencedep.jar("graph", BAD, "--around", "amdgpu-gfx", "-o", "-", "--format", "dot")
                .run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("no class 'amdgpu-gfx' in these inputs; did you mean " + FENCE);
        assertThat(Fencedep.jar("graph", BAD, "--finding", "000000000000", "-o", "x.dot")
                        .run()
                        .status())
                .isEqualTo(2);
        assertThat(Fencedep.jar("graph", BAD, "--finding", "x", "--around", "y", "-o", "x.dot")
                        .run()
                        .status())
                .isEqualTo(2);
    }

    @Test
    void a_finding_is_explained_with_the_lines_of_its_trace() throws IOException {
        Run run = Fencedep.jar("explain", "3bf0", "samples/cases/gpu-reset-behind-reservation.jsonl")
                .run();
        assertThat(run.status()).as(run.err()).isZero();
        Golden.check("reports/explain.txt", run.out());
        Run none = Fencedep.jar("explain", "recursion", CLEAN).run();
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("no finding 'recursion' in these inputs; there are none");
    }

    private static String dot(String... selection) {
        String[] arguments = new String[selection.length + 6];
        System.arraycopy(new String[] {"graph", BAD, "-o", "-", "--format", "dot"}, 0, arguments, 0, 6);
        System.arraycopy(selection, 0, arguments, 6, selection.length);
        Run run = Fencedep.jar(arguments).run();
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }
}
