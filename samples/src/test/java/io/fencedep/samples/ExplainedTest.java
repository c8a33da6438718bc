package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.contract.Rule;
import io.fencedep.formats.contractfile.ContractFiles;
import io.fencedep.report.explain.Explanations;
import io.fencedep.report.explain.Explanations.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It stands here because contracts and pages know nothing of each other. */
class ExplainedTest {
    @Test
    void every_rule_of_a_built_in_contract_has_a_page_that_names_the_contract() throws IOException {
        List<String> rules = new ArrayList<>();
        for (String contract : ContractFiles.builtIn()) {
            for (Rule rule : ContractFiles.load(contract).rules()) {
                rules.add(rule.id());
                assertThat(Explanations.page(rule.id()).orElseThrow().summary())
                        .startsWith("Contract " + contract + ": ");
            }
        }
        assertThat(rules).containsExactlyInAnyOrderElementsOf(Topic.RULE.names());
    }
}
