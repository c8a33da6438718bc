package io.fencedep.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Where the JVM enters. Whatever goes wrong here is told in one line, and the program goes on without us. */
public final class Premain {
    private static final String START = "io.fencedep.agent.start.Start";
    private static final String HOOKS = "io.fencedep.agent.boot.Hooks";

    private Premain() {}

    /**
     * Starts recording.
     *
     * @param options as they stand behind {@code =} on the command line; null when there are none
     */
    @SuppressWarnings("CatchAndPrintStackTrace")
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        if (isThereAlready()) {
            System.err.println(
                    "fencedep: this JVM has the agent twice; only what stands behind its first -javaagent counts");
            return;
        }
        try {
            File jar = new File(Premain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            start(options == null ? "" : options, instrumentation, jar);
        } catch (InvocationTargetException e) {
            System.err.println("fencedep: not recording: " + e.getCause());
        } catch (SecurityException e) {
            System.err.println("fencedep: not recording: the security manager forbids it: " + e.getMessage()
                    + "; grant the agent's jar java.security.AllPermission");
        } catch (ReflectiveOperationException | IOException | URISyntaxException | RuntimeException | LinkageError e) {
            System.err.println("fencedep: not recording: " + e);
        }
    }

    /**
     * Says what to do instead of attaching to a program that runs.
     *
     * @param options not looked at
     */
    public static void agentmain(@Nullable String options, Instrumentation instrumentation) {
        System.err.println("fencedep: not recording: what a program that runs holds already was not seen; start it with"
                + " -javaagent:fencedep-agent.jar instead");
    }

    private static boolean isThereAlready() {
        try {
            Class.forName(HOOKS, false, null);
            return true;
        } catch (ClassNotFoundException | SecurityException e) {
            return false;
        }
    }

    private static void start(String options, Instrumentation instrumentation, File jar)
            throws IOException, ReflectiveOperationException {
        IsolatedLoader loader = new IsolatedLoader(jar);
        loader.loadClass(START)
                .getMethod("start", String.class, Instrumentation.class, File.class)
                .invoke(null, options, instrumentation, jar);
    }
}
