package io.fencedep.programs;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;

/** Prints what the JVM's compilers were told, as {@code jcmd} would. */
public final class PrintsDirectives {
    private PrintsDirectives() {}

    public static void main(String[] args) throws Exception {
        System.out.println(ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        null,
                        null));
    }
}
