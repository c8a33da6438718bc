package io.fencedep.agent.instrument;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Finds the methods and constructors of a class that its own initialiser calls, or that these call. */
final class CalledByInitialiser extends ClassVisitor {
    private static final String INITIALISER = "<clinit>()V";

    private final Map<String, Set<String>> calls = new HashMap<>();
    private final String owner;

    private CalledByInitialiser(String owner) {
        super(Opcodes.ASM9);
        this.owner = owner;
    }

    /** Their names and descriptors, without the initialiser's own; none for a class without one. */
    static Set<String> of(ClassReader reader) {
        CalledByInitialiser all = new CalledByInitialiser(reader.getClassName());
        reader.accept(all, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Set<String> found = new HashSet<>();
        ArrayDeque<String> open = new ArrayDeque<>();
        open.push(INITIALISER);
        while (!open.isEmpty()) {
            for (String each : all.calls.getOrDefault(open.pop(), Set.of())) {
                if (found.add(each)) {
                    open.push(each);
                }
            }
        }
        return found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        Set<String> called = calls.computeIfAbsent(name + descriptor, ignored -> new HashSet<>());
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitMethodInsn(int opcode, String callee, String method, String how, boolean isInterface) {
                if (callee.equals(owner)) {
                    called.add(method + how);
                }
            }
        };
    }
}
