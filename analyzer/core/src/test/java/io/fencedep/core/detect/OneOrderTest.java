package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.InstancePair;
import io.fencedep.core.reference.NaiveOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OneOrderTest {
    @Test
    void agreesWithFollowingEveryPair() {
        int ordered = 0;
        int others = 0;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<List<InstancePair>> seen = new ArrayList<>();
            Set<List<String>> pairs = new HashSet<>();
            int classes = 2 + random.nextInt(2);
            int locks = 12 + random.nextInt(12);
            int against = random.nextInt(3) - 1;
            for (int link = 0; link < classes; link++) {
                List<InstancePair> mine = new ArrayList<>();
                int count = 5 + random.nextInt(120);
                for (int i = 0; i < count; i++) {
                    int low = random.nextInt(locks);
                    int high = low + 1 + random.nextInt(locks - low);
                    boolean up = random.nextInt(100) < against;
                    int from = up ? high : low;
                    int to = up ? low : high;
                    mine.add(new InstancePair("l" + from, "l" + to, ""));
                    pairs.add(List.of(link + " l" + from, (link + 1) % classes + " l" + to));
                }
                seen.add(mine);
            }
            boolean expected = new NaiveOrder(pairs).isCertain();
            assertThat(OneOrder.holds(seen)).as("seed %d", seed).isEqualTo(expected);
            ordered += expected ? 1 : 0;
            others += expected ? 0 : 1;
        }
        assertThat(ordered).isGreaterThan(30);
        assertThat(others).isGreaterThan(30);
    }

    @Test
    void byChanceItIsNoMoreOftenInOneOrderThanTheBoundSays() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<InstancePair> pairs = new ArrayList<>();
            int locks = 2 + random.nextInt(5);
            Set<List<Integer>> edges = new HashSet<>();
            for (int i = 0; i < 11; i++) {
                edges.add(List.of(random.nextInt(locks), random.nextInt(locks)));
            }
            List<List<Integer>> list = List.copyOf(edges);
            list.forEach(edge -> pairs.add(new InstancePair("a" + edge.get(0), "b" + edge.get(1), "")));
            int inOrder = 0;
            for (int directions = 0; directions < 1 << list.size(); directions++) {
                inOrder += inOrder(list, directions) ? 1 : 0;
            }
            assertThat(new OneOrder(List.of(pairs, List.of())).chance())
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo((double) inOrder / (1 << list.size()));
        }
    }

    private static boolean inOrder(List<List<Integer>> edges, int directions) {
        List<int[]> left = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            int a = edges.get(i).get(0);
            int b = 100 + edges.get(i).get(1);
            left.add((directions >> i & 1) == 0 ? new int[] {a, b} : new int[] {b, a});
        }
        while (!left.isEmpty()) {
            Set<Integer> targets = new HashSet<>();
            left.forEach(edge -> targets.add(edge[1]));
            if (!left.removeIf(edge -> !targets.contains(edge[0]))) {
                return false;
            }
        }
        return true;
    }

    @Test
    void whatHasNoNameMayBeAnyOfThem() {
        List<InstancePair> down = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            down.add(new InstancePair("" + i % 10, "" + (10 + i / 10), ""));
        }
        List<InstancePair> unnamed = new ArrayList<>(down);
        unnamed.add(new InstancePair("", "13", ""));

        assertThat(OneOrder.holds(List.of(down, List.of(new InstancePair("19", "20", "")))))
                .isTrue();
        assertThat(OneOrder.holds(List.of(unnamed, List.of(new InstancePair("19", "20", "")))))
                .isFalse();
    }
}
