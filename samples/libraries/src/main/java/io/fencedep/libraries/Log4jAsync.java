package io.fencedep.libraries;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The text of an event that an asynchronous appender writes logs something itself. */
public final class Log4jAsync {
    private static final class Talkative extends Exception {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            LogManager.getLogger(Log4jAsync.class).info("asked");
            return "talkative";
        }
    }

    private Log4jAsync() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Files.createTempFile("log4j2", ".xml");
        Files.writeString(
                file,
                "<configuration><appenders>"
                        + "<Console name='out'><PatternLayout pattern='%m %ex%n'/></Console>"
                        + "<Async name='async' bufferSize='4' blocking='true'><AppenderRef ref='out'/></Async>"
                        + "</appenders><loggers><root level='info'><AppenderRef ref='async'/></root></loggers></configuration>");
        System.setProperty("log4j.configurationFile", file.toUri().toString());
        Logger logger = LogManager.getLogger(Log4jAsync.class);
        Turns.take(
                () -> {
                    for (int i = 0; i < 20; i++) {
                        logger.info("plain");
                    }
                    Thread.sleep(300);
                    logger.error("failed", new Talkative());
                    Thread.sleep(300);
                },
                () -> logger.info("other"));
    }
}
