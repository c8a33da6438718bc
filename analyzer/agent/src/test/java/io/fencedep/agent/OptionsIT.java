package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.programs.AllBad;
import io.fencedep.programs.Ends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options do, each in a program of its own. */
class OptionsIT {
    private static final String TITLE =
            "io.fencedep.programs.MonitorsBad.a -> io.fencedep.programs.MonitorsBad.b -> io.fencedep.programs.MonitorsBad.a";

    @TempDir
    Path folder;

    @Test
    void reports_come_in_the_formats_of_their_suffixes_and_the_graph_says_the_same() throws Exception {
        Host.Run run = run(
                "report=a.json,report=b.txt,report=c.sarif,report=d-%p.md,graph=g.json,stack-depth=1,fail=true", "go");

        assertThat(run.status()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("done\n");
        assertThat(run.err()).startsWith("fencedep: 1 error, 0 warnings: a.json, b.txt, c.sarif, d-");
        JsonNode finding = findings("a.json").get(0);
        assertThat(finding.get("title").asText()).isEqualTo(TITLE);
        assertThat(Files.readString(folder.resolve("b.txt")))
                .contains("io.fencedep.programs.MonitorsBad.both(MonitorsBad.java")
                .doesNotContain("java.lang.Thread.run");
        assertThat(Files.readString(folder.resolve("c.sarif"))).contains("\"version\"", "MonitorsBad.a");
        assertThat(Files.readString(withProcessId())).contains("MonitorsBad.a");
        assertThat(Traces.findings(folder.resolve("g.json"))).containsExactly("error cycle potential " + TITLE);
    }

    @Test
    void what_is_known_or_suppressed_is_no_reason_to_fail() throws Exception {
        run("report=a.json", "go");
        String id = findings("a.json").get(0).get("id").asText();
        Files.writeString(folder.resolve("known.txt"), id + "  cycle  known\n");
        Files.writeString(
                folder.resolve("s.yaml"),
                "suppressions:\n  - class: io.fencedep.programs.MonitorsBad.a\n    reason: a test\n");

        Host.Run known = run("report=a.json,fail=true,baseline=known.txt", "go");
        assertThat(known.status()).as(known.err()).isZero();
        assertThat(known.err()).isEmpty();

        Host.Run suppressed = run("report=a.json,fail=true,suppressions=s.yaml", "go");
        assertThat(suppressed.status()).as(suppressed.err()).isZero();
        assertThat(findings("a.json").get(0).get("severity").asText()).isEqualTo("note");
    }

    @Test
    void packages_are_left_out_and_the_agent_can_be_off() throws Exception {
        Host.run(
                jdk(),
                folder,
                "report=a.json,include=io.fencedep.programs.Mon*:io.fencedep.programs.Ends,"
                        + "exclude=io.fencedep.programs.MonitorsBad",
                AllBad.class);
        assertThat(Files.readString(folder.resolve("a.json"))).doesNotContain("MonitorsBad.a", "MixedBad.monitor");

        Host.Run off = run("enabled=false,report=off.json,fail=true", "go");
        assertThat(off.status()).isZero();
        assertThat(off.err()).isEmpty();
        assertThat(folder.resolve("off.json")).doesNotExist();
    }

    @Test
    void what_is_not_understood_is_told_in_a_line_each_and_the_program_runs() throws Exception {
        Host.Run run =
                run("colour=red,hang=soon,fail=perhaps,contract=none-such,baseline=no.txt,report=nowhere/a.json", "go");

        assertThat(run.status()).isZero();
        assertThat(run.out()).isEqualTo("done\n");
        assertThat(run.err()).doesNotContain("\tat ");
        assertThat(run.err().lines())
                .anyMatch(line -> line.startsWith("error: cycle"))
                .anyMatch(line -> line.contains("unknown option 'colour'"))
                .anyMatch(line -> line.contains("hang is a number from 1 on, not 'soon'"))
                .anyMatch(line -> line.contains("fail is true or false, not 'perhaps'"))
                .anyMatch(line -> line.contains("none-such"))
                .anyMatch(line -> line.contains("no.txt"))
                .anyMatch(line -> line.contains("cannot write nowhere/a.json: there is no such folder"));
    }

    @ParameterizedTest
    @CsvSource({"exit, 3", "halt, 4", "throw, 1"})
    void the_status_of_the_program_stays_however_it_ends(String how, int status) throws Exception {
        Host.Run run = run("report=a.json", how);

        assertThat(run.status()).as(run.err()).isEqualTo(status);
        assertThat(findings("a.json").get(0).get("title").asText()).isEqualTo(TITLE);
    }

    private Host.Run run(String options, String how) throws Exception {
        return Host.run(jdk(), folder, options, Ends.class, how);
    }

    private static Path jdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private List<JsonNode> findings(String report) throws IOException {
        JsonNode all =
                new ObjectMapper().readTree(folder.resolve(report).toFile()).get("findings");
        return all.findParents("id");
    }

    private Path withProcessId() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("d-\\d+\\.md"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
