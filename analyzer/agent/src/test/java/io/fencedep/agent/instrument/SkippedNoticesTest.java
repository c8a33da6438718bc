package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Notifications that are left out where nobody waits. */
@SuppressWarnings("UnusedMethod")
class SkippedNoticesTest {
    /** A bound that knows how many wait. */
    private static final class Limit {
        private final Object lock = new Object();
        private int used;
        private int waiting;
        private int delayed;

        synchronized void increase() throws InterruptedException {
            while (used > 0) {
                waiting++;
                try {
                    wait();
                } finally {
                    waiting--;
                }
            }
            used++;
        }

        synchronized void decrease() {
            used--;
            if (used == 0 && waiting > 0) {
                notifyAll();
            }
        }

        void delay() throws InterruptedException {
            synchronized (lock) {
                while (used > 0) {
                    delayed++;
                    lock.wait();
                    delayed--;
                }
            }
        }

        void hurry() {
            synchronized (lock) {
                if (delayed != 0) {
                    lock.notify();
                }
            }
        }

        /** What is asked is not how many wait. */
        synchronized void signalUsed() {
            if (used > 0) {
                notifyAll();
            }
        }

        /** Not of what they wait for. */
        void other() {
            synchronized (lock) {
                if (waiting > 0) {
                    lock.notify();
                }
            }
        }
    }

    @Test
    void whoSkipsANotificationSinceNobodyWaitsIsFound() throws IOException {
        try (InputStream in = SkippedNoticesTest.class.getResourceAsStream("SkippedNoticesTest$Limit.class")) {
            ClassReader reader = new ClassReader(Objects.requireNonNull(in).readAllBytes());

            assertThat(SkippedNotices.of(reader).keySet()).containsExactlyInAnyOrder("decrease()V", "hurry()V");
        }
    }
}
