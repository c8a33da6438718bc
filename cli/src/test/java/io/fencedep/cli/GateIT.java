package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.CLEAN;
import static io.fencedep.cli.Fencedep.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check} as a gate: what was accepted passes, what is new does not. */
class GateIT {
    @TempDir
    private Path folder;

    @Test
    void a_failing_gate_an_accepted_baseline_a_green_gate_and_a_new_finding() throws IOException {
        String known = folder.resolve("known.txt").toString();
        assertThat(Fencedep.jar("check", BAD).run().status()).isEqualTo(1);
        Run accepted = Fencedep.jar("check", BAD, "--baseline", known, "--update-baseline")
                .run();
        assertThat(accepted.status()).isZero();
        assertThat(accepted.err()).isEqualTo("fencedep: " + known + ": 1 known finding\n");
        Run green = Fencedep.jar("check", BAD, "--baseline", known).run();
        assertThat(green.status()).isZero();
        assertThat(green.out()).startsWith("1 error, 0 warnings, 0 notes; none of them new");
        Run red = Fencedep.jar("check", BAD, CLEAN, OTHER, "--baseline", known).run();
        assertThat(red.status()).isEqualTo(1);
        assertThat(red.out()).contains("id 810c46087b0b\n").contains("; 1 new").doesNotContain("id 3bf092eecae8");
    }

    @Test
    void what_vanished_from_the_baseline_is_named() throws IOException {
        Path known = Files.writeString(folder.resolve("known.txt"), "0123456789ab  cycle  a -> b -> a\n");
        Run run = Fencedep.jar("check", CLEAN, "--baseline", known.toString()).run();
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("In the baseline, but found no more\n  0123456789ab  cycle  a -> b -> a\n");
    }

    @Test
    void a_baseline_that_cannot_be_read_is_3_and_is_not_made_up() throws IOException {
        Run gone = Fencedep.jar(
                        "check", BAD, "--baseline", folder.resolve("gone.txt").toString())
                .run();
        assertThat(gone.status()).isEqualTo(3);
        assertThat(gone.err()).contains("gone.txt: no such file");
        Path bad = Files.writeString(folder.resolve("bad.txt"), "# x\nnot an id\n");
        Run run = Fencedep.jar("check", BAD, "--baseline", bad.toString()).run();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).startsWith("fencedep: " + bad + ":2: id: ");
    }

    @Test
    void a_baseline_is_not_rewritten_from_half_of_the_inputs() throws IOException {
        Path known = Files.writeString(folder.resolve("known.txt"), "0123456789ab  cycle  a -> b -> a\n");
        Run run = Fencedep.jar(
                        "check", BAD, "gone.jsonl", "--lenient", "--baseline", known.toString(), "--update-baseline")
                .run();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).contains("the baseline stays as it was");
        assertThat(known).content().isEqualTo("0123456789ab  cycle  a -> b -> a\n");
    }

    @Test
    void suppressions_demote_with_their_reason_and_unused_ones_are_named() throws IOException {
        Path file = folder.resolve("mine.yaml");
        Files.writeString(file, """
                suppressions:
                  - reason: reset takes reservations in this old tree, see ticket 12
                    dependency: dma_fence:amdgpu-* -> reservation_ww_class_mutex
                  - reason: never
                    class: nobody
                """);
        Run run = Fencedep.jar("check", BAD, "--suppressions", file.toString(), "--all")
                .run();
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("note: cycle")
                .contains("suppressed: reset takes reservations in this old tree, see ticket 12")
                .contains("Suppressions that fit nothing\n  " + file + ":4: class nobody\n");
        Files.writeString(file, "suppressions:\n  - class: a\n");
        Run refused =
                Fencedep.jar("check", BAD, "--suppressions", file.toString()).run();
        assertThat(refused.status()).isEqualTo(3);
        assertThat(refused.err()).startsWith("fencedep: " + file + ":2: suppressions[0].reason: ");
    }

    @Test
    void several_reports_are_written_in_one_run() throws IOException {
        Path sarif = folder.resolve("r.sarif");
        Path xml = folder.resolve("r.xml");
        Run run = Fencedep.jar("check", BAD, "--report=sarif=" + sarif, "--report=junit=" + xml, "--report=github=-")
                .run();
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).startsWith("::error file=amdgpu_object.h,line=172,title=fencedep cycle 3bf092eecae8::");
        Schemas.checkSarif(Files.readString(sarif));
        assertThat(xml).content().contains("failures=\"1\"");
    }
}
