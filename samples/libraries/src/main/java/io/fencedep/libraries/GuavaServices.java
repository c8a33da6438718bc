package io.fencedep.libraries;

import com.google.common.util.concurrent.AbstractService;
import com.google.common.util.concurrent.Service;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** Who listens to a service needs a lock; another thread stops the service under it. */
public final class GuavaServices {
    private static final Object lock = new Object();

    private GuavaServices() {}

    private static final class Nothing extends AbstractService {
        @Override
        protected void doStart() {
            notifyStarted();
        }

        @Override
        protected void doStop() {
            notifyStopped();
        }
    }

    public static void main(String[] arguments) throws Exception {
        Service service = new Nothing();
        Service.Listener listener = (Service.Listener) Proxy.newProxyInstance(
                GuavaServices.class.getClassLoader(),
                new Class<?>[] {Service.Listener.class},
                (proxy, method, values) -> {
                    synchronized (lock) {
                        return null;
                    }
                });
        service.addListener(listener, Runnable::run);
        Turns.take(() -> call(service, "start"), () -> {
            synchronized (lock) {
                call(service, "stop");
            }
        });
    }

    /** These methods have other names since Guava 15. */
    private static void call(Service service, String name) throws ReflectiveOperationException {
        for (Method each : Service.class.getMethods()) {
            if (each.getName().equals(name) || each.getName().equals(name + "Async")) {
                each.invoke(service);
                return;
            }
        }
    }
}
