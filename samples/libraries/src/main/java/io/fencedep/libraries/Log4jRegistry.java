package io.fencedep.libraries;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.util.internal.InternalLoggerRegistry;
import org.apache.logging.log4j.message.ParameterizedMessageFactory;

/** A logger is made by code that needs a lock; another thread wants one under that lock. */
public final class Log4jRegistry {
    private static final Object lock = new Object();

    private Log4jRegistry() {}

    public static void main(String[] arguments) throws Exception {
        InternalLoggerRegistry registry = new InternalLoggerRegistry();
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Logger logger = context.getLogger("known");
        Turns.take(
                () -> registry.computeIfAbsent("one", ParameterizedMessageFactory.INSTANCE, (name, factory) -> {
                    synchronized (lock) {
                        return logger;
                    }
                }),
                () -> {
                    synchronized (lock) {
                        registry.getLogger("one", ParameterizedMessageFactory.INSTANCE);
                    }
                });
    }
}
