package io.fencedep.agent.instrument;

import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Puts hooks at what a method calls: waits and notifications, parking, parallel streams, what publishes, what runs tasks. */
final class CallHooks extends MethodVisitor {
    private static final String LOCK_SUPPORT = "java/util/concurrent/locks/LockSupport";
    private static final String RUNNABLE = "java/lang/Runnable";

    private final String owner;
    private final boolean ofJdk;
    private final ParallelStreams streams;
    private boolean changed;

    CallHooks(MethodVisitor code, String owner) {
        super(Opcodes.ASM9, code);
        this.owner = owner;
        this.ofJdk = owner.startsWith("java/");
        this.streams = new ParallelStreams(owner);
    }

    /** Whether there are hooks; then they need {@link Call#STACK} more places on the stack. */
    boolean changed() {
        return changed;
    }

    @Override
    public void visitMethodInsn(int opcode, String callee, String name, String descriptor, boolean isInterface) {
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        if (!ofJdk && streams.runs(opcode, callee, name, descriptor)) {
            super.visitLdcInsn(Type.getObjectType(owner));
            hook(Call.CLASS_INITS, "streams", "(Ljava/lang/Class;)V");
        }
        if (!ofJdk && !isStatic && Published.isCall(callee, name, descriptor)) {
            publishes();
        }
        if (!ofJdk && callee.equals(LOCK_SUPPORT) && (name.equals("park") || name.equals("parkNanos"))) {
            hook(Call.PARKING, name, descriptor);
        } else if (!isStatic && isWait(name, descriptor)) {
            hook(Call.NOTIFICATIONS, "await", "(Ljava/lang/Object;" + descriptor.substring(1));
        } else if (!ofJdk && callee.equals(RUNNABLE) && name.equals("run")) {
            super.visitInsn(Opcodes.DUP);
            super.visitInsn(Opcodes.DUP);
            hook(Call.QUEUES, "runs", "(Ljava/lang/Object;)V");
            super.visitMethodInsn(opcode, callee, name, descriptor, isInterface);
            hook(Call.QUEUES, "ran", "(Ljava/lang/Object;)V");
        } else {
            if (!ofJdk && callee.equals(LOCK_SUPPORT) && name.equals("unpark")) {
                super.visitInsn(Opcodes.DUP);
                hook(Call.PARKING, "unparks", descriptor);
            } else if (isNotification(name, descriptor)) {
                super.visitInsn(Opcodes.DUP);
                hook(Call.NOTIFICATIONS, "notified", "(Ljava/lang/Object;)V");
            }
            super.visitMethodInsn(opcode, callee, name, descriptor, isInterface);
        }
    }

    private static boolean isWait(String name, String descriptor) {
        return name.equals("wait")
                && (descriptor.equals("()V") || descriptor.equals("(J)V") || descriptor.equals("(JI)V"));
    }

    private static boolean isNotification(String name, String descriptor) {
        return (name.equals("notify") || name.equals("notifyAll")) && descriptor.equals("()V");
    }

    /** What is on top of the stack goes where other threads can find it. */
    void publishes() {
        super.visitInsn(Opcodes.DUP);
        hook(Call.HOOKS, "publishes", "(Ljava/lang/Object;)V");
    }

    private void hook(String owner, String name, String descriptor) {
        Call.hook(mv, owner, name, descriptor);
        changed = true;
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        streams.lambda(arguments);
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }
}
