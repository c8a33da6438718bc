package io.fencedep.agent.instrument;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A few instructions, put together once. Not lambdas: more than a hundred of them would cost more at start than all else
 * that the agent does there.
 */
final class Snippet {
    /** One instruction. */
    private record Step(int opcode, int number, String owner, String name, String descriptor) {}

    private final Step[] steps;

    private Snippet(Step... steps) {
        this.steps = steps;
    }

    /** Nothing yet. */
    static Snippet code() {
        return new Snippet();
    }

    private Snippet and(int opcode, int number, String owner, String name, String descriptor) {
        Step[] more = java.util.Arrays.copyOf(steps, steps.length + 1);
        more[steps.length] = new Step(opcode, number, owner, name, descriptor);
        return new Snippet(more);
    }

    private Snippet and(int opcode, int number) {
        return and(opcode, number, "", "", "");
    }

    /** Pushes {@code this}. */
    Snippet receiver() {
        return load(Opcodes.ALOAD, 0);
    }

    /** Pushes a parameter. */
    Snippet load(int opcode, int index) {
        return and(opcode, index);
    }

    /** Pushes a field of {@code this}. */
    Snippet field(String owner, String name, String descriptor) {
        return receiver().and(Opcodes.GETFIELD, 0, owner, name, descriptor);
    }

    /** Pushes a field of what is on the stack. */
    Snippet get(String owner, String name, String descriptor) {
        return and(Opcodes.GETFIELD, 0, owner, name, descriptor);
    }

    /** Pushes a small number of 64 bits. */
    Snippet wide(long value) {
        return and(Opcodes.LLOAD, (int) value, "wide", "", "");
    }

    /** Pushes a class. */
    Snippet type(String name) {
        return and(Opcodes.LDC, 0, name, "", "");
    }

    /** Pushes a small number. */
    Snippet push(int value) {
        return and(Opcodes.BIPUSH, value);
    }

    /** An instruction without operands. */
    Snippet plain(int opcode) {
        return and(opcode, -1);
    }

    /** Calls a hook. */
    Snippet hook(String owner, String name, String descriptor) {
        return and(Opcodes.INVOKESTATIC, 0, owner, name, descriptor);
    }

    /** The instructions of another one behind these. */
    Snippet then(Snippet more) {
        Snippet result = this;
        for (Step step : more.steps) {
            result = result.and(step.opcode, step.number, step.owner, step.name, step.descriptor);
        }
        return result;
    }

    /** Writes them. */
    void write(MethodVisitor code) {
        for (Step step : steps) {
            if (step.opcode == Opcodes.INVOKESTATIC) {
                Call.hook(code, step.owner, step.name, step.descriptor);
            } else if (step.opcode == Opcodes.GETFIELD) {
                code.visitFieldInsn(Opcodes.GETFIELD, step.owner, step.name, step.descriptor);
            } else if (step.owner.equals("wide")) {
                code.visitLdcInsn((long) step.number);
            } else if (step.opcode == Opcodes.LDC) {
                code.visitLdcInsn(Type.getObjectType(step.owner));
            } else if (step.opcode == Opcodes.BIPUSH) {
                Call.push(code, step.number);
            } else if (step.number >= 0) {
                code.visitVarInsn(step.opcode, step.number);
            } else {
                code.visitInsn(step.opcode);
            }
        }
    }
}
