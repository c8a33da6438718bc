package io.fencedep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.testkit.engine.EngineTestKit;

class AllowanceTest {
    private static final List<Allowance> SEEN = new ArrayList<>();
    private static final Finding ONE = new Finding("000000000001", "error", "", "");
    private static final Finding OTHER = new Finding("00000000000f", "error", "", "");

    static final class Looks implements AfterEachCallback {
        @Override
        public void afterEach(ExtensionContext context) {
            SEEN.add(Allowance.of(context));
        }
    }

    @ExtendWith(Looks.class)
    @AllowedCycle(reason = "known since long", ids = "000000000001")
    static class ClassAllows {
        @Test
        void test() {}
    }

    @ExtendWith(Looks.class)
    static class MethodAllows {
        @Test
        @AllowedCycle(reason = "whatever it does")
        @AllowedCycle(reason = "this above all", ids = "000000000001")
        void test() {}
    }

    @ExtendWith(Looks.class)
    static class GivesNoReason {
        @Test
        @AllowedCycle(reason = " ")
        void test() {}
    }

    @Test
    void an_annotation_on_the_class_with_ids_accepts_these_and_leaves_the_rest() {
        Allowance allowance = run(ClassAllows.class, 0);

        assertThat(reason(allowance, ONE)).isEqualTo("known since long");
        assertThat(allowance.grantFor(OTHER)).isNull();
        assertThat(allowance.combines()).isTrue();
    }

    @Test
    void an_annotation_without_ids_accepts_all_and_keeps_the_test_apart() {
        Allowance allowance = run(MethodAllows.class, 0);

        assertThat(reason(allowance, ONE)).isEqualTo("this above all");
        assertThat(reason(allowance, OTHER)).isEqualTo("whatever it does");
        assertThat(allowance.combines()).isFalse();
    }

    @Test
    void without_a_reason_the_test_fails() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(GivesNoReason.class))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.failed(1));
    }

    @ExtendWith(Looks.class)
    @AllowedCycle(reason = "around")
    static class Around {
        @Nested
        class Inside {
            @ParameterizedTest
            @ValueSource(ints = {1, 2})
            @AllowedCycle(reason = "inside", ids = "000000000001")
            void test(int number) {}
        }
    }

    @Test
    void annotations_of_the_classes_around_count_too_the_innermost_first() {
        Allowance allowance = run(Around.class, 2, 0);

        assertThat(allowance.grants())
                .extracting(Allowance.Grant::where)
                .containsExactly(Around.Inside.class.getName() + ".test()", Around.class.getName());
        assertThat(reason(allowance, ONE)).isEqualTo("inside");
        assertThat(reason(allowance, OTHER)).isEqualTo("around");
    }

    @Test
    void an_annotation_that_nothing_needed_is_named_once() {
        Allowance allowance = run(Around.class, 2, 0);
        Accepted accepted = new Accepted();
        accepted.inForce(allowance);
        accepted.use(allowance.grants().get(1), OTHER);

        assertThat(accepted.takeUnused(true)).as("ids are judged later").isEmpty();
        assertThat(accepted.takeUnused(false))
                .containsExactly(allowance.grants().get(0));
        assertThat(accepted.takeUnused(false)).isEmpty();
    }

    @Test
    void an_annotation_with_ids_is_needed_wherever_they_turn_up() {
        Allowance allowance = run(ClassAllows.class, 0);
        Accepted accepted = new Accepted();
        accepted.inForce(allowance);

        assertThat(accepted.has(OTHER)).isFalse();
        assertThat(accepted.has(ONE)).isTrue();
        assertThat(accepted.takeUnused(false)).isEmpty();
    }

    private static String reason(Allowance allowance, Finding finding) {
        return allowance.grantFor(finding).reason();
    }

    private static Allowance run(Class<?> type, long failed) {
        return run(type, 1, failed);
    }

    private static Allowance run(Class<?> type, long started, long failed) {
        SEEN.clear();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(started).failed(failed));
        return SEEN.get(0);
    }
}
