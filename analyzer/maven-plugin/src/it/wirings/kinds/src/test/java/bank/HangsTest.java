package bank;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.Test;

/** A deadlock that happens, in a test that gives up. */
class HangsTest {
    private static final CyclicBarrier BOTH = new CyclicBarrier(2);

    @Test
    void meets_and_hangs() {
        assertTimeoutPreemptively(Duration.ofSeconds(2), () -> {
            Thread other = new Thread(() -> meeting(Locks.ledger, Locks.accounts));
            other.setDaemon(true);
            other.start();
            meeting(Locks.accounts, Locks.ledger);
        });
    }

    private static void meeting(Lock first, Lock second) {
        try {
            first.lockInterruptibly();
            try {
                BOTH.await(1, TimeUnit.SECONDS);
                second.lockInterruptibly();
                second.unlock();
            } finally {
                first.unlock();
            }
        } catch (Exception e) {
            Thread.currentThread().interrupt();
        }
    }
}
