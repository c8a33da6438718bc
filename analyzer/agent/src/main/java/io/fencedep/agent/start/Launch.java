package io.fencedep.agent.start;

import io.fencedep.agent.analysis.Outputs;
import io.fencedep.agent.analysis.Recorder;
import io.fencedep.agent.boot.Hooks;
import io.fencedep.agent.boot.Threads;
import io.fencedep.agent.instrument.Scope;
import io.fencedep.agent.instrument.Transformer;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;

/** Puts the parts together, once the hooks are there. */
final class Launch {
    /**
     * As the JVM began with it. What the program puts into its place may be a test runner's that listens no more when the
     * JVM ends, or a logger that takes locks.
     */
    private static final PrintStream ERR = System.err;

    private Launch() {}

    /** Called once, by the agent's entry, before the program's main method. */
    static void run(String text, Instrumentation instrumentation, BootClasses boot)
            throws ReflectiveOperationException {
        boolean before = Threads.pause();
        try {
            Threads.beginsHere();
            Options options = Options.parse(text);
            options.problems.forEach(Launch::say);
            HotSpot jvm = HotSpot.of(instrumentation);
            if (jvm != null && jvm.makesAotCache()) {
                say(
                        "not recording: this JVM runs to make an AOT cache, which it does not survive with rewritten classes");
                return;
            }
            Outputs outputs = new Outputs(
                    options.reports,
                    options.graph,
                    options.trace,
                    options.contracts,
                    options.baseline,
                    options.suppressions,
                    options.fail,
                    options.stackDepth,
                    ERR);
            if (options.trace != null) {
                Hooks.tellEverything();
            }
            Recorder recorder =
                    Recorder.start(outputs, options.hangSeconds, instrumentation::getAllLoadedClasses, Launch::say);
            if (jvm != null) {
                jvm.keepsSecondCompilerOffOurs();
            }
            Transformer.install(
                    instrumentation, new Scope(options.include, options.exclude), boot::define, Launch::say);
            AtExit.run(instrumentation, recorder);
            SelfTest.run(instrumentation, Launch::say);
        } finally {
            Threads.resume(before);
        }
    }

    static void say(String line) {
        ERR.println("fencedep: " + line);
    }
}
