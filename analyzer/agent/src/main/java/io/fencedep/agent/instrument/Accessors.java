package io.fencedep.agent.instrument;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the methods of a class that do nothing but read a field of their object, or set it to what they are given. */
final class Accessors extends ClassVisitor {
    private static final int READS = 3;
    private static final int SETS = 4;

    private final String type;
    private final Map<String, String> found = new HashMap<>();

    private Accessors(String type) {
        super(Opcodes.ASM9);
        this.type = type;
    }

    /** By methods, with their descriptors: the field. */
    static Map<String, String> of(ClassReader reader) {
        Accessors accessors = new Accessors(reader.getClassName());
        reader.accept(accessors, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return accessors.found;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean plain = (access & Opcodes.ACC_STATIC) == 0 && !name.startsWith("<");
        return plain ? new Code(name + descriptor) : null;
    }

    private final class Code extends Counted {
        private final String method;
        private int variables;
        private @Nullable String field;
        private boolean sets;

        Code(String method) {
            super(null);
            this.method = method;
        }

        @Override
        void before(int instruction) {
            // What else there is only counts.
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            // Which of them are loaded, and in which order.
            boolean next = opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD && index == variables && count() == index;
            variables = next ? variables + 1 : SETS;
            super.visitVarInsn(opcode, index);
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean instance = opcode == Opcodes.GETFIELD || opcode == Opcodes.PUTFIELD;
            field = instance && owner.equals(type) && count() == variables ? name : null;
            sets = opcode == Opcodes.PUTFIELD;
            super.visitFieldInsn(opcode, owner, name, descriptor);
        }

        @Override
        public void visitEnd() {
            boolean whole = count() == (sets ? SETS : READS) && variables == (sets ? 2 : 1);
            if (field != null && whole) {
                found.put(method, field);
            }
        }
    }
}
