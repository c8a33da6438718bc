package io.fencedep.libraries;

import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;
import javax.swing.text.PlainDocument;

/** Who listens to a text needs a lock while the text is locked; another thread writes into it under that lock. */
public final class JdkDocument {
    private static final Object model = new Object();

    private JdkDocument() {}

    private static final class Listener implements DocumentListener {
        @Override
        public void insertUpdate(DocumentEvent event) {
            synchronized (model) {
                event.getLength();
            }
        }

        @Override
        public void removeUpdate(DocumentEvent event) {}

        @Override
        public void changedUpdate(DocumentEvent event) {}
    }

    public static void main(String[] arguments) throws Exception {
        PlainDocument text = new PlainDocument();
        text.addDocumentListener(new Listener());
        Turns.take(() -> text.insertString(0, "one", null), () -> {
            synchronized (model) {
                text.insertString(0, "two", null);
            }
        });
    }
}
