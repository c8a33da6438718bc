package io.fencedep.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.graph.Node;
import io.fencedep.report.ReportData;
import io.fencedep.report.Sample;
import io.fencedep.report.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser; skipped where no Chromium is installed. */
class HtmlInBrowserTest {
    @TempDir
    private Path folder;

    private Path chromium;

    @BeforeEach
    void findChromium() {
        Optional<Path> program = Browser.program();
        assumeTrue(program.isPresent(), "chromium is not installed: the page was not tried in a browser");
        chromium = program.orElseThrow();
    }

    @Test
    void findings_are_filtered_walked_and_opened_by_keyboard() throws Exception {
        try (Browser page = open(Samples.kinds(), true)) {
            int all = page.value("document.querySelectorAll('.finding').length").asInt();
            assertThat(all).isGreaterThan(5);
            page.key("/");
            assertThat(page.value("document.activeElement.id").asText()).isEqualTo("filter");
            page.value("document.activeElement.blur()");
            page.key("j");
            page.key("j");
            assertThat(page.value(
                                    "document.activeElement.closest('.finding') === document.querySelectorAll('.finding')[1]")
                            .asBoolean())
                    .isTrue();
            page.key("Enter");
            assertThat(page.value("document.activeElement.parentElement.open").asBoolean())
                    .isTrue();
            page.key("Escape");
            assertThat(page.value("document.activeElement.parentElement.open").asBoolean())
                    .isFalse();
            page.key("/");
            page.key("x");
            assertThat(page.value("document.getElementById('filter').value").asText())
                    .isEqualTo("x");
            page.key("Escape");
            assertThat(page.value("document.getElementById('filter').value + document.activeElement.tagName")
                            .asText())
                    .isEqualTo("BODY");
            page.value("(s => { s.value = 'recursion'; s.dispatchEvent(new Event('change')) })"
                    + "(document.getElementById('filter-kind'))");
            int shown = page.value("[...document.querySelectorAll('.finding')].filter(f => !f.hidden).length")
                    .asInt();
            assertThat(shown).isPositive().isLessThan(all);
            assertThat(page.value("document.getElementById('shown').textContent")
                            .asText())
                    .isEqualTo(shown + " of " + all);
        }
    }

