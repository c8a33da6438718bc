package io.fencedep.core.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeelingTest {
    private record Arrow(String from, String to) {}

    @Test
    void what_leads_to_a_ring_or_away_from_it_is_taken_away() {
        List<Arrow> arrows = arrows("a>b", "b>c", "c>b", "c>d", "d>e", "x>x");

        assertThat(rest(arrows)).containsExactlyInAnyOrderElementsOf(arrows("b>c", "c>b", "x>x"));
    }

    @Test
    void what_lies_between_two_rings_stays() {
        List<Arrow> arrows = arrows("a>b", "b>a", "b>c", "c>d", "d>c");

        assertThat(rest(arrows)).containsExactlyInAnyOrderElementsOf(arrows);
    }

    @Test
    void a_long_chain_has_no_ring() {
        List<Arrow> chain = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            chain.add(new Arrow("L" + i, "L" + (i + 1)));
        }

        assertThat(rest(chain)).isEmpty();
    }

    private static Set<Arrow> rest(List<Arrow> arrows) {
        return Peeling.of(arrows, Arrow::from, Arrow::to);
    }

    private static List<Arrow> arrows(String... texts) {
        return List.of(texts).stream()
                .map(text -> new Arrow(text.substring(0, text.indexOf('>')), text.substring(text.indexOf('>') + 1)))
                .toList();
    }
}
