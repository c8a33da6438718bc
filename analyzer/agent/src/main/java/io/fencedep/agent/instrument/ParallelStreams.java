package io.fencedep.agent.instrument;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Follows the streams of one method, as far as its code is written in one chain: whether such a chain is parallel, and runs
 * code of the method's own class. Whoever runs a part of it then needs that class to be initialised.
 */
final class ParallelStreams {
    private static final String STREAMS = "java/util/stream/";
    private static final String ARRAYS = "java/util/Arrays";

    private final String owner;
    private boolean ownCode;
    private boolean chainHasOwnCode;
    private boolean parallel;

    ParallelStreams(String owner) {
        this.owner = owner;
    }

    /** Code is made that is handed to somebody. */
    void lambda(Object... arguments) {
        for (Object each : arguments) {
            ownCode |= each instanceof Handle handle
                    && handle.getOwner().equals(owner)
                    && (handle.getTag() == Opcodes.H_INVOKESTATIC || handle.getTag() == Opcodes.H_NEWINVOKESPECIAL);
        }
    }

    /** Whether this call, the next in the method, runs a parallel stream that needs the class. */
    boolean runs(int opcode, String callee, String name, String descriptor) {
        if (callee.equals(ARRAYS) && name.startsWith("parallel")) {
            boolean runs = ownCode;
            ownCode = false;
            return runs;
        }
        boolean stream = isStream(callee);
        boolean makesStream = isStream(Type.getReturnType(descriptor).getDescriptor());
        if (makesStream && (!stream || opcode == Opcodes.INVOKESTATIC)) {
            chainHasOwnCode = false;
            parallel = name.equals("parallelStream");
        }
        if (!stream && !makesStream) {
            return false;
        }
        chainHasOwnCode |= ownCode;
        ownCode = false;
        parallel = name.equals("parallel") || parallel && !name.equals("sequential");
        boolean runs = !makesStream && parallel && chainHasOwnCode && !name.equals("isParallel");
        if (!makesStream) {
            chainHasOwnCode = false;
            parallel = false;
        }
        return runs;
    }

    private static boolean isStream(String type) {
        return type.contains(STREAMS) && type.contains("Stream") && !type.contains("StreamSupport");
    }
}