    @Test
    void the_graph_is_walked_by_keyboard_and_classes_are_searched() throws Exception {
        try (Browser page = open(Samples.contract(), true)) {
            assertThat(page.value("document.documentElement.dataset.ready").asText())
                    .isEqualTo("yes");
            page.value(
                    "(i => { i.value = 'NOTIFIER'; i.dispatchEvent(new Event('input')) })(document.getElementById('find'))");
            assertThat(page.value("document.getElementById('found').textContent")
                            .asText())
                    .isEqualTo("1 of 4");
            page.value("document.getElementById('clear').click()");
            assertThat(page.value("document.querySelectorAll('#canvas .node').length")
                            .asInt())
                    .isZero();
            page.value("document.querySelector('#names li:not([hidden]) button').click()");
            int before = page.value("document.querySelectorAll('#canvas .node').length")
                    .asInt();
            assertThat(before).isEqualTo(3);
            page.value("document.querySelector('#canvas .node[aria-label*=\"more neighbours\"]').focus()");
            page.key("Enter");
            assertThat(page.value("document.querySelectorAll('#canvas .node').length")
                            .asInt())
                    .isGreaterThan(before);
            assertThat(page.value("document.activeElement.classList.contains('node')")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void all_that_can_be_operated_has_a_name_and_is_reached_by_tab() throws Exception {
        try (Browser page = open(Samples.contract(), true)) {
            assertThat(page.value("[...document.querySelectorAll('button,input,select,a,summary,[role=button]')]"
                                    + ".filter(e => !(e.getAttribute('aria-label') || e.textContent.trim())).length")
                            .asInt())
                    .isZero();
            assertThat(page.value("[...document.querySelectorAll('svg')].filter(s => !s.getAttribute('aria-label')"
                                    + " && s.getAttribute('aria-hidden') !== 'true' && s.getAttribute('role') !== 'group')"
                                    + ".length")
                            .asInt())
                    .isZero();
            assertThat(page.value("document.documentElement.lang + document.querySelectorAll('h1,main').length")
                            .asText())
                    .isEqualTo("en2");
            StringBuilder way = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                page.key("Tab");
                way.append(page.value("document.activeElement.tagName").asText())
                        .append(' ');
                assertThat(page.value("getComputedStyle(document.activeElement).outlineStyle")
                                .asText())
                        .isNotEqualTo("none");
            }
            assertThat(way.toString()).startsWith("A A A A INPUT SELECT").contains("SUMMARY");
        }
    }

    @Test
    void hostile_names_run_nothing_and_nothing_is_fetched() throws Exception {
        Sample sample = new Sample().input("t.jsonl", 1, Map.of());
        String evil = "</script><script>window.hit=1</script><img src=x onerror=window.hit=1>\"'\u202e";
        Node one = sample.lock(evil);
        Node two = sample.fence("javascript:" + evil);
        sample.add(Sample.finding(FindingKind.CYCLE, evil)
                .step(Sample.step(evil, evil, one, two).places(Sample.at(1, evil, evil), Sample.at(2, evil, evil)))
                .step(Sample.step(evil, evil, two, one))
                .build());
        try (Browser page = open(sample.data(), true)) {
            assertThat(page.value("document.documentElement.dataset.ready").asText())
                    .isEqualTo("yes");
            assertThat(page.value("typeof window.hit").asText()).isEqualTo("undefined");
            assertThat(page.value("document.images.length + document.scripts.length")
                            .asInt())
                    .isEqualTo(2);
            assertThat(page.value("performance.getEntriesByType('resource').length")
                            .asInt())
                    .isZero();
            page.value("document.querySelector('.to-graph').click()");
            assertThat(page.value("document.querySelectorAll('#canvas .node').length")
                            .asInt())
                    .isEqualTo(2);
            assertThat(page.value("document.images.length").asInt()).isZero();
        }
    }

    @Test
    void without_scripts_findings_stacks_and_pictures_are_there() throws Exception {
        try (Browser page = open(Samples.reset(), false)) {
            assertThat(page.value("document.documentElement.dataset.ready === undefined")
                            .asBoolean())
                    .isTrue();
            assertThat(page.value("document.querySelector('.finding').textContent")
                            .asText())
                    .contains(
                            "kworker/u32:3 (amdgpu)",
                            "drm_sched_stop",
                            "amdgpu_device_recover_vram",
                            "i915_gem_wait.c:71");
            assertThat(page.value("document.querySelector('.finding svg').getBoundingClientRect().height")
                            .asInt())
                    .isGreaterThan(100);
        }
    }

    @Test
    void five_hundred_findings_in_a_graph_of_five_thousand_classes_are_there_at_once() throws Exception {
        try (Browser page = open(large(), true)) {
            assertThat(page.value("document.querySelectorAll('.finding').length")
                            .asInt())
                    .isEqualTo(500);
            assertThat(page.value("document.querySelectorAll('#names li').length")
                            .asInt())
                    .isEqualTo(5_000);
            page.value(
                    "(i => { i.value = 'lock-4711'; i.dispatchEvent(new Event('input')) })(document.getElementById('find'))");
            assertThat(page.value("document.getElementById('found').textContent")
                            .asText())
                    .isEqualTo("1 of 5000");
            assertThat(page.value("document.querySelectorAll('#canvas .node').length")
                            .asInt())
                    .isBetween(2, 250);
        }
    }

    /** Five hundred small rings beside each other and thousands of classes around them. */
    private static ReportData large() {
        Sample sample = new Sample().input("t.jsonl", 1, Map.of());
        List<Node> locks = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            locks.add(sample.lock("lock-" + i));
        }
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Node one = locks.get(10 * i);
            Node two = locks.get(10 * i + 1);
            Finding ring = Sample.finding(FindingKind.CYCLE, one + " -> " + two + " -> " + one)
                    .step(Sample.step("a", "xe", one, two)
                            .places(Sample.at(1, "a.c:1"), Sample.at(2, "a.c:2", "x", "y")))
                    .step(Sample.step("b", "i915", two, one).places(Sample.at(3, "a.c:3"), Sample.at(4, "a.c:4", "z")))
                    .build();
            sample.add(ring);
            findings.add(new Finding(
                    String.format(Locale.ROOT, "%012x", i),
                    ring.kind(),
                    ring.severity(),
                    ring.strength(),
                    ring.title(),
                    ring.rule(),
                    ring.contracts(),
                    ring.demotions(),
                    ring.steps(),
                    ring.detail(),
                    ring.advice()));
        }
        ReportData data = sample.data();
        return new ReportData(data.inputs(), data.graph(), new Analysis(findings, List.of(), List.of()));
    }

    private Browser open(ReportData data, boolean scripts) throws Exception {
        Path page = Files.writeString(folder.resolve("report.html"), HtmlReportTest.print(data));
        Path profile = Files.createDirectory(folder.resolve("profile"));
        return Browser.open(chromium, profile, page, scripts);
    }
}
