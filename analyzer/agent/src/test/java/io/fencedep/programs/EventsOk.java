package io.fencedep.programs;

import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingWorker;
import javax.swing.text.PlainDocument;

/**
 * An event that lets others run while it waits for one of them, as a dialog does; and texts that are read in both orders,
 * where readers wait only for who writes already; workers that ask the event thread, which asks them for what they have when
 * they tell that they are done.
 */
public final class EventsOk {
    private EventsOk() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        CountDownLatch inner = new CountDownLatch(1);
        EventQueue.invokeLater(() -> {
            SecondaryLoop loop =
                    Toolkit.getDefaultToolkit().getSystemEventQueue().createSecondaryLoop();
            EventQueue.invokeLater(() -> {
                inner.countDown();
                loop.exit();
            });
            loop.enter();
            Turns.run(inner::await);
            done.countDown();
        });
        done.await();
        EventQueue.invokeAndWait(() -> EventQueue.invokeLater(() -> {}));
        PlainDocument one = new PlainDocument();
        PlainDocument other = new PlainDocument();
        Turns.take(
                () -> one.render(() -> other.render(() -> {})),
                () -> other.render(() -> one.render(() -> {})),
                () -> one.insertString(0, "text", null),
                () -> other.insertString(0, "text", null));
        workers();
    }

    private static void workers() throws Exception {
        CountDownLatch told = new CountDownLatch(4);
        for (int i = 0; i < 2; i++) {
            SwingWorker<Integer, Void> worker = new SwingWorker<>() {
                @Override
                protected Integer doInBackground() throws Exception {
                    EventQueue.invokeAndWait(() -> {});
                    return 1;
                }

                @Override
                protected void done() {
                    Turns.run(() -> get());
                    told.countDown();
                }
            };
            worker.addPropertyChangeListener(change -> {
                if (change.getNewValue() == SwingWorker.StateValue.DONE) {
                    Turns.run(() -> worker.get());
                    told.countDown();
                }
            });
            worker.execute();
        }
        told.await();
    }
}
