package io.fencedep.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The agent in this JVM. It is no dependency of the tests: its hooks are classes of the boot class loader, found by name
 * when it was attached. Thread-safe.
 */
final class Agent {
    private static final String HOOK = "io.fencedep.agent.boot.TestRun";

    private final Method begin;
    private final Method end;
    private final Method endRun;

    private Agent(Class<?> hook) throws NoSuchMethodException {
        begin = hook.getMethod("begin", String.class);
        end = hook.getMethod("end", Object.class, boolean.class);
        endRun = hook.getMethod("endRun");
    }

    /** The agent, or null when it is not attached. */
    static @Nullable Agent find() {
        try {
            Class<?> hook = Class.forName(HOOK, true, null);
            boolean records = Boolean.TRUE.equals(hook.getMethod("isRecording").invoke(null));
            return records ? new Agent(hook) : null;
        } catch (ClassNotFoundException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the attached agent is of another version than fencedep-junit", e);
        }
    }

    /** A test begins, in this thread. What the answer is, {@link #end} knows. */
    Object begin(String test) {
        Object window = call(begin, test);
        if (window == null) {
            throw new IllegalStateException("the agent does not record any more");
        }
        return window;
    }

    /**
     * A test has ended: what it showed by itself.
     *
     * @param combine whether what it did is to be held against what other tests do
     */
    List<Finding> end(Object window, boolean combine) {
        return findings(call(end, window, combine));
    }

    /** The tests of this run have ended: what all of them show together. */
    List<Finding> endRun() {
        return findings(call(endRun));
    }

    private static List<Finding> findings(@Nullable Object answer) {
        if (!(answer instanceof String[][] parts)) {
            return List.of();
        }
        return Arrays.stream(parts).map(Finding::of).toList();
    }

    private static @Nullable Object call(Method method, Object... arguments) {
        try {
            return method.invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("fencedep failed: " + e.getCause(), e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
