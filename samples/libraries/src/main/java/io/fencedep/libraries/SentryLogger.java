package io.fencedep.libraries;

import io.sentry.Sentry;
import io.sentry.log4j.SentryAppender;
import org.apache.log4j.Level;
import org.apache.log4j.Logger;

/** A client is made, which logs what it does, and something is logged, for which a client is needed. */
public final class SentryLogger {
    private SentryLogger() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("sentry.dsn", "noop://localhost/1");
        SentryAppender appender = new SentryAppender();
        appender.setThreshold(Level.WARN);
        Logger.getRootLogger().setLevel(Level.DEBUG);
        Logger.getRootLogger().addAppender(appender);
        Turns.take(
                Sentry::getContext, () -> Logger.getLogger(SentryLogger.class).warn("late"));
        System.exit(0);
    }
}
