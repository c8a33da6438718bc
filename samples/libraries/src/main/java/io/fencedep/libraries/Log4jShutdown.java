package io.fencedep.libraries;

import org.apache.log4j.AppenderSkeleton;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.LogManager;
import org.apache.log4j.Logger;
import org.apache.log4j.spi.LoggingEvent;

/** The thread of an asynchronous appender logs something itself; another thread ends all logging. */
public final class Log4jShutdown {
    private Log4jShutdown() {}

    public static void main(String[] arguments) throws Exception {
        AsyncAppender async = new AsyncAppender();
        async.addAppender(new AppenderSkeleton() {
            @Override
            protected void append(LoggingEvent event) {
                if (!event.getLoggerName().equals("inner")) {
                    Logger.getLogger("inner").info("written");
                }
            }

            @Override
            public void close() {}

            @Override
            public boolean requiresLayout() {
                return false;
            }
        });
        Logger.getRootLogger().addAppender(async);
        Turns.take(
                () -> {
                    Logger.getLogger("outer").info("event");
                    Thread.sleep(300);
                },
                LogManager::shutdown);
    }
}
