package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.programs.AllBad;
import io.fencedep.programs.AllOk;
import io.fencedep.programs.NewerBad;
import io.fencedep.report.testing.Golden;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in programs that can deadlock, and in those that cannot. */
class ProgramsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void everyProgramThatCanDeadlockIsReported(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.json", AllBad.class);

        assertThat(run.status()).as(run.err()).isZero();
        Golden.check("bad.txt", String.join("\n", findings(folder.resolve("report.json"))) + "\n");
    }

    @Test
    void virtualThreadsAndScopesAreSeenWhereThereAreSome() throws Exception {
        Host.Run run = Host.run(jdk(25), folder, "report=report.json", NewerBad.class);

        assertThat(run.status()).as(run.err()).isZero();
        Golden.check("bad-25.txt", String.join("\n", findings(folder.resolve("report.json"))) + "\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void noOtherProgramIs(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.json", AllOk.class);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(findings(folder.resolve("report.json"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 25})
    void aTraceReadsBackToTheSameFindingsAndKnowsWhereEachTaskWasHandedOver(int version) throws Exception {
        Host.Run run = Host.run(jdk(version), folder, "report=report.json,trace=trace.jsonl", AllBad.class);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Traces.findings(folder.resolve("trace.jsonl"))).isEqualTo(findings(folder.resolve("report.json")));
        assertThat(Files.readString(folder.resolve("trace.jsonl"))).doesNotContain("task@unknown");
    }

    private static Path jdk(int version) throws Exception {
        Path home = Host.jdk(version);
        assumeTrue(home != null, "no JDK " + version + " on this machine");
        return home;
    }

    /** Findings that are no notes, as lines in a fixed order. */
    private static List<String> findings(Path report) throws Exception {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : new ObjectMapper().readTree(report.toFile()).get("findings")) {
            if (!each.get("severity").asText().equals("note")) {
                lines.add(String.join(
                        " ",
                        each.get("severity").asText(),
                        each.get("kind").asText(),
                        each.get("strength").asText(),
                        each.get("title").asText()));
            }
        }
        Collections.sort(lines);
        return lines;
    }
}
