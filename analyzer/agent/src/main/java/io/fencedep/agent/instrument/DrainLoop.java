package io.fencedep.agent.instrument;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Whether a class is code that runs other code in a loop, for the object that it was made in. */
final class DrainLoop extends MethodVisitor {
    private static final String RUNNABLE = "java/lang/Runnable";

    private final Map<Label, Integer> labels = new HashMap<>();
    private int calls;
    private boolean found;

    private DrainLoop() {
        super(Opcodes.ASM9);
    }

    static boolean isIn(ClassReader reader) {
        if (!Arrays.asList(reader.getInterfaces()).contains(RUNNABLE)) {
            return false;
        }
        DrainLoop loop = new DrainLoop();
        reader.accept(
                new ClassVisitor(Opcodes.ASM9) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        return name.equals("run") && descriptor.equals("()V") ? loop : null;
                    }
                },
                ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return loop.found;
    }

    @Override
    public void visitLabel(Label label) {
        labels.put(label, calls);
    }

    @Override
    public void visitMethodInsn(int opcode, String callee, String name, String descriptor, boolean isInterface) {
        if (callee.equals(RUNNABLE) && name.equals("run")) {
            calls++;
        }
    }

    @Override
    public void visitJumpInsn(int opcode, Label label) {
        Integer before = labels.get(label);
        found |= before != null && before < calls;
    }
}
