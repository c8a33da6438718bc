package io.fencedep.agent.start;

import io.fencedep.agent.boot.Probe;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Proves at start that locks are seen, and names the remedy when they are not. */
final class SelfTest {
    private SelfTest() {}

    static void run(Instrumentation instrumentation, Consumer<String> say) {
        if (!instrumentation.isRetransformClassesSupported()) {
            say.accept("this JVM lets no agent change loaded classes, so locks of the JDK are not seen;"
                    + " use a HotSpot JVM, version 17 or later");
            return;
        }
        if (!Probe.sees(new ReentrantLock())) {
            say.accept("locks of java.util.concurrent are not seen: java.base refuses the hooks;"
                    + " start without --patch-module java.base and without agents that replace its locks");
        }
    }
}
