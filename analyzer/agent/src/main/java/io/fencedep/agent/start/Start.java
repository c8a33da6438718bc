package io.fencedep.agent.start;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/** Where the agent's entry comes in: first the hooks, then everything that knows them. */
public final class Start {
    private Start() {}

    /** Called once, before the program's main method. */
    public static void start(String options, Instrumentation instrumentation, File jar)
            throws IOException, ReflectiveOperationException {
        if (Options.parse(options).enabled) {
            BootClasses boot = new BootClasses(instrumentation);
            boot.define(jar);
            Launch.run(options, instrumentation, boot);
        }
    }
}
