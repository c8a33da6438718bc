package io.fencedep.formats.contractfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Breach;
import io.fencedep.core.contract.Contract;
import io.fencedep.core.contract.RuleCheck;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of the built-in contracts against the scenarios that speak of them. */
class ScenarioContractsTest {
    private static final Path SAMPLES = Path.of("../../samples");
    private static final Map<String, String> RULES = Map.of(
            "16-shadow-page-table-returns-early.bad.jsonl", "shadow-page-table-returns-early",
            "16b-registration-cache-waits.bad.jsonl", "no-fence-wait-in-registration-cache",
            "20-non-blocking-notifier-blocks.bad.jsonl", "notifier-must-not-block",
            "21-accelerator-waits-in-notifier.bad.jsonl", "fence-wait-in-notifier-by-non-drm",
            "22b-wait-under-reservation-by-policy.bad.jsonl", "no-fence-wait-under-reservation",
            "22c-reset-takes-reservation-by-policy.bad.jsonl", "no-reservation-in-reset",
            "24-reset-leaves-fences-behind.bad.jsonl", "reset-leaves-fences",
            "39-hmm-notifier-waits.bad.jsonl", "no-fence-wait-in-hmm-notifier",
            "39b-hmm-page-table-lock-blocks.bad.jsonl", "nothing-blocks-under-page-table-lock");

    private record Row(String file, String contract, String severity, String kind) {}

    @ParameterizedTest
    @MethodSource("rows")
    void a_scenario_breaks_the_rule_that_it_is_about_and_its_fix_breaks_none(Row row) throws IOException {
        List<Breach> breaches = check(row.file, ContractFiles.load(row.contract));

        if (row.kind.equals("contract")) {
            assertThat(breaches).extracting(breach -> breach.rule().id()).containsExactly(RULES.get(row.file));
            assertThat(breaches.get(0).rule().severity()).isEqualTo(row.severity);
            assertThat(breaches.get(0).witness()).isNotNull();
        } else {
            assertThat(breaches).isEmpty();
        }
    }

    @Test
    void every_such_rule_has_a_scenario() throws IOException {
        assertThat(rows().stream().filter(row -> row.kind.equals("contract")).map(Row::file))
                .containsExactlyInAnyOrderElementsOf(RULES.keySet());
    }

    @Test
    void what_is_right_breaks_no_rule_of_the_gpu_contract() throws IOException {
        try (Stream<Path> files = Files.list(SAMPLES.resolve("scenarios"))) {
            for (Path file : files.filter(each -> each.toString().contains(".ok"))
                    .sorted()
                    .toList()) {
                assertThat(check(file.getFileName().toString(), ContractFiles.load("linux-gpu")))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void copies_of_the_built_in_contracts_stand_among_the_samples() throws IOException {
        for (String name : ContractFiles.builtIn()) {
            assertThat(Files.readString(SAMPLES.resolve("contracts").resolve(name + ".yaml")))
                    .isEqualTo(ContractFiles.textOf(name));
        }
    }

    static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(SAMPLES.resolve("scenarios/expected.tsv"))) {
            String[] fields = line.split("\t", -1);
            if (fields[1].startsWith("--contract ") && !fields[3].equals("cycle") && !fields[2].equals("error")) {
                rows.add(new Row(fields[0], fields[1].substring("--contract ".length()), fields[2], fields[3]));
            }
        }
        return rows;
    }

    private static List<Breach> check(String file, Contract contract) throws IOException {
        String trace = SAMPLES.resolve("scenarios").resolve(file).toString();
        return RuleCheck.check(
                List.of(contract),
                new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                        .load(List.of(trace))
                        .graph());
    }
}
