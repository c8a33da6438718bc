package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** What initialisers use whichever way they go. */
class SurelyUsedTest {
    private static class Used {
        static int count;

        static int next() {
            return count++;
        }
    }

    private static final class Below extends Used {}

    private static final class Helper {
        static int direct() {
            return Used.next();
        }

        static int afterBranches(int number) {
            int sum = number > 2 ? 3 : 4;
            for (int i = 0; i < sum; i++) {
                sum--;
            }
            try {
                sum += Integer.parseInt("x");
            } catch (NumberFormatException e) {
                sum++;
            }
            switch (sum) {
                case 1 -> sum = 2;
                case 2 -> sum = 3;
                default -> sum = 4;
            }
            return sum + Used.count;
        }

        static int inBranch(int number) {
            if (number > 2) {
                return Used.next();
            }
            return 1;
        }

        static int afterReturn(int number) {
            if (number > 2) {
                return 1;
            }
            return Used.next();
        }

        static int inLoop(int number) {
            int sum = 0;
            for (int i = 0; i < number; i++) {
                sum += Used.next();
            }
            return sum;
        }

        static int whenFailing(String number) {
            try {
                return Integer.parseInt(number);
            } catch (NumberFormatException e) {
                return Used.next();
            }
        }

        static IntSupplier later() {
            return () -> Used.next();
        }

        static int byChild() {
            return Below.next();
        }
    }

    private interface Rule {
        int apply();
    }

    private static final class Using implements Rule {
        @Override
        public int apply() {
            return Used.next();
        }
    }

    private static final class Direct {
        static final int VALUE = Helper.direct();
    }

    private static final class AfterBranches {
        static final int VALUE = Helper.afterBranches(3);
    }

    private static final class InBranch {
        static final int VALUE = Helper.inBranch(3);
    }

    private static final class AfterReturn {
        static final int VALUE = Helper.afterReturn(3);
    }

    private static final class InLoop {
        static final int VALUE = Helper.inLoop(3);
    }

    private static final class WhenFailing {
        static final int VALUE = Helper.whenFailing("3");
    }

    private static final class Later {
        static final IntSupplier VALUE = Helper.later();
    }

    private static final class ByChild {
        static final int VALUE = Helper.byChild();
    }

    private static final class OfFinalClass {
        static final int VALUE = new Using().apply();
    }

    private static final class OfInterface {
        static final Rule RULE = new Using();
        static final int VALUE = RULE.apply();
    }

    @Test
    void what_is_never_jumped_over_is_used() {
        assertThat(use(Direct.class)).isTrue();
        assertThat(use(AfterBranches.class)).isTrue();
        assertThat(use(OfFinalClass.class)).isTrue();
    }

    @Test
    void what_may_be_left_out_is_not() {
        assertThat(use(InBranch.class)).isFalse();
        assertThat(use(AfterReturn.class)).isFalse();
        assertThat(use(InLoop.class)).isFalse();
        assertThat(use(WhenFailing.class)).isFalse();
        assertThat(use(Later.class)).isFalse();
        assertThat(use(OfInterface.class)).isFalse();
    }

    @Test
    void who_names_a_child_uses_the_class_that_has_the_method() {
        assertThat(use(ByChild.class)).isTrue();
        assertThat(new SurelyUsed(new ClassFiles()).uses(ByChild.class.getName(), Below.class.getName()))
                .isFalse();
    }

    private static boolean use(Class<?> type) {
        return new SurelyUsed(new ClassFiles()).uses(type.getName(), Used.class.getName());
    }
}
