package io.fencedep.libraries;

import com.google.common.util.concurrent.AbstractScheduledService;
import java.util.concurrent.TimeUnit;

/** One service fails to say when it runs next, another one is stopped. */
public final class GuavaScheduled {
    private static final class Service extends AbstractScheduledService {
        private final int fails;
        private int runs;

        Service(int fails) {
            this.fails = fails;
        }

        @Override
        protected void runOneIteration() {
            runs++;
        }

        @Override
        protected Scheduler scheduler() {
            return new CustomScheduler() {
                @Override
                protected Schedule getNextSchedule() {
                    if (runs >= fails) {
                        throw new IllegalStateException();
                    }
                    return new Schedule(5, TimeUnit.MILLISECONDS);
                }
            };
        }
    }

    private GuavaScheduled() {}

    public static void main(String[] arguments) throws Exception {
        Service failing = new Service(2);
        Service stopped = new Service(Integer.MAX_VALUE);
        Turns.take(
                () -> {
                    failing.startAsync();
                    while (failing.state() != com.google.common.util.concurrent.Service.State.FAILED) {
                        Thread.sleep(1);
                    }
                },
                () -> {
                    stopped.startAsync();
                    stopped.awaitRunning();
                    Thread.sleep(20);
                    stopped.stopAsync();
                    stopped.awaitTerminated();
                });
    }
}
