package bank;

import org.junit.jupiter.api.Test;

class BookingIT {
    @Test
    void books() {
        Locks.book();
    }
}
