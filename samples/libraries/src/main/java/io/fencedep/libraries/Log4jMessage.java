package io.fencedep.libraries;

import java.io.File;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Logger;
import org.apache.log4j.PatternLayout;

/** What is logged needs a lock for its text; another thread logs under that lock. */
public final class Log4jMessage {
    private static final Object lock = new Object();

    private Log4jMessage() {}

    public static void main(String[] arguments) throws Exception {
        File file = File.createTempFile("fencedep", ".log");
        Logger logger = Logger.getLogger("bank");
        logger.setAdditivity(false);
        logger.addAppender(new FileAppender(new PatternLayout("%m%n"), file.getPath()));
        Object account = new Object() {
            @Override
            public String toString() {
                synchronized (lock) {
                    return "account";
                }
            }
        };
        Turns.take(() -> logger.info(account), () -> {
            synchronized (lock) {
                logger.info("locked");
            }
        });
        file.delete();
    }
}
