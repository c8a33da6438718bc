package bank;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** One instance for all tests, with threads that are older than a test, and with some that outlive it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PoolTest {
    private ExecutorService pool;
    private ExecutorService left;

    @BeforeAll
    void open() throws Exception {
        pool = Executors.newSingleThreadExecutor();
        pool.submit(() -> {}).get();
    }

    @Test
    @Order(1)
    void starts_a_pool_and_leaves_it() throws Exception {
        left = Executors.newFixedThreadPool(2);
        left.submit(Locks::book).get();
    }

    @Test
    @Order(2)
    void audits_in_the_pool_of_the_class_and_books() throws Exception {
        pool.submit(Locks::audit).get();
        Locks.book();
    }

    @Test
    @Order(3)
    void does_nothing() {}

    @AfterAll
    void close() throws InterruptedException {
        if (left != null) {
            left.shutdown();
        }
        pool.shutdown();
        pool.awaitTermination(10, TimeUnit.SECONDS);
    }
}
