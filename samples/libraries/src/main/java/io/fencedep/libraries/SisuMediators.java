package io.fencedep.libraries;

import com.google.inject.AbstractModule;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.name.Names;
import java.lang.annotation.Annotation;
import org.eclipse.sisu.BeanEntry;
import org.eclipse.sisu.Mediator;
import org.eclipse.sisu.inject.DefaultBeanLocator;

/** Who watches beans needs a lock to hear of one, and looks for beans under it. */
public final class SisuMediators {
    private static final Object lock = new Object();

    private SisuMediators() {}

    private static final class Thing {}

    private static final class Watcher implements Mediator<Annotation, Thing, Object> {
        @Override
        public void add(BeanEntry<Annotation, Thing> entry, Object watcher) {
            synchronized (lock) {
                entry.getKey();
            }
        }

        @Override
        public void remove(BeanEntry<Annotation, Thing> entry, Object watcher) {
            // Nothing is removed here.
        }
    }

    public static void main(String[] arguments) throws Exception {
        DefaultBeanLocator locator = new DefaultBeanLocator();
        Injector one = injector("one");
        Injector other = injector("other");
        locator.watch(Key.get(Thing.class), new Watcher(), lock);
        Turns.take(() -> locator.add(one, 1), () -> {
            synchronized (lock) {
                locator.add(other, 2);
            }
        });
    }

    private static Injector injector(String name) {
        return Guice.createInjector(new AbstractModule() {
            @Override
            protected void configure() {
                bind(Thing.class).annotatedWith(Names.named(name)).toInstance(new Thing());
            }
        });
    }
}
