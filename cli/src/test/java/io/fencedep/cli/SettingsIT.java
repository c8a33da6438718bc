package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.cli.Fencedep.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes fencedep pleasant to live with: settings, quiet, redaction, completion, manual pages. */
class SettingsIT {
    @TempDir
    private Path folder;

    @Test
    void settings_are_options_that_nobody_has_to_type_and_the_command_line_wins() throws IOException {
        Path file = Files.writeString(
                folder.resolve(".fencedep.yaml"),
                "check:\n  fail-on: never\n  all: true\n  contract: [linux-gpu, hmm]\nstats: {lenient: true}\n");
        assertThat(Fencedep.jar("check", BAD).in(folder).run().status()).isZero();
        assertThat(Fencedep.jar("check", BAD, "--fail-on=error")
                        .in(folder)
                        .run()
                        .status())
                .isEqualTo(1);
        assertThat(Fencedep.jar("check", BAD)
                        .in(folder)
                        .with("FENCEDEP_SETTINGS", "")
                        .run()
                        .status())
                .isEqualTo(1);
        Path moved = Files.move(file, folder.resolve("other.yaml"));
        assertThat(Fencedep.jar("check", BAD)
                        .with("FENCEDEP_SETTINGS", moved.toString())
                        .run()
                        .status())
                .isZero();
    }

    @Test
    void settings_that_cannot_be_are_2_and_named_with_file_line_and_field() throws IOException {
        Path file = folder.resolve(".fencedep.yaml");
        Files.writeString(file, "check:\n  fail-on: error\n  baselin: x\n");
        Run run = Fencedep.jar("check", BAD).in(folder).run();
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("fencedep: .fencedep.yaml:3: check.baselin: is no option of check\n");
        Files.writeString(file, "chekc: {}\n");
        assertThat(Fencedep.jar("check", BAD).in(folder).run().err())
                .contains(".fencedep.yaml:1: chekc: is no command");
    }

    @Test
    void quiet_prints_what_was_asked_for() {
        assertThat(Fencedep.jar("check", BAD, "--quiet").run()).isEqualTo(new Run(1, "", ""));
        assertThat(Fencedep.jar("check", BAD, "-q", "--report", "text=-").run().out())
                .startsWith("error: cycle");
        assertThat(Fencedep.jar("check", "gone.jsonl", "-q").run().err()).contains("gone.jsonl: no such file");
    }

    @Test
    void redacted_reports_name_no_paths_no_hosts_and_no_commands() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret-project"));
        Path trace = Files.writeString(
                secret.resolve("t.jsonl"),
                Files.readString(Path.of(BAD)).replace("amdgpu_device.c:5704", "/home/alice/src/amdgpu_device.c:5704"));
        Run plain = Fencedep.jar("check", trace.toString(), "--report=json=-").run();
        assertThat(plain.out()).contains("Xorg").contains("secret-project").contains("/home/alice");
        for (String format : new String[] {"json", "text", "html", "sarif"}) {
            Run run = Fencedep.jar("check", trace.toString(), "--redact", "--report=" + format + "=-")
                    .run();
            assertThat(run.status()).as(run.err()).isEqualTo(1);
            assertThat(run.out())
                    .contains("3bf092eecae8")
                    .contains("amdgpu_device.c")
                    .doesNotContain("Xorg")
                    .doesNotContain("kworker")
                    .doesNotContain("secret-project")
                    .doesNotContain("alice");
        }
        Run graph = Fencedep.jar("graph", trace.toString(), "--redact", "-o", "-", "--format", "json")
                .run();
        assertThat(graph.out())
                .doesNotContain("Xorg")
                .doesNotContain("secret-project")
                .contains("amdgpu-gfx");
    }

    @Test
    void redacted_messages_name_no_files_and_quote_no_lines() throws IOException {
        Path secret = Files.createDirectory(folder.resolve("secret"));
        String trace = Files.readString(Path.of(BAD));
        Files.writeString(secret.resolve("notes.txt"), "no trace\n");
        Files.writeString(secret.resolve("good.jsonl"), trace);
        assertThat(redacted("secret"))
                .isEqualTo("fencedep: passed over 1 file that is no input" + System.lineSeparator());
        Files.writeString(
                secret.resolve("bad.jsonl"), trace.replaceFirst("\"event\":\"[^\"]*\"", "\"event\":\"alice\""));
        assertThat(redacted("secret"))
                .matches("fencedep: an input:\\d+: \"event\": there is no event \\(not shown\\)\\R");
        assertThat(redacted("secret/good.jsonl", "secret/bad.jsonl", "--lenient"))
                .isEmpty();
        assertThat(redacted("secret/good.jsonl", "secret/gone.jsonl"))
                .isEqualTo("fencedep: input-2: no such file" + System.lineSeparator());
        assertThat(redacted("secret/good.jsonl", "--baseline", "secret/gone.txt"))
                .isEqualTo("fencedep: the baseline: no such file" + System.lineSeparator());
        assertThat(redacted("secret/good.jsonl", "--report", "json=secret/gone/out.json"))
                .isEqualTo("fencedep: cannot write the output: its folder does not exist" + System.lineSeparator());
    }

    /** What a redacted check says on standard error. */
    private String redacted(String... arguments) {
        List<String> all = new ArrayList<>(List.of("check", "--redact"));
        all.addAll(List.of(arguments));
        return Fencedep.jar(all.toArray(new String[0])).in(folder).run().err();
    }

    @Test
    void shells_complete_and_man_shows_every_command() {
        Run script = Fencedep.jar("completion").run();
        assertThat(script.out()).startsWith("#!/usr/bin/env bash").contains("update-baseline");
        Run syntax = Fencedep.program("bash", "-n")
                .reading(script.out().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .run();
        assertThat(syntax).isEqualTo(new Run(0, "", ""));
        String tries = script.out() + """
                compopt() { :; }
                try() {
                  COMP_WORDS=(fencedep "$@"); COMP_CWORD=$#; COMPREPLY=()
                  _fencedep_with_values fencedep "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                  echo "$* > ${COMPREPLY[*]}"
                }
                try ch
                try check --fail-on w
                try check --fail-on = w
                try check --fail-on=w
                try check --contract linux
                try check --report sa
                try convert --output-format ""
                try convert --input-format jso
                try explain gate
                try man record
                """;
        assertThat(Fencedep.program("bash", "-s")
                        .reading(tries.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .run())
                .isEqualTo(new Run(0, """
                        ch > check
                        check --fail-on w > warning
                        check --fail-on = w > warning
                        check --fail-on=w > --fail-on=warning
                        check --contract linux > linux-gpu
                        check --report sa > sarif=
                        convert --output-format  > jsonl binary std perfetto
                        convert --input-format jso > jsonl
                        explain gate > gate-lock
                        man record > record record-kernel
                        """, ""));
        assertThat(Fencedep.jar("man").run().out())
                .startsWith(".TH FENCEDEP 1 ")
                .contains("\n.SH COMMANDS\n");
        Run man = Fencedep.jar("man", "check").run();
        assertThat(man.out())
                .contains("fencedep\\-check \\- Analyse inputs")
                .contains("\\fB\\-\\-fail\\-on SEVERITY\\fR\nFail on new findings")
                .contains("\n.SH NOTES\n");
        assertThat(Fencedep.jar("man", "chekc").run().status()).isEqualTo(2);
    }
}
