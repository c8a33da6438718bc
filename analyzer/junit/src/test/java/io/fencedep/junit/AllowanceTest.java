package io.fencedep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
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

        assertThat(allowance.reason(ONE)).isEqualTo("known since long");
        assertThat(allowance.reason(OTHER)).isNull();
        assertThat(allowance.combines()).isTrue();
    }

    @Test
    void an_annotation_without_ids_accepts_all_and_keeps_the_test_apart() {
        Allowance allowance = run(MethodAllows.class, 0);

        assertThat(allowance.reason(ONE)).isEqualTo("this above all");
        assertThat(allowance.reason(OTHER)).isEqualTo("whatever it does");
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

    private static Allowance run(Class<?> type, long failed) {
        SEEN.clear();
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(type))
                .execute()
                .testEvents()
                .assertStatistics(tests -> tests.started(1).failed(failed));
        return SEEN.get(0);
    }
}
