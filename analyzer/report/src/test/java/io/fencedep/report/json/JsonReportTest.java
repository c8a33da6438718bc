package io.fencedep.report.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.ReportData;
import io.fencedep.report.Samples;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReportTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_finding_with_stacks_out_of_two_inputs() throws IOException {
        Golden.check("json/reset.json", print(Samples.reset()));
    }

    @Test
    void contracts_evidence_and_demotions() throws IOException {
        Golden.check("json/contract.json", print(Samples.contract()));
    }

    @Test
    void odd_inputs() throws IOException {
        Golden.check("json/hostile.json", print(Samples.hostile()));
    }

    @Test
    void fields_are_those_that_were_agreed() throws IOException {
        JsonNode report = JSON.readTree(print(Samples.contract()));
        assertThat(report.get("format").asText()).isEqualTo("fencedep-report");
        assertThat(report.get("version").asInt()).isEqualTo(1);
        assertThat(report.fieldNames())
                .toIterable()
                .containsExactly("format", "version", "inputs", "stats", "findings");
        assertThat(report.at("/inputs/0").fieldNames())
                .toIterable()
                .containsExactly("path", "format", "events", "skipped", "anomalies");
        assertThat(report.get("stats").fieldNames())
                .toIterable()
                .containsExactly("events", "tasks", "classes", "dependencies", "findings");
        assertThat(report.at("/findings/0").fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "kind",
                        "severity",
                        "strength",
                        "title",
                        "contracts",
                        "demotions",
                        "dependencies",
                        "scenario",
                        "advice");
        assertThat(report.at("/findings/0/dependencies/0").fieldNames())
                .toIterable()
                .containsExactly("from", "to", "evidence", "support", "count", "task", "driver", "hold", "wait");
        assertThat(report.at("/findings/0/dependencies/0/hold").fieldNames())
                .toIterable()
                .containsExactly("at", "line", "input");
    }

    @Test
    void names_come_back_as_they_were() throws IOException {
        JsonNode report = JSON.readTree(print(Samples.hostile()));
        assertThat(report.at("/findings/0/dependencies/0/to").asText()).startsWith("a\"b\\c\u202e\u001b[31m\nforged");
        assertThat(report.get("inputs").findValuesAsText("path")).contains("tra\u001b[2Jce\n.jsonl");
    }

    @Test
    void every_row_of_a_scenario_has_a_cell_for_each_task() throws IOException {
        for (JsonNode finding : JSON.readTree(print(Samples.kinds())).get("findings")) {
            JsonNode scenario = finding.get("scenario");
            int tasks = scenario.get(0).size();
            assertThat(scenario).allMatch(row -> row.size() == tasks);
        }
    }

    @Test
    void ten_thousand_findings_are_streamed() throws IOException {
        ReportData one = Samples.ring();
        List<Finding> many =
                Collections.nCopies(10_000, one.analysis().findings().get(0));
        long[] longest = {0, 0};
        Writer out = new Writer() {
            @Override
            public void write(char[] chars, int from, int length) {
                longest[0] = Math.max(longest[0], length);
                longest[1] += length;
            }

            @Override
            public void flush() {}

            @Override
            public void close() {
                throw new IllegalStateException("the stream is the caller's");
            }
        };
        JsonReport.write(new ReportData(one.inputs(), one.graph(), new Analysis(many, List.of(), List.of())), out);
        assertThat(longest[1]).isGreaterThan(10_000_000);
        assertThat(longest[0]).isLessThan(100_000);
    }

    private static String print(ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        JsonReport.write(data, out);
        return out.toString();
    }
}
