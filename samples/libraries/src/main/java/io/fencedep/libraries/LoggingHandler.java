package io.fencedep.libraries;

import java.io.ByteArrayOutputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;

/** A parameter of a log record needs a lock for its text; another thread logs under that lock. */
public final class LoggingHandler {
    private static final Object lock = new Object();

    private LoggingHandler() {}

    public static void main(String[] arguments) throws Exception {
        Logger logger = Logger.getLogger("bank");
        logger.setUseParentHandlers(false);
        logger.addHandler(new StreamHandler(new ByteArrayOutputStream(), new SimpleFormatter()));
        Object account = new Object() {
            @Override
            public String toString() {
                synchronized (lock) {
                    return "account";
                }
            }
        };
        Turns.take(() -> logger.log(Level.INFO, "opened {0}", account), () -> {
            synchronized (lock) {
                logger.info("locked");
            }
        });
    }
}
