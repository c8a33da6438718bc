package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether the code ahead of a thread that sleeps may signal anything. */
class CodeAheadTest {
    private static final CountDownLatch latch = new CountDownLatch(1);
    private static final CountDownLatch never = new CountDownLatch(1);

    private interface Listener {
        void told(String what);
    }

    private static final class Prints implements Listener {
        @Override
        public void told(String what) {
            System.err.println(what);
        }
    }

    private static final class Counts implements Listener {
        @Override
        public void told(String what) {
            latch.countDown();
        }
    }

    private static class Sleeper extends Thread {
        @Override
        public void run() {
            nap();
            after();
        }

        void after() {}
    }

    private static final class CountingSleeper extends Sleeper {
        @Override
        void after() {
            latch.countDown();
        }
    }

    @Test
    void who_ends_the_program_when_it_takes_too_long_signals_nothing() throws Exception {
        assertThat(maySignal(() -> {
                    nap();
                    System.err.println("took " + TimeUnit.HOURS.toMillis(1));
                    Runtime.getRuntime().halt(1);
                }))
                .isFalse();
        Thread other = new Thread(CodeAheadTest::nap);
        assertThat(maySignal(() -> {
                    nap();
                    other.interrupt();
                }))
                .isFalse();
        assertThat(maySignal(() -> await(never))).isFalse();
    }

    @Test
    void who_signals_afterwards_does_wherever_its_code_is() throws Exception {
        assertThat(maySignal(() -> {
                    nap();
                    latch.countDown();
                }))
                .isTrue();
        assertThat(maySignal(() -> {
                    napAndCount();
                    System.err.println("done");
                }))
                .isTrue();
        assertThat(maySignal(() -> {
                    nap();
                    List.of(1).forEach(each -> latch.countDown());
                }))
                .isTrue();
    }

    @Test
    void what_was_signalled_before_counts_only_in_a_loop() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        assertThat(maySignal(() -> {
                    other.countDown();
                    nap();
                }))
                .isFalse();
        assertThat(maySignal(() -> {
                    while (true) {
                        other.countDown();
                        nap();
                    }
                }))
                .isTrue();
        assertThat(maySignal(() -> {
                    try {
                        nap();
                    } finally {
                        other.countDown();
                    }
                }))
                .isTrue();
    }

    @Test
    void what_it_is_in_has_been_called_already() throws Exception {
        Runnable nap = CodeAheadTest::nap;
        assertThat(maySignal(() -> {
                    nap.run();
                    System.err.println("done");
                }))
                .isFalse();
        assertThat(maySignal(() -> {
                    napAndCount();
                }))
                .isTrue();
    }

    @Test
    void the_other_branch_does_not_count() throws Exception {
        CountDownLatch other = new CountDownLatch(1);
        assertThat(maySignal(() -> {
                    if (latch.getCount() > 0) {
                        nap();
                    } else {
                        nap();
                        other.countDown();
                    }
                }))
                .isFalse();
        assertThat(maySignal(() -> {
                    try {
                        nap();
                        throw new IllegalStateException("thrown");
                    } catch (IllegalStateException e) {
                        other.countDown();
                    }
                }))
                .isTrue();
    }

    @Test
    void of_what_is_overridden_all_that_is_loaded_counts() throws Exception {
        Listener prints = new Prints();
        Listener counts = new Counts();
        assertThat(maySignal(() -> {
                    nap();
                    (latch.getCount() == 0 ? prints : counts).told("x");
                }))
                .isTrue();
        assertThat(maySignal(() -> {
                    nap();
                    new Prints().told("x");
                }))
                .isFalse();
        assertThat(maySignal(new Sleeper())).isTrue();
    }

    @Test
    void what_is_not_known_may_do_anything() throws Exception {
        Runnable given = () -> {};
        assertThat(maySignal(() -> {
                    nap();
                    given.run();
                }))
                .isTrue();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        assertThat(maySignal(() -> {
                    nap();
                    pool.execute(given);
                }))
                .isTrue();
        pool.shutdown();
    }

    private static void nap() {
        try {
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void napAndCount() {
        nap();
        latch.countDown();
    }

    private static void await(CountDownLatch awaited) {
        try {
            if (!awaited.await(1, TimeUnit.HOURS)) {
                System.err.println("gave up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean maySignal(Runnable code) throws InterruptedException {
        return maySignal(new Thread(code));
    }

    private static boolean maySignal(Thread thread) throws InterruptedException {
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.sleep(1);
        }
        Class<?>[] loaded = {
            CodeAheadTest.class, Listener.class, Prints.class, Counts.class, Sleeper.class, CountingSleeper.class
        };
        return new CodeAhead(() -> loaded).maySignal(thread.getStackTrace());
    }
}
