package io.fencedep.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChainTest {
    @Test
    void of_one_thread_the_first_stacks_are_taken_and_of_others_that_come_in_between_some_more() {
        Chain chain = Chain.ROOT.child(LockClasses.byName("a lock of this test"), How.MONITOR);
        assertThat(chain).isNotNull();
        Set<Trace> taken = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            taken.add(chain.trace(1));
        }
        assertThat(taken).hasSize(32);

        Trace others = chain.trace(2);
        assertThat(taken).doesNotContain(others);
        assertThat(chain.trace(2)).isSameAs(others);
        assertThat(chain.trace(1)).isNotSameAs(others);

        for (int i = 0; i < 500; i++) {
            taken.add(chain.trace(i));
        }
        assertThat(taken).hasSizeLessThanOrEqualTo(160);
    }
}
