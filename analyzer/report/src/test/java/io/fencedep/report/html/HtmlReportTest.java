package io.fencedep.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.report.Excerpts;
import io.fencedep.report.ReportData;
import io.fencedep.report.Samples;
import io.fencedep.report.svg.PictureStyle;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HtmlReportTest {
    @Test
    void the_page_is_golden() throws IOException {
        golden("reset", withLines(Samples.reset()));
        golden("hostile", Samples.hostile());
        golden("clean", Samples.clean());
    }

    /** Script and looks are files of their own, and stand in each golden page by their names only. */
    private static void golden(String name, ReportData data) throws IOException {
        String page = print(data);
        for (String part : List.of("report.js", "report.css")) {
            String text = new String(HtmlReport.class.getResourceAsStream(part).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(page).containsOnlyOnce(text);
            page = page.replace(text, part);
        }
        page = page.replace(PictureStyle.STYLE, "PictureStyle").replaceFirst("sha256-[A-Za-z0-9+/=]{44}", "sha256-...");
        Golden.check("html/" + name + ".html", page);
    }

    @Test
    void nothing_is_fetched_and_one_script_may_run() throws IOException {
        String page = print(Samples.kinds());
        assertThat(page)
                .doesNotContainPattern("(?:src|href)=[\"'][^#]")
                .doesNotContain("@import")
                .doesNotContain("url(http");
        assertThat(page.split("<script", -1)).hasSize(3);
        assertThat(page).contains("default-src 'none'").containsPattern("script-src 'sha256-[A-Za-z0-9+/=]{44}'");
    }

    @Test
    void hostile_names_end_no_element() throws IOException {
        String evil = "</script><img src=x onerror=alert(1)>'\"<!--\u202e";
        var sample = new io.fencedep.report.Sample().input("t.jsonl", 1, Map.of());
        var one = sample.lock(evil);
        var two = sample.fence("b" + evil);
        String page =
                print(sample.add(io.fencedep.report.Sample.finding(io.fencedep.core.detect.FindingKind.CYCLE, evil)
                                .step(io.fencedep.report.Sample.step(evil, evil, one, two))
                                .step(io.fencedep.report.Sample.step(evil, evil, two, one))
                                .build())
                        .data());
        assertThat(page).doesNotContain("<img").doesNotContain("\u202e").doesNotContain("<!--");
        assertThat(page.split("</script", -1)).hasSize(3);
    }

    static String print(ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        HtmlReport.write(data, out);
        return out.toString();
    }

    private static ReportData withLines(ReportData data) {
        Excerpts excerpts = new Excerpts(
                Map.of(
                        "i915.jsonl",
                        new TreeMap<>(Map.of(8L, "before", 9L, "the <very> line & \"more\"", 10L, "after"))),
                Map.of());
        return new ReportData(data.inputs(), data.graph(), data.analysis(), data.acceptance(), excerpts);
    }
}
