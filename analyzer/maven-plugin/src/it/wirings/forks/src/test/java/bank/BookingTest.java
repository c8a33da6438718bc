package bank;

import org.junit.jupiter.api.Test;

class BookingTest {
    @Test
    void books() {
        Locks.book();
    }
}
