package io.fencedep.report.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.graph.Evidence;
import io.fencedep.report.explain.Explanations.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ExplanationsTest {
    private static final Map<Topic, List<String>> SECTIONS = Map.of(
            Topic.KIND, List.of("What it means", "Example", "What usually fixes it", "When it is a false alarm"),
            Topic.RULE, List.of("What it means", "Example", "What usually fixes it", "When it is a false alarm"),
            Topic.FILTER, List.of("What it means", "Example", "When to look anyway"),
            Topic.EVIDENCE, List.of("What it means", "Example", "How far it carries"));

    @ParameterizedTest
    @MethodSource("names")
    void a_page_has_a_title_a_summary_and_the_sections_of_its_topic(String name) {
        Page page = Explanations.page(name).orElseThrow();

        assertThat(page.text()).startsWith("# " + name + "\n\n").endsWith("\n");
        assertThat(page.summary()).endsWith(".").hasSizeLessThan(200);
        assertThat(page.text().lines().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
                .containsExactlyElementsOf(SECTIONS.get(page.topic()));
        for (String section : SECTIONS.get(page.topic())) {
            assertThat(page.section(section).orElseThrow()).isNotEmpty();
        }
        assertThat(page.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(128));
    }

    static List<String> names() {
        return Explanations.names();
    }

    @Test
    void every_kind_and_every_sort_of_evidence_has_a_page() {
        assertThat(Topic.KIND.names())
                .containsExactlyElementsOf(Arrays.stream(FindingKind.values())
                        .map(FindingKind::text)
                        .toList());
        assertThat(Topic.EVIDENCE.names().stream().map(name -> name.replace("-evidence", "")))
                .containsExactlyElementsOf(
                        Arrays.stream(Evidence.values()).map(Evidence::text).toList());
    }

    @Test
    void every_page_can_be_asked_for() throws IOException {
        Path folder = Path.of("src/main/resources/io/fencedep/report/explain");
        for (Topic topic : Topic.values()) {
            try (Stream<Path> files = Files.list(folder.resolve(topic.name().toLowerCase(Locale.ROOT)))) {
                assertThat(files.map(file -> file.getFileName().toString().replace(".md", "")))
                        .containsExactlyInAnyOrderElementsOf(topic.names());
            }
        }
        assertThat(Explanations.names()).doesNotHaveDuplicates();
    }

    @Test
    void pages_speak_of_names_that_have_pages() {
        for (String name : Explanations.names()) {
            Page page = Explanations.page(name).orElseThrow();
            java.util.regex.Matcher link =
                    java.util.regex.Pattern.compile("[Ss]ee `([a-z-]+)`").matcher(page.text());
            while (link.find()) {
                assertThat(Explanations.page(link.group(1))).as(link.group()).isPresent();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"CYCLE, cycle", "' stall ', stall", "timeline, recursion", "user-fence, unbounded", "contract, contract"
    })
    void pages_are_found_in_any_case_and_by_the_forms_of_their_findings(String asked, String found) {
        assertThat(Explanations.page(asked).orElseThrow().name()).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({
        "cylce, cycle",
        "deadlok, deadlock",
        "irq_inversion, irq-inversion",
        "gatelock, gate-lock",
        "no-reclaim, no-reclaim-while-signalling",
        "trylock, masked-by-trylock",
        "timelin, timeline",
    })
    void near_misses_are_understood(String typed, String meant) {
        assertThat(Explanations.page(typed)).isEmpty();
        assertThat(Explanations.nearest(typed)).contains(meant);
    }

    @Test
    void what_comes_close_to_nothing_is_not_guessed() {
        assertThat(Explanations.nearest("xyzzy")).isEmpty();
        assertThat(Explanations.nearest("")).isEmpty();
    }

    @Test
    void the_advice_is_that_of_the_rule_or_of_the_kind() {
        assertThat(Explanations.advice(FindingKind.CONTRACT, "notifier-must-not-block"))
                .startsWith("Try:");
        assertThat(Explanations.advice(FindingKind.CONTRACT, "a-rule-of-mine")).startsWith("Follow the rule");
        assertThat(Explanations.advice(FindingKind.RECURSION, "timeline")).startsWith("Take it once");
        for (FindingKind kind : FindingKind.values()) {
            assertThat(Explanations.advice(kind, "")).isNotEmpty().doesNotContain("\n");
        }
        for (String rule : Topic.RULE.names()) {
            assertThat(Explanations.advice(FindingKind.CONTRACT, rule))
                    .isNotEmpty()
                    .doesNotContain("\n");
        }
    }
}
