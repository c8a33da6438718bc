package io.fencedep.agent.instrument;

import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * A class with one of everything, to be rewritten before the JVM asks for it: whatever is loaded for that must not be loaded
 * while the JVM loads a class, which may be the very one that is needed.
 */
final class Sample {
    private static final String OBJECT = "java/lang/Object";

    private Sample() {}

    static byte[] bytes() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "Sample", null, OBJECT, null);
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_SYNCHRONIZED, "sample", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, OBJECT);
        code.visitInsn(Opcodes.DUP);
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.MONITORENTER);
        code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, OBJECT, "notify", "()V", false);
        code.visitInsn(Opcodes.MONITOREXIT);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(3, 1);
        code.visitEnd();
        MethodVisitor initialiser = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
        initialiser.visitCode();
        initialiser.visitInsn(Opcodes.RETURN);
        initialiser.visitMaxs(0, 0);
        initialiser.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
