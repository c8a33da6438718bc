package io.fencedep.agent.instrument;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Wraps a method: something first, something before each return, something when it throws. Adds no local variable, so that
 * the frames of the method stay as they are; a handler at the end gets a frame of its own.
 */
final class AroundMethod extends MethodVisitor {
    private final Advice advice;
    private final @Nullable String thisType;
    private final boolean frames;
    private final boolean entersLater;
    private final Label start = new Label();
    private final Label end = new Label();

    /**
     * @param thisType the internal name of the class, for an instance method; null for a static one
     * @param entersLater whether {@link #enter} will be called, by who knows the first line
     */
    AroundMethod(MethodVisitor code, Advice advice, @Nullable String thisType, boolean frames, boolean entersLater) {
        super(Opcodes.ASM9, code);
        this.advice = advice;
        this.thisType = thisType;
        this.frames = frames;
        this.entersLater = entersLater;
    }

    @Override
    public void visitCode() {
        super.visitCode();
        if (advice.thrown() != null) {
            super.visitLabel(start);
        }
        if (!entersLater && advice.entry() != null) {
            advice.entry().write(mv);
        }
    }

    /** Writes what comes first, before any label of the method, as if it stood on this line; 0 for no line. */
    void enter(int line) {
        if (line > 0) {
            Label here = new Label();
            super.visitLabel(here);
            super.visitLineNumber(line, here);
        }
        if (advice.entry() != null) {
            advice.entry().write(mv);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN && advice.exit() != null) {
            advice.exit().write(mv);
        }
        super.visitInsn(opcode);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
        if (advice.thrown() != null) {
            super.visitTryCatchBlock(start, end, end, null);
            super.visitLabel(end);
            if (frames) {
                Object[] locals = thisType == null ? new Object[0] : new Object[] {thisType};
                super.visitFrame(Opcodes.F_FULL, locals.length, locals, 1, new Object[] {"java/lang/Throwable"});
            }
            advice.thrown().write(mv);
            super.visitInsn(Opcodes.ATHROW);
        }
        super.visitMaxs(maxStack + Call.STACK, maxLocals);
    }
}
