package io.fencedep.agent.instrument;

import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Counts the instructions of a method: the same number each time that it is read. */
abstract class Counted extends MethodVisitor {
    /** The number of the instruction that comes next. */
    private int next;

    Counted(@Nullable MethodVisitor code) {
        super(Opcodes.ASM9, code);
    }

    /** How many instructions there were so far. */
    final int count() {
        return next;
    }

    /** Is called before each instruction. */
    abstract void before(int instruction);

    private void count(Runnable visit) {
        before(next);
        next++;
        visit.run();
    }

    @Override
    public void visitInsn(int opcode) {
        count(() -> super.visitInsn(opcode));
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        count(() -> super.visitIntInsn(opcode, operand));
    }

    @Override
    public void visitVarInsn(int opcode, int index) {
        count(() -> super.visitVarInsn(opcode, index));
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        count(() -> super.visitTypeInsn(opcode, type));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        count(() -> super.visitFieldInsn(opcode, owner, name, descriptor));
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        count(() -> super.visitMethodInsn(opcode, owner, name, descriptor, isInterface));
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        count(() -> super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments));
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        count(() -> super.visitJumpInsn(opcode, label));
    }

    @Override
    public void visitLdcInsn(Object value) {
        count(() -> super.visitLdcInsn(value));
    }

    @Override
    public void visitIincInsn(int index, int increment) {
        count(() -> super.visitIincInsn(index, increment));
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
        count(() -> super.visitTableSwitchInsn(min, max, otherwise, labels));
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
        count(() -> super.visitLookupSwitchInsn(otherwise, keys, labels));
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        count(() -> super.visitMultiANewArrayInsn(descriptor, dimensions));
    }
}
