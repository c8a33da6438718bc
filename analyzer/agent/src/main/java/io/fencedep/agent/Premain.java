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

    private Premain() {}

    /**
     * Starts recording.
     *
     * @param options as they stand behind {@code =} on the command line; null when there are none
     */
    @SuppressWarnings("CatchAndPrintStackTrace")
    public static void premain(@Nullable String options, Instrumentation instrumentation) {
        try {
            File jar = new File(Premain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            start(options == null ? "" : options, instrumentation, jar);
        } catch (InvocationTargetException e) {
            System.err.println("fencedep: not recording: " + e.getCause());
        } catch (ReflectiveOperationException | IOException | URISyntaxException | RuntimeException | LinkageError e) {
            System.err.println("fencedep: not recording: " + e);
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
