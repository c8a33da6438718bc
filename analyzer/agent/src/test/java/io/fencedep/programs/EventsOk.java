package io.fencedep.programs;

import java.awt.EventQueue;
import java.awt.SecondaryLoop;
import java.awt.Toolkit;
import java.util.concurrent.CountDownLatch;
import javax.swing.text.PlainDocument;

/**
 * An event that lets others run while it waits for one of them, as a dialog does; and texts that are read in both orders,
 * where readers wait only for who writes already.
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
    }
}
