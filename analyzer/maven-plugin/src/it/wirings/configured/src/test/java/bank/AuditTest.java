package bank;

import org.junit.jupiter.api.Test;

class AuditTest {
    @Test
    void audits() {
        Locks.audit();
    }
}
