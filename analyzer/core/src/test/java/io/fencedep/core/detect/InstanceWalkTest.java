package io.fencedep.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.graph.InstancePair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstanceWalkTest {
    @Test
    void agreesWithTryingEveryChoice() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            List<List<InstancePair>> seen = new ArrayList<>();
            boolean[] compared = new boolean[1 + random.nextInt(4)];
            for (int i = 0; i < compared.length; i++) {
                compared[i] = random.nextInt(4) > 0;
                List<InstancePair> pairs = new ArrayList<>();
                for (int k = 1 + random.nextInt(4); k > 0; k--) {
                    pairs.add(new InstancePair(name(random, "l"), name(random, "l"), name(random, "t")));
                }
                seen.add(pairs);
            }
            boolean threads = random.nextBoolean();
            boolean several = !threads && random.nextBoolean();
            assertThat(new InstanceWalk(seen, compared, threads, several).closes())
                    .as("seed %d: %s", seed, seen)
                    .isEqualTo(some(seen, compared, threads, several, new ArrayList<>()));
        }
    }

    private static String name(Random random, String of) {
        return random.nextInt(7) == 0 ? "" : of + random.nextInt(3);
    }

    private static boolean some(
            List<List<InstancePair>> seen,
            boolean[] compared,
            boolean threads,
            boolean several,
            List<InstancePair> chosen) {
        if (chosen.size() < seen.size()) {
            return seen.get(chosen.size()).stream().anyMatch(pair -> {
                List<InstancePair> more = new ArrayList<>(chosen);
                more.add(pair);
                return some(seen, compared, threads, several, more);
            });
        }
        for (int i = 0; i < compared.length; i++) {
            InstancePair waiter = chosen.get(i);
            InstancePair holder = chosen.get((i + 1) % compared.length);
            boolean any = waiter.to().isEmpty() || holder.from().isEmpty();
            boolean same = waiter.to().equals(holder.from());
            boolean sameTask = !holder.task().isEmpty() && holder.task().equals(waiter.task());
            if (compared[i] && !any && (!same || threads && sameTask)) {
                return false;
            }
        }
        String first = chosen.get(0).task();
        return !several
                || first.isEmpty()
                || chosen.stream().anyMatch(pair -> !pair.task().equals(first));
    }

    /** Of each link as many pairs as are kept, none of which meet the next ones: trying each with each is billions of steps. */
    @Test
    void whatIsNotComparedCostsNoProductOfPairs() {
        List<List<InstancePair>> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            List<InstancePair> pairs = new ArrayList<>();
            for (int k = 0; k < 1_024; k++) {
                pairs.add(new InstancePair(i + "from" + k, i + "to" + k, "t" + k % 200));
            }
            seen.add(pairs);
        }
        for (int at = 0; at < seen.size(); at++) {
            boolean[] only = new boolean[seen.size()];
            only[at] = true;
            assertThat(new InstanceWalk(seen, only, true, false).closes()).isFalse();
        }
        assertThat(new InstanceWalk(seen, new boolean[seen.size()], false, true).closes())
                .isTrue();
    }
}
