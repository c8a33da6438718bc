package io.fencedep.libraries;

import it.sauronsoftware.cron4j.Scheduler;
import it.sauronsoftware.cron4j.Task;
import it.sauronsoftware.cron4j.TaskExecutionContext;
import java.util.concurrent.CountDownLatch;

/** A task asks its scheduler whether it is started; another thread stops the scheduler, which waits for the task. */
public final class CronStop {
    private static final CountDownLatch asked = new CountDownLatch(1);

    private CronStop() {}

    public static void main(String[] arguments) throws Exception {
        Scheduler scheduler = new Scheduler();
        scheduler.start();
        scheduler.launch(new Task() {
            @Override
            public void execute(TaskExecutionContext context) {
                scheduler.isStarted();
                asked.countDown();
                try {
                    Thread.sleep(500);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        asked.await();
        scheduler.stop();
    }
}
