package io.fencedep.agent.start;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the JVM's second JIT compiler off the code that rewrites classes. That code is busy while a program loads its
 * classes, and no slower with what the first compiler makes of it; yet one large method of the class-file library alone takes
 * the second one most of a second of processor time, just when the program wants its own code compiled.
 *
 * <p>The JVM is asked as {@code jcmd} asks it. One that has no first compiler, or cannot be asked, goes on as it would.
 */
final class SecondCompiler {
    private static final String MODULE = "jdk.management";
    private static final String PACKAGE = "com.sun.management.internal";
    private static final String REWRITING =
            "[{match: [\"io/fencedep/agent/libs/asm/*.*\", \"io/fencedep/agent/instrument/*.*\"], c2: {Exclude: true}}]";

    private final Object command;
    private final Method execute;

    private SecondCompiler() throws ReflectiveOperationException {
        // Brings the native half of what follows.
        Class.forName(PACKAGE + ".PlatformMBeanProviderImpl");
        Class<?> type = Class.forName(PACKAGE + ".DiagnosticCommandImpl");
        Method get = type.getDeclaredMethod("getDiagnosticCommandMBean");
        get.setAccessible(true);
        command = get.invoke(null);
        execute = type.getDeclaredMethod("executeDiagnosticCommand", String.class);
        execute.setAccessible(true);
    }

    /** To be called before many classes were rewritten. Costs some ten milliseconds; fails in silence, as it is of no other use. */
    static void leavesRewritingAlone(Instrumentation instrumentation) {
        Module management = ModuleLayer.boot().findModule(MODULE).orElse(null);
        if (management == null) {
            return;
        }
        try {
            Module own = SecondCompiler.class.getModule();
            instrumentation.redefineModule(
                    management, Set.of(), Map.of(), Map.of(PACKAGE, Set.of(own)), Set.of(), Map.of());
            new SecondCompiler().leaveAlone();
        } catch (ReflectiveOperationException | IOException | RuntimeException | LinkageError e) {
            // A JVM of another make, or one that forbids it.
        }
    }

    private void leaveAlone() throws ReflectiveOperationException, IOException {
        String flags = ask("VM.flags");
        if (flags.contains("-TieredCompilation") || flags.contains("CompilationMode")) {
            return;
        }
        Path file = Files.createTempFile("fencedep", ".json");
        try {
            Files.writeString(file, REWRITING);
            ask("Compiler.directives_add \"" + file + "\"");
        } finally {
            Files.delete(file);
        }
    }

    private String ask(String what) throws IllegalAccessException, InvocationTargetException {
        return String.valueOf(execute.invoke(command, what));
    }
}
