package bank;

import org.junit.jupiter.api.Test;

class BothTest {
    @Test
    void books_and_audits() throws InterruptedException {
        Locks.bookAndAudit();
    }
}
