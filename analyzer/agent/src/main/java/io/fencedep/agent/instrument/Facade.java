package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.ClassInits;
import io.fencedep.agent.boot.Hooks;
import io.fencedep.agent.boot.Notifications;
import io.fencedep.agent.boot.Parking;
import io.fencedep.agent.boot.Pools;
import io.fencedep.agent.boot.Queues;
import io.fencedep.agent.boot.Spins;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The hooks under names that every class loader knows. Loaders of modular systems look for most packages among their own
 * classes only, but all of them must leave {@code java.*} to the JVM. So classes of such loaders call a copy of the hooks
 * there, which calls the hooks.
 */
public final class Facade {
    private static final String HOOKS = "io/fencedep/agent/boot/";
    private static final String PACKAGE = "java/fencedep/";
    /** Whatever code of programs calls. */
    private static final List<Class<?>> CALLED = List.of(
            Hooks.class, Notifications.class, Parking.class, ClassInits.class, Queues.class, Pools.class, Spins.class);

    private static final Set<String> KNOWN =
            CALLED.stream().map(Type::getInternalName).collect(Collectors.toUnmodifiableSet());

    private Facade() {}

    /** The classes of the facade, by name. */
    public static Map<String, byte[]> classes() {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (Class<?> each : CALLED) {
            String target = Type.getInternalName(each);
            classes.put(named(target).replace('/', '.'), forwarding(target, each.getDeclaredMethods()));
        }
        return classes;
    }

    private static String named(String hooks) {
        return PACKAGE + hooks.substring(HOOKS.length());
    }

    private static byte[] forwarding(String target, Method[] methods) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        writer.visit(Opcodes.V17, access, named(target), null, "java/lang/Object", null);
        for (Method each : methods) {
            if (Modifier.isPublic(each.getModifiers()) && Modifier.isStatic(each.getModifiers())) {
                forward(writer, target, each);
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void forward(ClassWriter writer, String target, Method method) {
        String descriptor = Type.getMethodDescriptor(method);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;
        MethodVisitor code = writer.visitMethod(access, method.getName(), descriptor, null, null);
        code.visitCode();
        int local = 0;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            code.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESTATIC, target, method.getName(), descriptor, false);
        code.visitInsn(Type.getReturnType(descriptor).getOpcode(Opcodes.IRETURN));
        code.visitMaxs(0, 0);
        code.visitEnd();
    }

    /** Code that calls the facade where it was to call hooks. */
    static MethodVisitor calledBy(MethodVisitor code) {
        return new MethodVisitor(Opcodes.ASM9, code) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (owner.startsWith(HOOKS) && !KNOWN.contains(owner)) {
                    // The class is left alone; with a call of what is not there it would fail where it is used.
                    throw new IllegalStateException("no facade for " + owner);
                }
                String called = owner.startsWith(HOOKS) ? named(owner) : owner;
                super.visitMethodInsn(opcode, called, name, descriptor, isInterface);
            }
        };
    }
}
