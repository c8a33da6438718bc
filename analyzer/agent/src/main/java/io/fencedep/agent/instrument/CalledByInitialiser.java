package io.fencedep.agent.instrument;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the methods and constructors of a class that its own initialiser calls, or that these call. Only their code is read:
 * most initialisers call none.
 */
final class CalledByInitialiser extends ClassVisitor {
    private final String owner;
    /** All that were found, with their descriptors. */
    private final Set<String> found = new HashSet<>();
    /** Those of them that are read in this round. */
    private Set<String> reading = Set.of("<clinit>()V");
    /** Those that this round finds. */
    private final Set<String> next = new HashSet<>();

    private CalledByInitialiser(String owner) {
        super(Opcodes.ASM9);
        this.owner = owner;
    }

    /** Their names and descriptors, without the initialiser's own; none for a class without one. */
    static Set<String> of(ClassReader reader) {
        CalledByInitialiser called = new CalledByInitialiser(reader.getClassName());
        while (!called.reading.isEmpty()) {
            reader.accept(called, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            called.reading = Set.copyOf(called.next);
            called.next.clear();
        }
        return called.found;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if (!reading.contains(name + descriptor)) {
            return null;
        }
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(int opcode, String callee, String method, String how, boolean isInterface) {
                if (callee.equals(owner) && found.add(method + how)) {
                    next.add(method + how);
                }
            }
        };
    }
}
