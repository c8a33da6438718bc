package io.fencedep.report.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.core.detect.Severity;
import io.fencedep.report.Acceptance;
import io.fencedep.report.Excerpts;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.Samples;
import io.fencedep.report.source.SourceRoot;
import io.fencedep.report.testing.Golden;
import io.fencedep.report.testing.Schemas;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** Every format for other tools, on every sample. */
class ReportFormatTest {
    private static final ReportOptions ALL = new ReportOptions(false, true, Severity.WARNING, SourceRoot.UNKNOWN);

    private static Map<String, ReportData> samples() {
        Map<String, ReportData> samples = new LinkedHashMap<>();
        samples.put("reset", Samples.reset());
        samples.put("ring", Samples.ring());
        samples.put("contract", Samples.contract());
        samples.put("kinds", Samples.kinds());
        samples.put("hostile", Samples.hostile());
        samples.put("clean", Samples.clean());
        samples.put("known", known());
        return samples;
    }

    /** What a baseline makes of a finding that it has, and one that it had. */
    private static ReportData known() {
        ReportData data = Samples.contract();
        Acceptance acceptance = new Acceptance(
                true,
                Set.of("0123456789ab"),
                List.of(new Acceptance.Vanished("ba9876543210", "cycle  a|b -> `c`")),
                List.of("mine.yaml:3: class x*"));
        return new ReportData(data.inputs(), data.graph(), data.analysis(), acceptance, Excerpts.NONE);
    }

    @Test
    void sarif_is_valid_by_the_schema_of_oasis() throws IOException {
        for (var sample : samples().entrySet()) {
            String text = print(ReportFormat.SARIF, sample.getValue());
            Schemas.checkSarif(text);
            Golden.check("sarif/" + sample.getKey() + ".sarif", text);
        }
    }

    @Test
    void json_is_valid_by_our_own_schema() throws IOException {
        for (var sample : samples().entrySet()) {
            Schemas.checkReport(print(ReportFormat.JSON, sample.getValue()));
        }
        Golden.check("json/known.json", print(ReportFormat.JSON, known()));
    }

    @Test
    void junit_is_xml_whose_counts_agree_with_its_cases() throws Exception {
        for (var sample : samples().entrySet()) {
            String text = print(ReportFormat.JUNIT, sample.getValue());
            Golden.check("junit/" + sample.getKey() + ".xml", text);
            Document xml = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)));
            var suite =
                    (org.w3c.dom.Element) xml.getElementsByTagName("testsuite").item(0);
            for (var counted : Map.of("tests", "testcase", "failures", "failure", "skipped", "skipped")
                    .entrySet()) {
                assertThat(suite.getAttribute(counted.getKey()))
                        .isEqualTo(Integer.toString(
                                xml.getElementsByTagName(counted.getValue()).getLength()));
            }
            var cases = xml.getElementsByTagName("testcase");
            for (int i = 0; i < cases.getLength(); i++) {
                var attributes = ((org.w3c.dom.Element) cases.item(i)).getAttributes();
                for (String required : List.of("classname", "name", "time")) {
                    assertThat(attributes.getNamedItem(required)).as(required).isNotNull();
                }
            }
        }
    }

    @Test
    void github_commands_are_one_line_each() throws IOException {
        for (var sample : samples().entrySet()) {
            String text = print(ReportFormat.GITHUB, sample.getValue());
            Golden.check("github/" + sample.getKey() + ".txt", text);
            assertThat(text.lines())
                    .allMatch(line -> line.matches("::(error|warning|notice) [^\\n]*?title=[^:,]+::.+"));
        }
        assertThat(print(ReportFormat.GITHUB, known())).isEmpty();
    }

    @Test
    void markdown_tells_the_story() throws IOException {
        for (var sample : samples().entrySet()) {
            Golden.check("markdown/" + sample.getKey() + ".md", print(ReportFormat.MARKDOWN, sample.getValue()));
        }
    }

    @Test
    void text_says_what_is_known_and_what_vanished() throws IOException {
        Golden.check("text/known.txt", print(ReportFormat.TEXT, known()));
        assertThat(plain(known())).doesNotContain("needs a contract").contains("none of them new");
    }

    @Test
    void a_result_is_located_in_the_tree_of_sources(@TempDir Path tree) throws IOException {
        Path driver = Files.createDirectories(tree.resolve("drivers/gpu/drm/i915"));
        Files.createFile(driver.resolve("i915_gem_wait.c"));
        StringWriter out = new StringWriter();
        ReportOptions options = new ReportOptions(false, true, null, SourceRoot.of(tree));
        ReportFormat.SARIF.write(Samples.reset(), options, out);
        JsonNode related = new ObjectMapper().readTree(out.toString()).at("/runs/0/results/0/relatedLocations");
        assertThat(related.findValuesAsText("uri")).contains("drivers/gpu/drm/i915/i915_gem_wait.c", "amdgpu.jsonl");
    }

    @Test
    void one_thread_flow_for_each_task() throws IOException {
        JsonNode sarif = new ObjectMapper().readTree(print(ReportFormat.SARIF, Samples.reset()));
        JsonNode flows = sarif.at("/runs/0/results/0/codeFlows/0/threadFlows");
        assertThat(flows.findValuesAsText("id")).containsExactly("kworker/u32:3 (amdgpu)", "Xorg (i915)");
        assertThat(flows.get(0).get("locations")).hasSize(2);
    }

    @Test
    void the_end_of_a_name_chooses_the_format(@TempDir Path folder) throws IOException {
        assertThat(ReportFormat.ofFile("a/b.SARIF")).contains(ReportFormat.SARIF);
        assertThat(ReportFormat.ofFile("b.sarif.json")).contains(ReportFormat.SARIF);
        assertThat(ReportFormat.ofFile("b.json")).contains(ReportFormat.JSON);
        assertThat(ReportFormat.ofFile("b.xml")).contains(ReportFormat.JUNIT);
        assertThat(ReportFormat.ofFile("b.md")).contains(ReportFormat.MARKDOWN);
        assertThat(ReportFormat.ofFile("report")).isEmpty();
        Path file = folder.resolve("report.xml");
        ReportFormat.writeFile(file, Samples.clean(), ReportOptions.PLAIN);
        assertThat(file).content().contains("<testcase classname=\"fencedep\" name=\"no deadlock found\" time=\"0\">");
    }

    private static String print(ReportFormat format, ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        format.write(data, ALL, out);
        return out.toString();
    }

    private static String plain(ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        ReportFormat.TEXT.write(data, ReportOptions.PLAIN, out);
        return out.toString();
    }
}
