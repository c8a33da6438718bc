package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.Sites;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * What stands in for a constructor that code refers to, as in {@code CountDownLatch::new}: the JVM makes a class of its own
 * out of such a reference, which nobody can change. So the reference is to a method instead that makes the object and names
 * it by where the reference is. Those methods are where every class loader finds them.
 */
final class ConstructorReferences {
    private static final String PREFIX = "java/fencedep/Made";
    private static final String METHOD = "make";
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";
    /** Of the arguments of a lambda: which method it calls. */
    private static final int IMPLEMENTATION = 1;

    private static final Set<String> DEFINED = new TreeSet<>();
    private static volatile @Nullable ClassDefiner definer;

    private ConstructorReferences() {}

    static void install(ClassDefiner boot) {
        definer = boot;
    }

    /** The constructor that this lambda is a reference to, or null. Those that may be serialized are left alone. */
    static @Nullable Handle constructor(Handle bootstrap, Object... arguments) {
        return definer != null
                        && bootstrap.getOwner().equals(METAFACTORY)
                        && bootstrap.getName().equals("metafactory")
                        && arguments.length > IMPLEMENTATION
                        && arguments[IMPLEMENTATION] instanceof Handle handle
                        && handle.getTag() == Opcodes.H_NEWINVOKESPECIAL
                ? handle
                : null;
    }

    /** Whether this is a reference to a method of another class: code that was not written here. */
    static boolean isOfOther(String owner, Handle bootstrap, Object... arguments) {
        return bootstrap.getOwner().equals(METAFACTORY)
                && arguments.length > IMPLEMENTATION
                && arguments[IMPLEMENTATION] instanceof Handle handle
                && !handle.getOwner().equals(owner);
    }

    /** The arguments of that lambda with a method instead that gives what it makes this name. */
    static Object[] named(Handle constructor, String name, Object... arguments) {
        ClassDefiner boot = definer;
        int site = Sites.of(name);
        String result = Type.getObjectType(constructor.getOwner()).getDescriptor();
        String parameters =
                constructor.getDesc().substring(0, constructor.getDesc().indexOf(')') + 1);
        Handle maker = new Handle(
                Opcodes.H_INVOKESTATIC,
                PREFIX + site + "$" + Integer.toHexString((parameters + result).hashCode()),
                METHOD,
                parameters + result,
                false);
        try {
            if (boot != null) {
                define(boot, maker, constructor, site);
            }
        } catch (ReflectiveOperationException e) {
            return arguments;
        }
        Object[] changed = arguments.clone();
        changed[IMPLEMENTATION] = maker;
        return changed;
    }

    private static void define(ClassDefiner boot, Handle maker, Handle constructor, int site)
            throws ReflectiveOperationException {
        synchronized (DEFINED) {
            if (!DEFINED.contains(maker.getOwner())) {
                boot.define(Map.of(maker.getOwner().replace('/', '.'), bytes(maker, constructor, site)));
                DEFINED.add(maker.getOwner());
            }
        }
    }

    private static byte[] bytes(Handle maker, Handle constructor, int site) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER;
        writer.visit(Opcodes.V17, access, maker.getOwner(), null, "java/lang/Object", null);
        MethodVisitor code =
                writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, METHOD, maker.getDesc(), null, null);
        code.visitCode();
        code.visitTypeInsn(Opcodes.NEW, constructor.getOwner());
        code.visitInsn(Opcodes.DUP);
        int local = 0;
        for (Type parameter : Type.getArgumentTypes(constructor.getDesc())) {
            code.visitVarInsn(parameter.getOpcode(Opcodes.ILOAD), local);
            local += parameter.getSize();
        }
        code.visitMethodInsn(Opcodes.INVOKESPECIAL, constructor.getOwner(), "<init>", constructor.getDesc(), false);
        code.visitInsn(Opcodes.DUP);
        Call.push(code, site);
        Call.hook(code, Call.HOOKS, "made", "(Ljava/lang/Object;I)V");
        code.visitInsn(Opcodes.ARETURN);
        code.visitMaxs(0, 0);
        code.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }
}
