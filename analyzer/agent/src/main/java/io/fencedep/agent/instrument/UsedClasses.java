package io.fencedep.agent.instrument;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Notes the classes outside of the JDK that a method may be the first to use, and so has initialised. */
final class UsedClasses extends MethodVisitor {
    private final Set<String> used;
    private final Set<String> usedAgain;
    private final Set<String> usedHere = new HashSet<>();

    /**
     * Notes what one method of a class uses.
     *
     * @param used takes what methods of that class use
     * @param usedAgain takes what several of them do
     */
    UsedClasses(MethodVisitor code, Set<String> used, Set<String> usedAgain) {
        super(Opcodes.ASM9, code);
        this.used = used;
        this.usedAgain = usedAgain;
    }

    private void note(String type) {
        if (!MonitorMethod.isJdk(type) && usedHere.add(type) && !used.add(type)) {
            usedAgain.add(type);
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode == Opcodes.NEW) {
            note(type);
        }
        super.visitTypeInsn(opcode, type);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
            note(owner);
        }
        super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        if (opcode == Opcodes.INVOKESTATIC) {
            note(owner);
        }
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    @Override
    public void visitInvokeDynamicInsn(
            String name, String descriptor, Handle bootstrap, @Nullable Object... arguments) {
        for (Object each : arguments) {
            if (each instanceof Handle handle) {
                note(handle.getOwner());
            }
        }
        super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
    }
}
