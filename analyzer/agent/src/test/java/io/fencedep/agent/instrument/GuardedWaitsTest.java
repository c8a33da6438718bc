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
        private @Nullable Thread owner;
        private int permits;

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

        void onParameter(Object parameter) throws InterruptedException {
            synchronized (parameter) {
                while (taken) {
                    parameter.wait();
                }
            }
        }

        void onLocal() throws InterruptedException {
            Object local = monitor;
            synchronized (local) {
                while (taken) {
                    local.wait();
                }
            }
        }

        void onOneOrTheOther(Object parameter) throws InterruptedException {
            Object local = monitor;
            if (parameter != null) {
                local = parameter;
            }
            synchronized (local) {
                while (taken) {
                    local.wait();
                }
            }
        }

        void signalsWhenInterrupted() throws InterruptedException {
            synchronized (this) {
                try {
                    while (taken) {
                        wait();
                    }
                    taken = true;
                } catch (InterruptedException e) {
                    notify();
                    throw e;
                }
            }
        }

        synchronized void setInTheLoop() throws InterruptedException {
            for (; ; ) {
                if (owner == null) {
                    owner = Thread.currentThread();
                    return;
                }
                wait();
            }
        }

        synchronized void setBefore() throws InterruptedException {
            Thread me = Thread.currentThread();
            if (owner == null) {
                owner = me;
                return;
            }
            do {
                wait();
            } while (owner != null);
            owner = me;
        }

        void asksToBeWoken() throws InterruptedException {
            do {
                synchronized (monitor) {
                    if (owner == null) {
                        if (!taken) {
                            taken = true;
                        }
                        monitor.wait();
                    }
                }
            } while (permits > 0);
        }

        synchronized void counts() throws InterruptedException {
            while (permits == 0) {
                wait();
            }
            permits--;
        }

        synchronized void setsSomethingElse() throws InterruptedException {
            while (taken) {
                wait();
            }
            owner = Thread.currentThread();
        }
    }

    @Test
    void whatIsWaitedForIsKnownByTheExpressionBeforeTheCall() throws IOException {
        assertThat(loop("forEver()Z")).isEqualTo(GuardedWaits.Awaited.in(0));
        assertThat(loop("onField()V")).isEqualTo(field(false, "monitor"));
        assertThat(loop("onStaticField()V")).isEqualTo(field(true, "shared"));
        assertThat(loop("onCondition()V"))
                .isEqualTo(GuardedWaits.Awaited.ofField(false, OWNER, "free", "Ljava/util/concurrent/locks/Condition;")
                        .asCondition());
    }

    @Test
    void aLocalVariableThatHasOneValueIsKnown() throws IOException {
        assertThat(loop("onParameter(Ljava/lang/Object;)V")).isEqualTo(GuardedWaits.Awaited.in(1));
        assertThat(loop("onLocal()V")).isEqualTo(GuardedWaits.Awaited.in(1));
        assertThat(loops("onOneOrTheOther(Ljava/lang/Object;)V")).isEmpty();
    }

    @Test
    void whereThereIsABoundOrNoLoopThereIsNone() throws IOException {
        assertThat(loops("forAWhile()V")).isEmpty();
        assertThat(loops("once()V")).isEmpty();
    }

    @Test
    void whatSignalsAsWellIsOneSideOfAnExchangeUnlessItDoesSoWhenSomethingGoesWrong() throws IOException {
        assertThat(loop("andSignals()V")).isEqualTo(GuardedWaits.Awaited.in(0).withSignals());
        assertThat(loop("signalsWhenInterrupted()V").signals()).isFalse();
    }

    @Test
    void whoSetsWhatTheLoopHasAskedTakesIt() throws IOException {
        assertThat(loop("inWhile()V").taken()).isEqualTo(OWNER + ".taken");
        assertThat(loop("signalsWhenInterrupted()V").taken()).isEqualTo(OWNER + ".taken");
        assertThat(loop("setInTheLoop()V").taken()).isEqualTo(OWNER + ".owner");
        assertThat(loops("setBefore()V")).hasSize(2).allMatch(each -> (OWNER + ".owner").equals(each.taken()));
        assertThat(loop("counts()V").taken()).isNull();
        assertThat(loop("asksToBeWoken()V").taken()).isNull();
        assertThat(loop("setsSomethingElse()V").taken()).isNull();
        assertThat(loop("andSignals()V").taken()).isNull();
    }

    private static GuardedWaits.Awaited field(boolean isStatic, String name) {
        return GuardedWaits.Awaited.ofField(isStatic, OWNER, name, "Ljava/lang/Object;");
    }

    private static GuardedWaits.Awaited loop(String method) throws IOException {
        return loops(method).iterator().next();
    }

    private static Collection<GuardedWaits.Awaited> loops(String method) throws IOException {
        try (InputStream in = Waits.class.getResourceAsStream("GuardedWaitsTest$Waits.class")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return GuardedWaits.of(new ClassReader(bytes))
                    .getOrDefault(method, Map.of())
                    .values();
        }
    }
}
