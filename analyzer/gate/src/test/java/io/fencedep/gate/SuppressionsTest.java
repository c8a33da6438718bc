package io.fencedep.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SuppressionsTest {
    private static final String[] TWO = {"a b", "b a", "c d", "d c"};

    @Test
    void what_fits_is_a_note_with_the_reason_and_the_rest_stays() throws InputException {
        for (String selector : new String[] {
            "class: a",
            "class: [z, 'a*']",
            "dependency: 'b -> a'",
            "dependency: '* -> b'",
            "frame: take_a",
            "frame: 'take_b+0x12/*'",
            "{class: a, kind: cycle}"
        }) {
            Analysis analysis = Graphs.analyse(Graphs.of(TWO), suppress(selector));
            assertThat(analysis.findings())
                    .as(selector)
                    .extracting(Finding::title, Finding::severity)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("c -> d -> c", Severity.ERROR),
                            org.assertj.core.groups.Tuple.tuple("a -> b -> a", Severity.NOTE));
            assertThat(analysis.findings().get(1).demotions())
                    .containsExactly(new Demotion("suppressed", "one thread at boot"));
        }
    }

    @Test
    void all_that_an_entry_names_must_fit() throws InputException {
        Suppressions both = suppress("{class: a, dependency: 'c -> d'}");
        Analysis analysis = Graphs.analyse(Graphs.of(TWO), both);
        assertThat(analysis.findings()).allMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(both.unused(analysis)).containsExactly("mine.yaml:2: class a, dependency c -> d");
    }

    @Test
    void test_runners_are_suppressed_beside_what_a_file_says_and_never_unused() throws InputException {
        Suppressions both = suppress("class: a").andTestRunners();
        Analysis analysis = Graphs.analyse(Graphs.of(TWO), both);
        assertThat(analysis.findings()).extracting(Finding::severity).containsExactly(Severity.ERROR, Severity.NOTE);
        assertThat(both.unused(analysis)).isEmpty();
        assertThat(Suppressions.NONE.andTestRunners().unused(analysis)).isEmpty();
    }

    @Test
    void a_suppressed_ring_does_not_hide_the_larger_one_behind_it() throws InputException {
        var graph = Graphs.of("a b", "b a", "b c", "c a");
        assertThat(Graphs.analyse(graph, Suppressions.NONE).findings())
                .extracting(Finding::title)
                .contains("a -> b -> a");
        assertThat(Graphs.analyse(graph, suppress("dependency: 'b -> a'")).findings())
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .extracting(Finding::title)
                .containsExactly("a -> b -> c -> a");
    }

    @Test
    void unused_ones_are_named_with_file_and_line() throws InputException {
        Suppressions unused = suppress("class: nobody");
        assertThat(unused.unused(Graphs.analyse(Graphs.of(TWO), unused))).containsExactly("mine.yaml:2: class nobody");
    }

    @Test
    void errors_name_file_line_and_field() {
        refused(
                "suppressions:\n  - class: a\n",
                "mine.yaml:2: suppressions[0].reason: is missing: why this is no trouble");
        refused("suppressions:\n  - reason: x\n", "suppressions[0].class: is missing");
        refused("suppressions:\n  - {reason: x, klass: a}\n", "suppressions[0].klass: is no field here");
        refused("suppressions:\n  - {reason: x, kind: circle}\n", "suppressions[0].kind: is \"circle\", not a kind");
        refused("suppressions:\n  - reason: x\n    dependency: a b\n", "mine.yaml:3: suppressions[0].dependency: ");
        refused("suppressions:\n  - {reason: x, id: 12}\n", "suppressions[0].id: is \"12\", not the id of a finding");
        refused("suppress: []\n", "mine.yaml:1: suppress: is no field here");
        refused("- a\n", "mine.yaml:1: must be an object");
    }

    private static void refused(String yaml, String message) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(InputException.class).hasMessageContaining(message);
    }

    private static Suppressions suppress(String selector) throws InputException {
        String fields = selector.startsWith("{") ? selector.substring(1, selector.length() - 1) : selector;
        return read("suppressions:\n  - {reason: one thread at boot, " + fields + "}\n");
    }

    private static Suppressions read(String yaml) throws InputException {
        return Suppressions.read(
                TraceSource.of("mine.yaml", new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))));
    }
}
