package io.fencedep.libraries;

import java.io.File;
import org.apache.log4j.Appender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Logger;
import org.apache.log4j.PatternLayout;

/** The text of what is logged logs something itself, by another logger with the same appender. */
public final class Log4jNested {
    private Log4jNested() {}

    public static void main(String[] arguments) throws Exception {
        File file = File.createTempFile("fencedep", ".log");
        Appender appender = new FileAppender(new PatternLayout("%m%n"), file.getPath());
        Logger bank = logger("bank", appender);
        Logger audit = logger("audit", appender);
        Object account = new Object() {
            @Override
            public String toString() {
                audit.info("asked for its name");
                return "account";
            }
        };
        Turns.take(() -> bank.info(account), () -> audit.info("plain"));
        file.delete();
    }

    private static Logger logger(String name, Appender appender) {
        Logger logger = Logger.getLogger(name);
        logger.setAdditivity(false);
        logger.addAppender(appender);
        return logger;
    }
}
