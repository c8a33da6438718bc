package io.fencedep.report.dot;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.report.ReportData;
import io.fencedep.report.Samples;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DotGraphTest {
    @Test
    void edges_of_findings_stand_out_and_promises_are_dashed() throws IOException {
        Golden.check("dot/contract.dot", print(Samples.contract()));
    }

    @Test
    void interrupts_are_drawn_where_a_finding_needs_them() throws IOException {
        assertThat(print(Samples.kinds())).contains("\"&b->lock\" -> \"interrupt:hardirq\"");
    }

    @Test
    void names_cannot_leave_their_quotes() throws IOException {
        String dot = print(Samples.hostile());
        Golden.check("dot/hostile.dot", dot);
        assertThat(dot.lines()).noneMatch(line -> line.startsWith("forged"));
    }

    private static String print(ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        DotGraph.write(Drawing.of(data.graph(), data.analysis()), out);
        return out.toString();
    }
}
