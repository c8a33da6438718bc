package io.fencedep.agent.instrument;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Notes the classes outside of the JDK that a method may be the first to use, and so has initialised. */
final class UsedClasses extends MethodVisitor {
    private final Set<String> used;
    private final Set<String> usedAgain;
    private final Set<String> usedHere = new HashSet<>();
    private final Set<String> usedUnderLock;
    /** What the method uses where nothing has failed. */
    private final Set<String> usedFirst;
    /** Where exceptions are caught, and where the method goes on otherwise, as far as it was seen. */
    private final Set<Label> handlers = new HashSet<>();

    private final Set<Label> targets = new HashSet<>();
    private boolean failed;
    /** How many locks the method has taken so far and not given back, as its instructions follow each other. */
    private int locks;
    /** What was given back last is only given back where the method ends there. */
    private int givenBack;

    /**
     * Notes what one method of a class uses.
     *
     * @param used takes what methods of that class use
     * @param usedAgain takes what several of them do
     * @param usedFirst takes what they use where they have caught no exception
     * @param usedUnderLock takes what this one uses after it has taken a lock
     * @param locked whether it has one from the start
     */
    UsedClasses(
            MethodVisitor code,
            Set<String> used,
            Set<String> usedAgain,
            Set<String> usedFirst,
            Set<String> usedUnderLock,
            boolean locked) {
        super(Opcodes.ASM9, code);
        this.used = used;
        this.usedAgain = usedAgain;
        this.usedFirst = usedFirst;
        this.usedUnderLock = usedUnderLock;
        this.locks = locked ? 1 : 0;
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode == Opcodes.MONITORENTER) {
            locks++;
        } else if (opcode == Opcodes.MONITOREXIT) {
            giveBack();
        } else if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
            locks += givenBack;
            givenBack = 0;
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        givenBack = opcode == Opcodes.GOTO ? 0 : givenBack;
        if (!failed) {
            targets.add(label);
        }
        super.visitJumpInsn(opcode, label);
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        if (type != null) {
            handlers.add(handler);
        }
        super.visitTryCatchBlock(start, end, handler, type);
    }

    @Override
    public void visitLabel(Label label) {
        failed = handlers.contains(label) || failed && !targets.contains(label);
        super.visitLabel(label);
    }

    private void giveBack() {
        if (locks > 0) {
            locks--;
            givenBack++;
        }
    }

    private void note(String type) {
        if (!failed && !MonitorMethod.isJdk(type)) {
            usedFirst.add(type);
        }
        if (!MonitorMethod.isJdk(type) && usedHere.add(type) && !used.add(type)) {
            usedAgain.add(type);
        }
        if (locks > 0 && !MonitorMethod.isJdk(type)) {
            usedUnderLock.add(type);
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
        if (owner.startsWith("java/util/concurrent/locks/")) {
            if (name.equals("lock") || name.equals("lockInterruptibly")) {
                locks++;
            } else if (name.equals("unlock")) {
                giveBack();
            }
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
