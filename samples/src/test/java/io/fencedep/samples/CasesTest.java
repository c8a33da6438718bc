package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Finding;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.formats.load.InputLoader;
import io.fencedep.formats.load.LoadResult;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases with the stacks of real drivers: each reaches its verdict, and each file has one. */
class CasesTest {
    @TestFactory
    Stream<DynamicTest> verdicts() {
        return Expected.cases().stream().map(row -> dynamicTest(row.toString(), () -> check(row)));
    }

    @Test
    void no_case_is_without_a_verdict() throws IOException {
        List<String> named = Expected.cases().stream()
                .flatMap(row -> row.files().stream())
                .distinct()
                .toList();
        try (Stream<Path> files = Files.list(Expected.SAMPLES.resolve("cases"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".jsonl")))
                    .containsExactlyInAnyOrderElementsOf(named);
        }
    }

    private static void check(Expected row) throws InputException {
        List<Contract> contracts = new ArrayList<>();
        for (String name : row.contracts()) {
            contracts.add(ContractFiles.load(name));
        }
        LoadResult loaded = new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, 1)
                .load(row.paths().stream().map(Path::toString).toList());
        List<Finding> findings = Analyses.findings(loaded.graph(), contracts);
        assertThat(row.isMetBy(findings)).as("found %s", Analyses.ids(findings)).isTrue();
        assertThat(Analyses.anomalyCount(loaded.graph())).isEqualTo(row.anomalies());
    }
}
