package io.fencedep.core.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names();

    @Test
    void aTaskThatIsGivenBackLeavesItsIdToAnotherName() {
        int first = task("sh-1");
        int returns = names.returns();
        names.giveBack(first);
        assertThat(names.returns()).isNotEqualTo(returns);
        assertThat(names.text(first)).isEmpty();
        assertThat(names.intern("a lock")).isEqualTo(first);
        assertThat(task("sh-1")).isNotEqualTo(first);
    }

    @Test
    void whatSomethingElseIsCalledTooStays() {
        int both = task("sh-1");
        assertThat(names.intern("sh-1")).isEqualTo(both);
        names.giveBack(both);
        assertThat(names.text(both)).isEqualTo("sh-1");
        assertThat(task("sh-1")).isEqualTo(both);
    }

    @Test
    void theAbsentNameIsNoTask() {
        names.giveBack(Names.NONE);
        assertThat(names.intern("")).isEqualTo(Names.NONE);
        assertThat(names.intern("x")).isNotEqualTo(Names.NONE);
    }

    @Test
    void whateverComesAndGoesEveryNameIsFoundAgain() {
        Random random = new Random(7);
        Map<String, Integer> live = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String name = "t" + random.nextInt(5000);
            Integer known = live.get(name);
            if (known != null && random.nextInt(3) == 0) {
                names.giveBack(known);
                live.remove(name);
            } else {
                int id = task(name);
                assertThat(known == null || known == id).isTrue();
                live.put(name, id);
            }
        }
        live.forEach((name, id) -> {
            assertThat(task(name)).isEqualTo(id);
            assertThat(names.text(id)).isEqualTo(name);
        });
        assertThat(names.size()).isLessThan(5002);
    }

    private int task(String name) {
        byte[] text = name.getBytes(UTF_8);
        return names.internTask(text, 0, text.length);
    }
}
