package io.fencedep.report.svg;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.Samples;
import io.fencedep.report.ScenarioBuilder;
import io.fencedep.report.graph.Drawing;
import io.fencedep.report.graph.GraphMl;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class GraphSvgTest {
    @Test
    void graphs_are_drawn_with_what_findings_make_of_them() throws Exception {
        Golden.check("svg/contract.svg", svg(Samples.contract()));
        Golden.check("svg/reset.svg", svg(Samples.reset()));
        Document xml = parse(svg(Samples.hostile()));
        assertThat(xml.getElementsByTagName("rect").getLength()).isEqualTo(2);
        assertThat(xml.getElementsByTagName("script").getLength()).isZero();
    }

    @Test
    void graphs_are_exchanged_in_graphml() throws Exception {
        for (var sample : Map.of("contract", Samples.contract(), "hostile", Samples.hostile())
                .entrySet()) {
            ReportData data = sample.getValue();
            StringWriter out = new StringWriter();
            GraphMl.write(Drawing.of(data.graph(), data.analysis()), out);
            Golden.check("graphml/" + sample.getKey() + ".graphml", out.toString());
            Document xml = parse(out.toString());
            assertThat(xml.getElementsByTagName("node").getLength())
                    .isEqualTo(data.graph().classes().size());
        }
    }

    @Test
    void findings_are_drawn_as_rings_and_lanes() throws Exception {
        for (ReportData data : List.of(Samples.reset(), Samples.ring(), Samples.kinds(), Samples.hostile())) {
            Phrases phrases = new Phrases(data.graph());
            for (var finding : data.analysis().findings()) {
                String ring = RingSvg.of(finding, phrases);
                if (!finding.steps().isEmpty()) {
                    assertThat(parse(ring).getElementsByTagName("path").getLength())
                            .isEqualTo(finding.steps().size());
                    var scenario = ScenarioBuilder.of(finding, phrases);
                    assertThat(parse(LanesSvg.of(scenario))
                                    .getElementsByTagName("rect")
                                    .getLength())
                            .isEqualTo(scenario.rows().size());
                }
            }
        }
        ReportData reset = Samples.reset();
        var finding = reset.analysis().findings().get(0);
        Golden.check("svg/ring.svg", RingSvg.of(finding, new Phrases(reset.graph())) + "\n");
        Golden.check("svg/lanes.svg", LanesSvg.of(ScenarioBuilder.of(finding, new Phrases(reset.graph()))) + "\n");
    }

    @Test
    void every_edge_but_those_that_close_rings_leads_to_a_later_layer() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int size = 2 + random.nextInt(60);
            List<int[]> edges = new ArrayList<>();
            for (int i = 0; i < size * 2; i++) {
                int from = random.nextInt(size - 1);
                edges.add(new int[] {from, from + 1 + random.nextInt(size - from - 1)});
            }
            Map<Integer, Integer> layer = new HashMap<>();
            List<List<Integer>> layers = new Layers(size, edges).layers();
            for (int i = 0; i < layers.size(); i++) {
                for (int node : layers.get(i)) {
                    assertThat(layer.put(node, i)).isNull();
                }
            }
            assertThat(layer).hasSize(size);
            for (int[] edge : edges) {
                assertThat(layer.get(edge[0])).isLessThan(layer.get(edge[1]));
            }
        }
    }

    @Test
    void a_ring_of_fifty_thousand_classes_needs_no_stack() {
        List<int[]> edges = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            edges.add(new int[] {i, (i + 1) % 50_000});
        }
        assertThat(new Layers(50_000, edges).layers()).hasSize(50_000);
    }

    @Test
    void nothing_is_a_picture_too() throws Exception {
        StringWriter out = new StringWriter();
        GraphSvg.write(Drawing.of(new DependencyGraph(), new Analysis(List.of(), List.of(), List.of())), out);
        assertThat(parse(out.toString()).getDocumentElement().getTagName()).isEqualTo("svg");
    }

    private static String svg(ReportData data) throws IOException {
        StringWriter out = new StringWriter();
        GraphSvg.write(Drawing.of(data.graph(), data.analysis()), out);
        return out.toString();
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)));
    }
}
