package bank;

import io.fencedep.junit.AllowedCycle;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invocations are tests of their own; a factory is one test. */
class KindsTest {
    @Nested
    class Inside {
        @Test
        void nested_books_and_audits() throws InterruptedException {
            Locks.bookAndAudit();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void with_parameters(int number) throws InterruptedException {
        if (number == 2) {
            Locks.bookAndAudit();
        }
    }

    @RepeatedTest(2)
    void repeated(RepetitionInfo info) throws InterruptedException {
        if (info.getCurrentRepetition() == 1) {
            Locks.bookAndAudit();
        }
    }

    @TestFactory
    List<DynamicTest> made_by_a_factory() {
        return List.of(
                DynamicTest.dynamicTest("books", () -> Locks.start(Locks::book).join()),
                DynamicTest.dynamicTest("books and audits", Locks::bookAndAudit));
    }

    @Test
    @AllowedCycle(reason = "audits were wild once")
    void books_only() {
        Locks.book();
    }
}
