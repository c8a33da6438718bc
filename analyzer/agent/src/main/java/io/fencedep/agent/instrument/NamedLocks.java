package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.Sites;
import java.util.Set;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Names the locks that classes of the JDK keep in fields, where nothing else of them is looked at: without a name all locks
 * of one type would be one class.
 */
final class NamedLocks extends MethodVisitor {
    private static final String LOCKS = "java/util/concurrent/locks/";
    private static final Set<String> NAMED =
            Set.of(LOCKS + "ReentrantLock", LOCKS + "ReentrantReadWriteLock", LOCKS + "StampedLock");

    private final Runnable changed;
    private boolean justMade;

    NamedLocks(MethodVisitor code, Runnable changed) {
        super(Opcodes.ASM9, code);
        this.changed = changed;
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        justMade = opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && NAMED.contains(owner);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (justMade && (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC)) {
            changed.run();
            super.visitInsn(Opcodes.DUP);
            Call.push(mv, Sites.of(owner.replace('/', '.') + "." + name));
            Call.hook(mv, Call.HOOKS, "made", "(Ljava/lang/Object;I)V");
        }
        justMade = false;
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitInsn(int opcode) {
        justMade = false;
        super.visitInsn(opcode);
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        justMade = false;
        super.visitVarInsn(opcode, index);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        justMade = false;
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        justMade = false;
        super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        super.visitMaxs(maxStack + Call.STACK, maxLocals);
    }
}
