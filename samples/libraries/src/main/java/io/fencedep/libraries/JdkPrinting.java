package io.fencedep.libraries;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.MemoryHandler;

/** The text of an exception or of a value is made under the lock of what it is printed to, a record handed on under another. */
public final class JdkPrinting {
    private static final Object lock = new Object();

    private JdkPrinting() {}

    private static String text() {
        synchronized (lock) {
            return "text";
        }
    }

    private static final class Out extends PrintStream {
        Out() {
            super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            return text();
        }
    }

    private static final class Target extends Handler {
        @Override
        public void publish(LogRecord record) {
            text();
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    public static void main(String[] arguments) throws Exception {
        Out out = new Out();
        MemoryHandler handler = new MemoryHandler(new Target(), 10, Level.OFF);
        handler.publish(new LogRecord(Level.INFO, "first"));
        Turns.take(
                () -> new Failure().printStackTrace(out),
                () -> out.printf(
                        "%s",
                        new Object() {
                            @Override
                            public String toString() {
                                return text();
                            }
                        }),
                handler::push,
                () -> {
                    synchronized (lock) {
                        out.print("text");
                        handler.publish(new LogRecord(Level.INFO, "second"));
                    }
                });
    }
}
