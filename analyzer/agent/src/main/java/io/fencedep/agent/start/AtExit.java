package io.fencedep.agent.start;

import io.fencedep.agent.analysis.Recorder;
import io.fencedep.agent.boot.Exit;
import java.lang.instrument.Instrumentation;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Ends the recording when the JVM ends: behind all hooks of the program, in the last place that the JDK has for its own;
 * where that is not to be had, as a hook among the program's.
 */
final class AtExit {
    private static final int LAST_SLOT = 9;

    private AtExit() {}

    static void run(Instrumentation instrumentation, Recorder recorder) {
        Runnable end = () -> {
            if (asOurselves(recorder::finish) && Exit.status() == 0) {
                Runtime.getRuntime().halt(1);
            }
        };
        Exit.beforeHalt(() -> asOurselves(() -> recorder.finishSoon(() -> asOurselves(recorder::finish))));
        try {
            inLastSlot(instrumentation, end);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            Runtime.getRuntime().addShutdownHook(new Thread(end, "fencedep-end"));
        }
    }

    /** Whoever calls {@code System.exit} need not have the right to write our reports, where a security manager asks for it. */
    @SuppressWarnings("removal")
    private static boolean asOurselves(PrivilegedAction<Boolean> action) {
        return AccessController.doPrivileged(action);
    }

    private static void inLastSlot(Instrumentation instrumentation, Runnable end) throws ReflectiveOperationException {
        Object secrets = BootClasses.access(instrumentation);
        Class<?> access = Class.forName("jdk.internal.access.JavaLangAccess");
        access.getMethod("registerShutdownHook", int.class, boolean.class, Runnable.class)
                .invoke(secrets, LAST_SLOT, true, end);
    }
}
