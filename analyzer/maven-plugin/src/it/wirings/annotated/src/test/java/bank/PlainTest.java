package bank;

import org.junit.jupiter.api.Test;

/** Has no annotation: nobody looks. */
class PlainTest {
    @Test
    void books_and_audits() throws InterruptedException {
        Locks.bookAndAudit();
    }
}
