package io.fencedep.programs;

import java.awt.BorderLayout;
import java.awt.Container;
import java.awt.EventQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.swing.text.AttributeSet;
import javax.swing.text.BadLocationException;
import javax.swing.text.DocumentFilter;
import javax.swing.text.PlainDocument;

/** What is run by the event thread of a user interface is waited for under a lock that this thread needs, and by itself. */
public final class EventsBad {
    private static final Object lock = new Object();
    private static final Object model = new Object();

    private EventsBad() {}

    public static void main(String[] arguments) throws Exception {
        Turns.take(
                () -> Turns.run(() -> EventQueue.invokeAndWait(() -> {
                    synchronized (lock) {
                        Turns.run(() -> {});
                    }
                })),
                () -> {
                    synchronized (lock) {
                        Turns.run(() -> EventQueue.invokeAndWait(() -> {}));
                    }
                });
        CountDownLatch latch = new CountDownLatch(1);
        EventQueue.invokeLater(() -> {
            EventQueue.invokeLater(latch::countDown);
            Turns.run(() -> latch.await(1, TimeUnit.MILLISECONDS));
        });
        latch.await();
        PlainDocument text = new PlainDocument();
        text.setDocumentFilter(new DocumentFilter() {
            @Override
            public void insertString(FilterBypass by, int at, String inserted, AttributeSet style)
                    throws BadLocationException {
                synchronized (model) {
                    super.insertString(by, at, inserted, style);
                }
            }
        });
        Turns.take(() -> text.insertString(0, "text", null), () -> {
            synchronized (model) {
                text.getText(0, 1);
                text.render(() -> {});
            }
        });
        Container tree = new Container();
        tree.setLayout(new BorderLayout() {
            private static final long serialVersionUID = 1;

            @Override
            public void layoutContainer(Container target) {
                synchronized (model) {
                    super.layoutContainer(target);
                }
            }
        });
        Turns.take(
                () -> {
                    synchronized (tree.getTreeLock()) {
                        tree.doLayout();
                    }
                },
                () -> {
                    synchronized (model) {
                        tree.add(new Container());
                    }
                });
    }
}
