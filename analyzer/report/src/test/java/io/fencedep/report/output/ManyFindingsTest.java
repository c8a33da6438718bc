package io.fencedep.report.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.Samples;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ten thousand findings are written in seconds, in any format. */
@Tag("bounds")
class ManyFindingsTest {
    @Test
    void ten_thousand_findings_take_seconds() throws IOException {
        ReportData one = Samples.ring();
        Finding ring = one.analysis().findings().get(0);
        List<Finding> many = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            many.add(new Finding(
                    String.format(Locale.ROOT, "%012x", i),
                    ring.kind(),
                    ring.severity(),
                    ring.strength(),
                    ring.title() + " " + i,
                    ring.rule(),
                    ring.contracts(),
                    ring.demotions(),
                    ring.steps(),
                    ring.detail(),
                    ring.advice()));
        }
        ReportData data = new ReportData(one.inputs(), one.graph(), new Analysis(many, List.of(), List.of()));
        for (ReportFormat format : ReportFormat.values()) {
            long start = System.nanoTime();
            format.write(data, ReportOptions.PLAIN, Writer.nullWriter());
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as(format.toString())
                    .isLessThan(Duration.ofSeconds(20));
        }
    }
}
