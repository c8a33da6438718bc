package io.fencedep.programs;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.logging.Logger;

/** What the JDK asks of the program under locks of its own: the text of an exception, and that a driver says goodbye. */
public final class CallbacksBad {
    private static final Object lock = new Object();
    private static final Object pool = new Object();

    private CallbacksBad() {}

    private static final class Log extends PrintStream {
        Log() {
            super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        }
    }

    private static final class Failure extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            synchronized (lock) {
                return "failed";
            }
        }
    }

    private static final class Driver implements java.sql.Driver {
        @Override
        public java.sql.Connection connect(String url, java.util.Properties info) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean acceptsURL(String url) {
            return false;
        }

        @Override
        public java.sql.DriverPropertyInfo[] getPropertyInfo(String url, java.util.Properties info) {
            return new java.sql.DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Log log = new Log();
        Turns.take(() -> new Failure().printStackTrace(log), () -> {
            synchronized (lock) {
                log.print('x');
            }
        });
        Driver driver = new Driver();
        DriverManager.registerDriver(driver, () -> {
            synchronized (pool) {
                Turns.run(() -> {});
            }
        });
        Turns.take(() -> DriverManager.deregisterDriver(driver), () -> {
            synchronized (pool) {
                Turns.run(() -> DriverManager.deregisterDriver(driver));
            }
        });
    }
}
