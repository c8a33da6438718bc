package bank;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** All three run at the same time; one of them is to blame. */
class ParallelTest {
    private static final CyclicBarrier ALL = new CyclicBarrier(3);

    @Test
    void books_one_way() throws Exception {
        ALL.await(20, TimeUnit.SECONDS);
        Lock first = new ReentrantLock();
        Lock second = new ReentrantLock();
        Locks.start(() -> Locks.both(first, second)).join();
        ALL.await(20, TimeUnit.SECONDS);
    }

    @Test
    void books_and_audits() throws Exception {
        ALL.await(20, TimeUnit.SECONDS);
        Locks.bookAndAudit();
        ALL.await(20, TimeUnit.SECONDS);
    }

    @Test
    void does_nothing() throws Exception {
        ALL.await(20, TimeUnit.SECONDS);
        ALL.await(20, TimeUnit.SECONDS);
    }
}
