package io.fencedep.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class StampTest {
    @Test
    void aTaskThatIsNotInItIsAtItsBeginning() {
        Stamp stamp = Stamp.of(Map.of("b", 3));

        assertThat(stamp.stepOf("b", 0)).isEqualTo(3);
        assertThat(stamp.stepOf("a", -1)).isEqualTo(-1);
        assertThat(Stamp.NONE.isEmpty()).isTrue();
        assertThat(Stamp.of(Map.of())).isEqualTo(Stamp.NONE);
        assertThat(Stamp.NONE.before("a", Stamp.of(Map.of("a", 0)))).isTrue();
        assertThat(Stamp.NONE.before("a", stamp)).isFalse();
    }

    @Test
    void ofTwoStampsWhatEitherOrBothKnowIsWhatMapsWouldSay() {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 500; i++) {
            SortedMap<String, Integer> one = random(random);
            SortedMap<String, Integer> other = random(random);
            Stamp left = Stamp.of(one);
            Stamp right = Stamp.of(other);

            int most = random.nextInt(10);
            SortedMap<String, Integer> either = new TreeMap<>(one);
            other.forEach((task, step) -> {
                if (either.size() < most || either.containsKey(task)) {
                    either.merge(task, step, Math::max);
                }
            });
            assertThat(left.join(right, most).clock())
                    .as("%s %s %s", one, other, most)
                    .isEqualTo(either);

            SortedMap<String, Integer> both = new TreeMap<>(one);
            both.keySet().retainAll(other.keySet());
            both.replaceAll((task, step) -> Math.min(step, other.get(task)));
            assertThat(left.meet(right).clock()).isEqualTo(both);

            String task = "t" + random.nextInt(8);
            one.put(task, 9);
            assertThat(left.with(task, 9)).isEqualTo(Stamp.of(one)).hasSameHashCodeAs(Stamp.of(one));
        }
    }

    private static SortedMap<String, Integer> random(RandomGenerator random) {
        SortedMap<String, Integer> clock = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            clock.put("t" + random.nextInt(8), random.nextInt(5));
        }
        return clock;
    }
}
