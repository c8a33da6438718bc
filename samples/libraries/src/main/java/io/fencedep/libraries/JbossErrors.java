package io.fencedep.libraries;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.handlers.WriterHandler;

/** What goes wrong in a handler is printed, and what is printed is logged; a new writer goes wrong as well. */
public final class JbossErrors {
    private JbossErrors() {}

    public static void main(String[] arguments) throws Exception {
        WriterHandler handler = new WriterHandler();
        handler.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord logged) {
                if (logged.getMessage().isEmpty()) {
                    throw new IllegalStateException("nothing to say");
                }
                return logged.getMessage();
            }

            @Override
            public String getHead(java.util.logging.Handler any) {
                throw new IllegalStateException("no head");
            }
        });
        handler.setWriter(new StringWriter());
        handler.setErrorManager(
                handler.getErrorManager().getClass().getName().contains("OnlyOnce")
                        ? handler.getErrorManager()
                        : new java.util.logging.ErrorManager());
        System.setErr(new PrintStream(new OutputStream() {
            @Override
            public void write(int character) {
                handler.publish(new ExtLogRecord(Level.ERROR, "error", JbossErrors.class.getName()));
            }
        }));
        Turns.take(
                () -> handler.publish(new ExtLogRecord(Level.INFO, "", JbossErrors.class.getName())),
                () -> handler.setWriter(new StringWriter()));
        System.exit(0);
    }
}
