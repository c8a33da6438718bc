package bank;

import io.fencedep.junit.AllowedCycle;
import io.fencedep.junit.DetectDeadlocks;
import org.junit.jupiter.api.Test;

@DetectDeadlocks
class AnnotatedTest {
    @Test
    void books() {
        Locks.book();
    }

    @Test
    void books_and_audits() throws InterruptedException {
        Locks.bookAndAudit();
    }

    @Test
    @AllowedCycle(reason = "audits run at night only")
    void audits_at_night() throws InterruptedException {
        Locks.bookAndAudit();
    }
}
