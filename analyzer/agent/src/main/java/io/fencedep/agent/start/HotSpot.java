package io.fencedep.agent.start;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JVM, asked as {@code jcmd} asks it. One that cannot be asked goes on as it would. Costs some ten milliseconds. */
final class HotSpot {
    private static final String MODULE = "jdk.management";
    private static final String PACKAGE = "com.sun.management.internal";
    /** All that is not called by the program itself. */
    private static final List<String> OURS = List.of(
            "io/fencedep/agent/analysis/*.*",
            "io/fencedep/agent/instrument/*.*",
            "io/fencedep/agent/libs/*.*",
            "io/fencedep/core/*.*",
            "io/fencedep/report/*.*");

    private final Object command;
    private final Method execute;
    private final String flags;

    private HotSpot() throws ReflectiveOperationException {
        // Brings the native half of what follows.
        Class.forName(PACKAGE + ".PlatformMBeanProviderImpl");
        Class<?> type = Class.forName(PACKAGE + ".DiagnosticCommandImpl");
        Method get = type.getDeclaredMethod("getDiagnosticCommandMBean");
        get.setAccessible(true);
        command = get.invoke(null);
        execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
        execute.setAccessible(true);
        flags = ask("VM.flags");
    }

    /** Null for a JVM of another make, or one that forbids it. */
    static @Nullable HotSpot of(Instrumentation instrumentation) {
        Module management = ModuleLayer.boot().findModule(MODULE).orElse(null);
        if (management == null) {
            return null;
        }
        try {
            instrumentation.redefineModule(
                    management,
                    Set.of(),
                    Map.of(),
                    Map.of(PACKAGE, Set.of(HotSpot.class.getModule())),
                    Set.of(),
                    Map.of());
            return new HotSpot();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Whether it runs a program to make a cache of its classes, at whose end it crashes if some of the JDK were rewritten. */
    boolean makesAotCache() {
        return flags.contains("AOTMode=record");
    }

    /**
     * Keeps the second JIT compiler off what rewrites classes and what analyses. The one is busy while a program loads its
     * classes, the other one while most of what it does is new; both are no slower with what the first compiler makes of
     * them, yet to compile them takes the second one some seconds of processor time, just when the program wants its own
     * code compiled. To be called before many classes were rewritten; does nothing where there is no first compiler, and
     * fails in silence, as it is of no other use.
     */
    void keepsSecondCompilerOffOurs() {
        if (flags.contains("-TieredCompilation") || flags.contains("CompilationMode")) {
            return;
        }
        try {
            // A name of the JDK's own choice would need its random numbers, which take longer to set up than all else
            // here.
            String name = "fencedep-" + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".json";
            Path file = Files.createFile(Path.of(System.getProperty("java.io.tmpdir"), name));
            try {
                Files.writeString(file, "[{match: [\"" + String.join("\", \"", OURS) + "\"], c2: {Exclude: true}}]");
                ask("Compiler.directives_add \"" + file + "\"");
            } finally {
                Files.delete(file);
            }
        } catch (ReflectiveOperationException | IOException | RuntimeException e) {
            // It compiles that code as well.
        }
    }

    private String ask(String what) throws IllegalAccessException, InvocationTargetException {
        return String.valueOf(execute.invoke(command, what));
    }
}
