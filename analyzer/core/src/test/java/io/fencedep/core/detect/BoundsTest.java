package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.Scene;
import io.fencedep.core.graph.DependencyGraph;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing recurses over the graph, and large graphs are searched in bounded time. */
class BoundsTest {
    private static final int CLASSES = 50_000;

    @Test
    void a_ring_of_fifty_thousand_locks_is_one_finding() {
        Scene scene = Scene.kernel("init: mark");
        for (int i = 0; i < CLASSES; i++) {
            int next = (i + 1) % CLASSES;
            scene.then("one: acquire L%d; acquire L%d; release L%d; release L%d".formatted(i, next, next, i));
        }
        List<Finding> findings = scene.findings();
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).kind()).isEqualTo(FindingKind.CYCLE);
        assertThat(findings.get(0).steps()).hasSize(CLASSES).allMatch(step -> step.witness() != null);
        assertThat(findings.get(0).severity()).isEqualTo(Severity.ERROR);
    }

    @Test
    void a_chain_of_fifty_thousand_locks_is_none() {
        Scene scene = Scene.kernel("init: mark");
        for (int i = 0; i < CLASSES; i++) {
            scene.then("one: acquire L%d; acquire L%d; release L%d; release L%d".formatted(i, i + 1, i + 1, i));
        }
        assertThat(scene.findings()).isEmpty();
    }

    @Test
    void what_a_component_is_too_large_for_is_said() {
        Analysis analysis = Detector.analyse(BigGraphs.layersAndOneComponent(100_000, 3_000, 7), List.of());
        assertThat(analysis.findings()).hasSizeGreaterThan(1_000);
        assertThat(analysis.leftOut()).hasSize(1).first().asString().startsWith("the component of knot0 (3000 nodes)");
    }

    @Tag("bounds")
    @Test
    void a_million_dependencies_with_a_component_of_ten_thousand_classes_take_less_than_ten_seconds() {
        DependencyGraph graph = BigGraphs.layersAndOneComponent(1_000_000, 10_000, 1);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        long before = clock.getCurrentThreadCpuTime();
        Analysis analysis = Detector.analyse(graph, List.of());
        long seconds = (clock.getCurrentThreadCpuTime() - before) / 1_000_000_000;
        assertThat(analysis.findings()).isNotEmpty();
        assertThat(seconds).isLessThan(10);
    }
}
