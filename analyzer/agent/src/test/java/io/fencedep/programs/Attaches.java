package io.fencedep.programs;

import com.sun.tools.attach.VirtualMachine;

/** Attaches an agent to itself. */
public final class Attaches {
    private Attaches() {}

    public static void main(String[] arguments) throws Exception {
        VirtualMachine self =
                VirtualMachine.attach(Long.toString(ProcessHandle.current().pid()));
        self.loadAgent(arguments[0]);
        self.detach();
        System.out.println("goes on");
    }
}
