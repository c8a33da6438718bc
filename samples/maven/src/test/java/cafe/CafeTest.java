package cafe;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CafeTest {
    private final Cafe cafe = new Cafe();

    @Test
    void a_guest_orders_and_complains() {
        cafe.order();
        cafe.complain();

        assertTrue(cafe.isEven());
    }

    /** They never meet, so this passes, day after day. One day they will meet. */
    @Test
    void one_guest_orders_and_another_complains() throws InterruptedException {
        Thread first = new Thread(cafe::order);
        Thread second = new Thread(() -> {
            while (first.isAlive()) {
                Thread.onSpinWait();
            }
            cafe.complain();
        });
        first.start();
        second.start();
        first.join();
        second.join();

        assertTrue(cafe.isEven());
    }
}
