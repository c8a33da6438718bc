package io.fencedep.programs;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A scope is joined, and another one left without that, under locks that their tasks take. Only in Java 25: earlier scopes
 * are made otherwise, and later ones may be.
 */
public final class ScopesBad {
    private static final int JAVA_25 = 25;
    private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";
    private static final ReentrantLock joined = new ReentrantLock();
    private static final ReentrantLock left = new ReentrantLock();
    private static final ReentrantLock free = new ReentrantLock();

    private ScopesBad() {}

    public static void main(String[] arguments) throws Exception {
        if (Runtime.version().feature() != JAVA_25) {
            return;
        }
        under(joined, "join", "close");
        under(left, "close");
        // What was waited for already is not waited for again.
        AutoCloseable scope = open();
        fork(scope, free);
        call(scope, "join");
        free.lock();
        scope.close();
        free.unlock();
    }

    private static void under(ReentrantLock lock, String... ends) throws Exception {
        AutoCloseable scope = open();
        Object task = fork(scope, lock);
        while (call(task, "state").toString().equals("UNAVAILABLE")) {
            Thread.sleep(1);
        }
        lock.lock();
        for (String end : ends) {
            call(scope, end);
        }
        lock.unlock();
    }

    private static AutoCloseable open() throws Exception {
        return (AutoCloseable) Class.forName(SCOPE).getMethod("open").invoke(null);
    }

    private static Object fork(Object scope, ReentrantLock lock) throws Exception {
        Callable<Object> part = () -> {
            lock.lock();
            lock.unlock();
            return "";
        };
        return Class.forName(SCOPE).getMethod("fork", Callable.class).invoke(scope, part);
    }

    /** Nobody minds that a scope was not joined. */
    private static Object call(Object target, String method) throws Exception {
        Class<?> type = Class.forName(target instanceof AutoCloseable ? SCOPE : SCOPE + "$Subtask");
        try {
            return type.getMethod(method).invoke(target);
        } catch (java.lang.reflect.InvocationTargetException e) {
            return e.getCause();
        }
    }
}
