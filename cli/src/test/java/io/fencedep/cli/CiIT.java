package io.fencedep.cli;

import static io.fencedep.cli.Fencedep.BAD;
import static io.fencedep.cli.Fencedep.SAMPLES;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fencedep.cli.Fencedep.Run;
import io.fencedep.report.testing.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes of {@code samples/ci}: their steps are run as GitHub and GitLab run them, with the variables that these set. */
class CiIT {
    private static final Path LAUNCHER = Fencedep.ROOT.resolve("cli/bin/fencedep");
    private static final Pattern INPUT = Pattern.compile("\\$\\{\\{ inputs\\.([\\w-]+) }}");

    @TempDir
    private Path folder;

    private Path work;
    private Path summary;
    private Path output;

    @BeforeEach
    void checkOut() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        Files.createDirectory(work.resolve("traces"));
        Files.copy(Path.of(BAD), work.resolve("traces/reset.jsonl"));
        Path source = Files.createDirectories(work.resolve("drivers/gpu/drm/amd"));
        Files.createFile(source.resolve("amdgpu_object.h"));
        summary = Files.createFile(folder.resolve("summary"));
        output = Files.createFile(folder.resolve("output"));
    }

    @Test
    void the_action_fails_annotates_and_sums_up_until_the_finding_is_accepted() throws IOException {
        Run red = action(Map.of("traces", "traces/"));
        assertThat(red.status()).as(red.err()).isEqualTo(1);
        assertThat(red.out())
                .startsWith("::error file=drivers/gpu/drm/amd/amdgpu_object.h,line=172,title=fencedep cycle"
                        + " 3bf092eecae8::");
        assertThat(summary).content().contains("## fencedep: 1 error").contains("```mermaid");
        Path sarif = folder.resolve("temp/fencedep/fencedep.sarif");
        assertThat(output).content().contains("sarif=" + sarif + "\n").contains("html=");
        Schemas.checkSarif(Files.readString(sarif));
        Run accept = Fencedep.program(
                        LAUNCHER.toString(),
                        "check",
                        "traces/",
                        "--baseline",
                        "known.txt",
                        "--update-baseline",
                        "--quiet")
                .in(work)
                .run();
        assertThat(accept).isEqualTo(new Run(0, "", ""));
        Run green = action(Map.of("traces", "traces/", "baseline", "known.txt"));
        assertThat(green).isEqualTo(new Run(0, "", ""));
    }

    @Test
    void the_job_for_gitlab_leaves_test_results() throws IOException {
        JsonNode job = new YAMLMapper()
                .readTree(SAMPLES.resolve("ci/gitlab.yml").toFile())
                .get("deadlocks");
        Files.createFile(work.resolve("deadlocks.txt"));
        StringBuilder script = new StringBuilder("set -eo pipefail\n");
        job.get("script").forEach(line -> script.append(line.asText()).append('\n'));
        Fencedep shell = Fencedep.program("bash", "-c", script.toString()).in(work);
        job.get("variables")
                .properties()
                .forEach(entry -> shell.with(entry.getKey(), entry.getValue().asText()));
        Run red = shell.with("FENCEDEP", LAUNCHER.toString())
                .with("CI_PROJECT_DIR", work.toString())
                .run();
        assertThat(red.status()).as(red.err()).isEqualTo(1);
        assertThat(red.out()).startsWith("error: cycle");
        assertThat(work.resolve(job.at("/artifacts/reports/junit").asText()))
                .content()
                .contains("failures=\"1\"");
        assertThat(work.resolve("deadlocks/index.html")).content().startsWith("<!doctype html>");
    }

    @Test
    void the_workflow_uses_the_action_with_inputs_and_outputs_that_it_has() throws IOException {
        JsonNode action =
                new YAMLMapper().readTree(SAMPLES.resolve("ci/action.yml").toFile());
        JsonNode workflow =
                new YAMLMapper().readTree(SAMPLES.resolve("ci/github.yml").toFile());
        for (JsonNode step : workflow.at("/jobs/deadlocks/steps")) {
            if (step.path("uses").asText().endsWith("/fencedep")) {
                step.get("with")
                        .fieldNames()
                        .forEachRemaining(name ->
                                assertThat(action.get("inputs").has(name)).isTrue());
            }
            Matcher outputs = Pattern.compile("outputs\\.(\\w+)").matcher(step.toString());
            while (outputs.find()) {
                assertThat(action.get("outputs").has(outputs.group(1))).isTrue();
            }
        }
    }

    /** Runs the steps of the action as a runner does. */
    private Run action(Map<String, String> with) throws IOException {
        JsonNode action =
                new YAMLMapper().readTree(SAMPLES.resolve("ci/action.yml").toFile());
        Map<String, String> inputs = new HashMap<>(Map.of("fencedep", LAUNCHER.toString()));
        action.get("inputs")
                .properties()
                .forEach(input -> inputs.putIfAbsent(
                        input.getKey(),
                        with.getOrDefault(
                                input.getKey(), input.getValue().path("default").asText())));
        Run last = new Run(0, "", "");
        for (JsonNode step : action.at("/runs/steps")) {
            Fencedep shell = Fencedep.program(
                            "bash",
                            "--noprofile",
                            "--norc",
                            "-eo",
                            "pipefail",
                            "-c",
                            step.get("run").asText())
                    .in(work)
                    .with("GITHUB_ACTIONS", "true")
                    .with("GITHUB_WORKSPACE", work.toString())
                    .with("GITHUB_STEP_SUMMARY", summary.toString())
                    .with("GITHUB_OUTPUT", output.toString())
                    .with("RUNNER_TEMP", folder.resolve("temp").toString());
            step.get("env")
                    .properties()
                    .forEach(entry -> shell.with(
                            entry.getKey(),
                            INPUT.matcher(entry.getValue().asText())
                                    .replaceAll(found ->
                                            Matcher.quoteReplacement(inputs.getOrDefault(found.group(1), "")))));
            last = shell.run();
        }
        return last;
    }
}
