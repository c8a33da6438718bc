package io.fencedep.agent.instrument;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Writes calls of hooks. */
final class Call {
    static final String HOOKS = "io/fencedep/agent/boot/Hooks";
    static final String BARRIERS = "io/fencedep/agent/boot/Barriers";
    static final String FENCES = "io/fencedep/agent/boot/Fences";
    static final String NOTIFICATIONS = "io/fencedep/agent/boot/Notifications";
    static final String SEMAPHORES = "io/fencedep/agent/boot/Semaphores";
    static final String SPINS = "io/fencedep/agent/boot/Spins";
    static final String FUTURES = "io/fencedep/agent/boot/Futures";
    static final String PIPES = "io/fencedep/agent/boot/Pipes";
    static final String PUBLISHERS = "io/fencedep/agent/boot/Publishers";
    static final String QUEUES = "io/fencedep/agent/boot/Queues";
    static final String DRAINS = "io/fencedep/agent/boot/Drains";
    static final String TASKS = "io/fencedep/agent/boot/Tasks";
    static final String TASK_WAITS = "io/fencedep/agent/boot/TaskWaits";
    static final String LATER_EVENTS = "io/fencedep/agent/boot/LaterEvents";
    static final String POOLS = "io/fencedep/agent/boot/Pools";
    static final String SCOPES = "io/fencedep/agent/boot/Scopes";
    static final String FORK_JOINS = "io/fencedep/agent/boot/ForkJoins";
    static final String STARTS = "io/fencedep/agent/boot/Starts";
    static final String PARKING = "io/fencedep/agent/boot/Parking";
    static final String CLASS_INITS = "io/fencedep/agent/boot/ClassInits";
    static final String MAPS = "io/fencedep/agent/boot/Maps";
    static final String OWN = "io/fencedep/agent/boot/OwnSynchronizers";
    /** What a call may need of the operand stack, on top of what is there. */
    static final int STACK = 6;

    private Call() {}

    static void hook(MethodVisitor code, String owner, String name, String descriptor) {
        code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
    }

    static void push(MethodVisitor code, int value) {
        if (value >= -1 && value <= 5) {
            code.visitInsn(Opcodes.ICONST_0 + value);
        } else if (value >= Byte.MIN_VALUE && value <= Byte.MAX_VALUE) {
            code.visitIntInsn(Opcodes.BIPUSH, value);
        } else if (value >= Short.MIN_VALUE && value <= Short.MAX_VALUE) {
            code.visitIntInsn(Opcodes.SIPUSH, value);
        } else {
            code.visitLdcInsn(value);
        }
    }
}
