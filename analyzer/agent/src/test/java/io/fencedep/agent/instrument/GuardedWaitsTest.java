package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;

/** Loops in which code waits for the notification of a monitor until a condition holds. */
@SuppressWarnings({"WaitNotInLoop", "UnusedMethod"})
class GuardedWaitsTest {
    private static final String OWNER = Waits.class.getName().replace('.', '/');

    /** Waits in all kinds of ways. */
    private static final class Waits {
        private static final Object shared = new Object();
        private final Object monitor = new Object();
        private final Lock lock = new ReentrantLock();
        private final Condition free = lock.newCondition();
        private boolean taken;

        synchronized void inWhile() throws InterruptedException {
            while (taken) {
                wait();
            }
            taken = true;
        }

        synchronized boolean forEver() throws InterruptedException {
            for (; ; ) {
                if (!taken) {
                    return taken;
                }
                wait();
            }
        }

        void onField() throws InterruptedException {
            synchronized (monitor) {
                while (taken) {
                    monitor.wait();
                }
            }
        }

        void onStaticField() throws InterruptedException {
            synchronized (shared) {
                while (taken) {
                    shared.wait();
                }
            }
        }

        synchronized void forAWhile() throws InterruptedException {
            while (taken) {
                wait(1);
            }
        }

        synchronized void andSignals() throws InterruptedException {
            while (taken) {
                wait();
            }
            taken = true;
            notifyAll();
        }

        synchronized void once() throws InterruptedException {
            if (taken) {
                wait();
            }
        }

        void onCondition() throws InterruptedException {
            lock.lock();
            try {
                while (taken) {
                    free.await();
                }
            } finally {
                lock.unlock();
            }
        }

        void onLocal(Object local) throws InterruptedException {
            synchronized (local) {
                while (taken) {
                    local.wait();
                }
            }
        }
    }

    @Test
    void whatIsWaitedForIsKnownByTheExpressionBeforeTheCall() throws IOException {
        assertThat(monitors("inWhile()V")).containsExactly(new GuardedWaits.Awaited(false, "", null, "", false, false));
        assertThat(monitors("forEver()Z")).containsExactly(new GuardedWaits.Awaited(false, "", null, "", false, false));
        assertThat(monitors("onField()V")).containsExactly(field(false, "monitor"));
        assertThat(monitors("onStaticField()V")).containsExactly(field(true, "shared"));
        assertThat(monitors("onCondition()V"))
                .containsExactly(new GuardedWaits.Awaited(
                        false, OWNER, "free", "Ljava/util/concurrent/locks/Condition;", true, false));
    }

    @Test
    void whereThereIsABoundOrNoLoopOrWhereItIsNotKnownThereIsNone() throws IOException {
        assertThat(monitors("forAWhile()V")).isEmpty();
        assertThat(monitors("once()V")).isEmpty();
        assertThat(monitors("onLocal(Ljava/lang/Object;)V")).isEmpty();
    }

    @Test
    void whatSignalsAsWellIsOneSideOfAnExchange() throws IOException {
        assertThat(monitors("andSignals()V"))
                .containsExactly(new GuardedWaits.Awaited(false, "", null, "", false, true));
    }

    private static GuardedWaits.Awaited field(boolean isStatic, @Nullable String name) {
        return new GuardedWaits.Awaited(isStatic, OWNER, name, "Ljava/lang/Object;", false, false);
    }

    private static Collection<GuardedWaits.Awaited> monitors(String method) throws IOException {
        try (InputStream in = Waits.class.getResourceAsStream("GuardedWaitsTest$Waits.class")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return GuardedWaits.of(new ClassReader(bytes))
                    .getOrDefault(method, Map.of())
                    .values();
        }
    }
}
