package io.fencedep.libraries;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** A bean needs a lock while it is made; another thread asks for another bean under that lock. */
public final class SpringBeans {
    private static final Object lock = new Object();

    private SpringBeans() {}

    /** Needs the lock. */
    static final class Ledger {
        Ledger() {
            synchronized (lock) {
                lock.hashCode();
            }
        }
    }

    /** Needs nothing. */
    static final class Report {}

    /** Makes both when they are asked for. */
    @Configuration
    public static class Beans {
        @Bean
        @Lazy
        Ledger ledger() {
            return new Ledger();
        }

        @Bean
        @Lazy
        Report report() {
            return new Report();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(Beans.class)) {
            Turns.take(() -> context.getBean(Ledger.class), () -> {
                synchronized (lock) {
                    context.getBean(Report.class);
                }
            });
        }
    }
}
