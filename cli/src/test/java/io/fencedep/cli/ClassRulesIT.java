package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --class-rules}, as a process. */
class ClassRulesIT {
    @TempDir
    private Path folder;

    @Test
    void a_class_that_is_split_closes_no_ring() throws IOException {
        rules("rules: [{match: {class: reservation_ww_class_mutex, driver: '*'}, class: '{class} ({driver})'}]");
        Files.writeString(folder.resolve("t.jsonl"), """
                {"format":"fencedep-trace","version":1}
                {"event":"acquire","task":"T","lock":"1","class":"reservation_ww_class_mutex","driver":"i915"}
                {"event":"acquire","task":"T","lock":"2","class":"m","driver":"i915"}
                {"event":"release","task":"T","lock":"2"}
                {"event":"release","task":"T","lock":"1"}
                {"event":"acquire","task":"U","lock":"2","driver":"xe"}
                {"event":"acquire","task":"U","lock":"3","class":"reservation_ww_class_mutex","driver":"xe"}
                """);
        assertThat(Fencedep.jar("check", "t.jsonl").in(folder).run().status()).isEqualTo(1);
        Run run = Fencedep.jar("check", "t.jsonl", "--class-rules", "r.yaml")
                .in(folder)
                .run();
        assertThat(run.err()).isEmpty();
        assertThat(run.status()).isZero();
        Run graph = Fencedep.jar("graph", "t.jsonl", "--output", "-", "--format", "json", "--class-rules", "r.yaml")
                .in(folder)
                .run();
        assertThat(graph.out()).contains("reservation_ww_class_mutex (i915)", "reservation_ww_class_mutex (xe)");
    }

    @Test
    void converting_with_rules_and_checking_is_checking_with_rules() throws IOException {
        rules("rules: [{match: {class: reservation_ww_class_mutex, driver: '*'}, class: '{class} ({driver})'}]");
        Fencedep.jar("convert", Fencedep.BAD, "c.jsonl", "--class-rules", "r.yaml")
                .in(folder)
                .run();
        Run split = Fencedep.jar("check", Fencedep.BAD, "--class-rules", "r.yaml")
                .in(folder)
                .run();
        assertThat(Fencedep.jar("check", "c.jsonl").in(folder).run()).isEqualTo(split);
    }

    @Test
    void rules_that_match_nothing_are_named() throws IOException {
        rules("rules:\n  - match: {class: nobody}\n    class: x\n");
        Run run = Fencedep.jar("stats", Fencedep.BAD, "--class-rules", "r.yaml")
                .in(folder)
                .run();
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("fencedep: r.yaml:2: the class rule matched nothing\n");
    }

    @Test
    void a_bad_file_is_an_unreadable_input() throws IOException {
        rules("rules:\n  - match: {class: a}\n    class: '{b}'\n");
        Run run = Fencedep.jar("check", Fencedep.BAD, "--class-rules", "r.yaml")
                .in(folder)
                .run();
        assertThat(run.status()).isEqualTo(3);
        assertThat(run.err()).startsWith("fencedep: r.yaml:3: rules[0].class: {b} is nothing that an event says");
    }

    private void rules(String text) throws IOException {
        Files.writeString(folder.resolve("r.yaml"), text);
    }
}
