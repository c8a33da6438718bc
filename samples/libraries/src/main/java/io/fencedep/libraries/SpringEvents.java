package io.fencedep.libraries;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

/** Listeners are looked for under the lock of all singletons, which is held while beans are made that need a lock. */
public final class SpringEvents {
    private static final Object lock = new Object();

    /** Needs the lock to be made. */
    public static final class Bean {
        public Bean() {
            synchronized (lock) {
                lock.hashCode();
            }
        }
    }

    /** Something happened. */
    public static final class Event extends ApplicationEvent {
        private static final long serialVersionUID = 1;

        public Event(Object source) {
            super(source);
        }
    }

    /** Hears of it. */
    public static final class Listener implements ApplicationListener<Event> {
        @Override
        public void onApplicationEvent(Event event) {
            event.getSource();
        }
    }

    private SpringEvents() {}

    public static void main(String[] arguments) throws Exception {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(Bean.class, each -> each.setLazyInit(true));
        context.registerBean(Listener.class);
        context.refresh();
        Turns.take(() -> context.getBean(Bean.class), () -> {
            synchronized (lock) {
                context.publishEvent(new Event("source"));
            }
        });
    }
}
