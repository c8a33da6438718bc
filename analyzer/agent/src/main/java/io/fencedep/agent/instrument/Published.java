package io.fencedep.agent.instrument;

import org.objectweb.asm.Opcodes;

/** Which instructions put something where other threads find it at once. */
final class Published {
    private static final String ATOMIC_REFERENCE = "java/util/concurrent/atomic/AtomicReference";
    private static final String LAST_OBJECT = "Ljava/lang/Object;)";

    private Published() {}

    /**
     * Whether other threads can find what a method puts into a field, whatever its owner is; not before an object is made, or
     * a class.
     *
     * @param isVolatile whether it is a volatile field of the class that the method is in
     */
    static boolean isField(int opcode, String method, boolean isVolatile) {
        return opcode == Opcodes.PUTSTATIC ? !method.equals("<clinit>") : !method.equals("<init>") && isVolatile;
    }

    /** Whether a call puts its last argument where other threads can find it. */
    static boolean isCall(String callee, String name, String descriptor) {
        return callee.startsWith(ATOMIC_REFERENCE)
                && descriptor.contains(LAST_OBJECT)
                && (name.startsWith("set")
                        || name.startsWith("getAndSet")
                        || name.startsWith("lazySet")
                        || name.contains("ompareAnd"));
    }
}
