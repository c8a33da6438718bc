package io.fencedep.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the loops in which a class waits, without a bound, for the notification of a monitor, or for the condition of a lock,
 * until something holds: where such a loop begins, so also if it holds already, and by which expression the monitor or the
 * condition can be had there. A method that signals as well is one side of an exchange, as that of a buffer with a bound.
 */
final class GuardedWaits extends ClassVisitor {
    private static final String CONDITION = "java/util/concurrent/locks/Condition";
    private static final ConstantText CALLS_WAIT = new ConstantText("wait");
    private static final ConstantText USES_CONDITIONS = new ConstantText(CONDITION);

    /**
     * What is waited for: this object, a field of it, or a static field.
     *
     * @param field null for this object itself
     * @param condition whether it is a condition of a lock, and no monitor
     * @param signals whether the method signals as well
     */
    record Awaited(
            boolean isStatic,
            String owner,
            @Nullable String field,
            String descriptor,
            boolean condition,
            boolean signals) {
        /** Pushes it. */
        void load(MethodVisitor code) {
            if (!isStatic) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
            }
            if (field != null) {
                code.visitFieldInsn(isStatic ? Opcodes.GETSTATIC : Opcodes.GETFIELD, owner, field, descriptor);
            }
        }

        Awaited asCondition() {
            return new Awaited(isStatic, owner, field, descriptor, true, signals);
        }

        Awaited withSignals() {
            return new Awaited(isStatic, owner, field, descriptor, condition, true);
        }
    }

    private final Map<String, Map<Integer, Awaited>> found = new HashMap<>();

    private final String type;

    private GuardedWaits(String type) {
        super(Opcodes.ASM9);
        this.type = type;
    }

    /** By methods, with their descriptors: at which instructions such loops begin, and for what. */
    static Map<String, Map<Integer, Awaited>> of(ClassReader reader) {
        if (!CALLS_WAIT.isIn(reader) && !USES_CONDITIONS.isIn(reader)) {
            return Map.of();
        }
        GuardedWaits waits = new GuardedWaits(reader.getClassName());
        reader.accept(waits, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return waits.found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        boolean hasThis = (access & Opcodes.ACC_STATIC) == 0 && !name.equals("<init>");
        return new Loops(hasThis, name + descriptor);
    }

    private static boolean isSignal(String name, String descriptor) {
        boolean monitor = name.equals("notify") || name.equals("notifyAll");
        return (monitor || name.equals("signal") || name.equals("signalAll")) && descriptor.equals("()V");
    }

    private record Wait(int at, Awaited awaited) {}

    private final class Loops extends Counted {
        private final boolean hasThis;
        private final String method;
        private final Map<Label, Integer> labels = new HashMap<>();
        private final Map<Integer, Label> jumps = new TreeMap<>();
        private final List<Wait> waits = new ArrayList<>();
        /** What was pushed last, when nothing else came since; null when it is not known. */
        private @Nullable Awaited pushed;

        private @Nullable Awaited before;
        private boolean signals;
        /** Whether the variable of this object is used for something else. */
        private boolean reusesThis;

        Loops(boolean hasThis, String method) {
            super(null);
            this.hasThis = hasThis;
            this.method = method;
        }

        @Override
        void before(int instruction) {
            before = pushed;
            pushed = null;
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, count());
            pushed = null;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            super.visitVarInsn(opcode, index);
            if (opcode == Opcodes.ALOAD && index == 0 && hasThis) {
                pushed = new Awaited(false, "", null, "", false, false);
            }
            reusesThis |= index == 0 && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            super.visitFieldInsn(opcode, owner, name, descriptor);
            Awaited of = before;
            boolean own = opcode == Opcodes.GETFIELD && of != null && !of.isStatic() && of.field() == null;
            // To read a static field of another class may be what initialises that.
            if (own || opcode == Opcodes.GETSTATIC && owner.equals(type)) {
                pushed = new Awaited(opcode == Opcodes.GETSTATIC, owner, name, descriptor, false, false);
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            if (opcode == Opcodes.CHECKCAST) {
                pushed = before;
            }
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            jumps.put(count(), label);
            super.visitJumpInsn(opcode, label);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            Awaited waitsFor = pushed;
            int at = count();
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            signals |= isSignal(name, descriptor);
            if (waitsFor == null || opcode == Opcodes.INVOKESTATIC || !descriptor.equals("()V")) {
                return;
            }
            if (name.equals("wait")) {
                waits.add(new Wait(at, waitsFor));
            } else if (owner.equals(CONDITION) && name.startsWith("await")) {
                waits.add(new Wait(at, waitsFor.asCondition()));
            }
        }

        @Override
        public void visitEnd() {
            for (Wait each : waits) {
                int head = headOf(each.at());
                if (head >= 0 && (each.awaited().isStatic() || !reusesThis)) {
                    Awaited awaited = signals ? each.awaited().withSignals() : each.awaited();
                    found.computeIfAbsent(method, ignored -> new HashMap<>()).put(head, awaited);
                }
            }
        }

        /** Where the innermost loop around an instruction begins, for who comes from before it; -1 when there is none. */
        private int headOf(int wait) {
            int first = -1;
            int last = -1;
            for (Map.Entry<Integer, Label> each : jumps.entrySet()) {
                int target = labels.getOrDefault(each.getValue(), -1);
                if (each.getKey() > wait && target <= wait && target > first) {
                    first = target;
                    last = each.getKey();
                }
            }
            // Some compilers have the condition at the end, and jump there first.
            Label entry = first <= 0 ? null : jumps.get(first - 1);
            int entered = entry == null ? -1 : labels.getOrDefault(entry, -1);
            return entered > first && entered <= last ? entered : first;
        }
    }
}
