package io.fencedep.agent.instrument;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Finds the loops in which a class waits, without a bound, for the notification of a monitor, or for the condition of a lock,
 * until something holds: where such a loop begins, so also if it holds already, and by which expression the monitor or the
 * condition can be had there. A method that signals as well is one side of an exchange, as that of a buffer with a bound; what
 * it only signals when something goes wrong does not count. One that sets what the loop has asked, to a value that is no
 * result of counting, takes what others wait for then: a lock that the program builds itself.
 */
final class GuardedWaits extends ClassVisitor {
    private static final String CONDITION = "java/util/concurrent/locks/Condition";
    private static final ConstantText CALLS_WAIT = new ConstantText("wait");
    private static final ConstantText USES_CONDITIONS = new ConstantText(CONDITION);

    /**
     * What is waited for: this object, another one in a local variable, a field of this object, or a static field.
     *
     * @param variable which local variable; 0 for this object
     * @param field null for the object itself
     * @param condition whether it is a condition of a lock, and no monitor
     * @param signals whether the method signals as well
     * @param taken the field that the loop asks for and that the method sets, by its class and name; null for none
     */
    record Awaited(
            boolean isStatic,
            int variable,
            String owner,
            @Nullable String field,
            String descriptor,
            boolean condition,
            boolean signals,
            @Nullable String taken) {
        static Awaited in(int variable) {
            return new Awaited(false, variable, "", null, "", false, false, null);
        }

        static Awaited ofField(boolean isStatic, String owner, String field, String descriptor) {
            return new Awaited(isStatic, 0, owner, field, descriptor, false, false, null);
        }

        private boolean isThis() {
            return !isStatic && field == null && variable == 0;
        }

        /** Pushes it. */
        void load(MethodVisitor code) {
            if (!isStatic) {
                code.visitVarInsn(Opcodes.ALOAD, variable);
            }
            if (field != null) {
                code.visitFieldInsn(isStatic ? Opcodes.GETSTATIC : Opcodes.GETFIELD, owner, field, descriptor);
            }
        }

        Awaited asCondition() {
            return new Awaited(isStatic, variable, owner, field, descriptor, true, signals, taken);
        }

        Awaited withSignals() {
            return new Awaited(isStatic, variable, owner, field, descriptor, condition, true, null);
        }

        Awaited taking(@Nullable String what) {
            return new Awaited(isStatic, variable, owner, field, descriptor, condition, signals, what);
        }
    }

    private final Map<String, Map<Integer, Awaited>> found = new HashMap<>();

    private final String type;
    /** By methods of this class that only read or set a field: which one. */
    private final Map<String, String> accessors;

    private GuardedWaits(String type, Map<String, String> accessors) {
        super(Opcodes.ASM9);
        this.type = type;
        this.accessors = accessors;
    }

    /** By methods, with their descriptors: at which instructions such loops begin, and for what. */
    static Map<String, Map<Integer, Awaited>> of(ClassReader reader) {
        if (!CALLS_WAIT.isIn(reader) && !USES_CONDITIONS.isIn(reader)) {
            return Map.of();
        }
        GuardedWaits waits = new GuardedWaits(reader.getClassName(), Accessors.of(reader));
        reader.accept(waits, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return waits.found;
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new Loops((access & Opcodes.ACC_STATIC) == 0, name, descriptor);
    }

    private static boolean isSignal(String name, String descriptor) {
        boolean monitor = name.equals("notify") || name.equals("notifyAll");
        return (monitor || name.equals("signal") || name.equals("signalAll")) && descriptor.equals("()V");
    }

    private record Wait(int at, Awaited awaited) {}

    /** A loop: its first instruction, the last one that jumps back there, and where it is come to from before. */
    private record Loop(int first, int last, int head) {}

    /** A field was read, or set to what is no result of counting. */
    private record Use(int at, String field, @Nullable String value) {}

    private final class Loops extends Counted {
        private final boolean hasThis;
        private final String method;
        /** The first local variable that is no parameter. */
        private final int parameters;

        private final Map<Label, Integer> labels = new HashMap<>();
        private final Map<Integer, Label> jumps = new TreeMap<>();
        /** Instructions behind which the code goes on elsewhere, or not at all. */
        private final Set<Integer> ends = new HashSet<>();

        private final List<Wait> waits = new ArrayList<>();
        private final List<Use> reads = new ArrayList<>();
        private final List<Use> sets = new ArrayList<>();
        /** Where local variables are stored. */
        private final Map<Integer, List<Integer>> stores = new HashMap<>();
        /** Where the code begins that is run when something went wrong. */
        private final Set<Label> handlers = new HashSet<>();

        private boolean handles;
        /** What was pushed last, when nothing else came since; null when it is not known. */
        private @Nullable Awaited pushed;

        private @Nullable Awaited before;
        /** What was pushed last, if that is a constant, a local variable or the current thread; null for all else. */
        private @Nullable String plain;

        private @Nullable String plainBefore;
        private boolean signals;

        Loops(boolean isInstance, String name, String descriptor) {
            super(null);
            this.hasThis = isInstance && !name.equals("<init>");
            this.method = name + descriptor;
            this.parameters = Type.getArgumentsAndReturnSizes(descriptor) / 4 - (isInstance ? 0 : 1);
        }

        @Override
        void before(int instruction) {
            before = pushed;
            pushed = null;
            plainBefore = plain;
            plain = null;
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String exception) {
            handlers.add(handler);
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, count());
            pushed = null;
            plain = null;
            handles |= handlers.contains(label);
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode == Opcodes.ATHROW || opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
                ends.add(count());
            }
            super.visitInsn(opcode);
            plain = opcode >= Opcodes.ACONST_NULL && opcode <= Opcodes.DCONST_1 ? "constant " + opcode : null;
            handles &= opcode != Opcodes.ATHROW && (opcode < Opcodes.IRETURN || opcode > Opcodes.RETURN);
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            plain = "number " + operand;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            int at = count();
            super.visitVarInsn(opcode, index);
            if (opcode == Opcodes.ALOAD) {
                pushed = index != 0 || hasThis ? Awaited.in(index) : null;
                plain = "variable " + index;
            } else if (opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE) {
                stores.computeIfAbsent(index, ignored -> new ArrayList<>()).add(at);
                if (opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) {
                    stores.computeIfAbsent(index + 1, ignored -> new ArrayList<>())
                            .add(at);
                }
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            int at = count();
            super.visitFieldInsn(opcode, owner, name, descriptor);
            boolean isStatic = opcode == Opcodes.GETSTATIC;
            Awaited of = before;
            boolean own = opcode == Opcodes.GETFIELD && of != null && of.isThis();
            // To read a static field of another class may be what initialises that.
            if (own || isStatic && owner.equals(type)) {
                pushed = Awaited.ofField(isStatic, owner, name, descriptor);
            }
            if (opcode == Opcodes.GETFIELD || isStatic) {
                reads.add(new Use(at, owner + "." + name, null));
            } else if (plainBefore != null) {
                sets.add(new Use(at, owner + "." + name, plainBefore));
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
            if (opcode == Opcodes.GOTO) {
                ends.add(count());
            }
            super.visitJumpInsn(opcode, label);
            handles &= opcode != Opcodes.GOTO;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            Awaited waitsFor = pushed;
            int at = count();
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            plain = owner.equals("java/lang/Thread") && name.equals("currentThread") ? name : null;
            signals |= !handles && isSignal(name, descriptor);
            String accessed = owner.equals(type) ? accessors.get(name + descriptor) : null;
            if (accessed != null && !descriptor.endsWith("V")) {
                reads.add(new Use(at, owner + "." + accessed, null));
            } else if (accessed != null && plainBefore != null) {
                sets.add(new Use(at, owner + "." + accessed, plainBefore));
            }
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
                Loop loop = around(each.at());
                if (loop != null
                        && (each.awaited().isStatic() || isSame(each.awaited().variable(), loop))) {
                    add(each, loop);
                }
            }
        }

        private void add(Wait wait, Loop loop) {
            Awaited awaited = wait.awaited();
            Map<Integer, Awaited> hooks = found.computeIfAbsent(method, ignored -> new HashMap<>());
            Use taken = signals ? null : takenBehind(loop, wait.at());
            if (signals) {
                hooks.put(loop.head(), awaited.withSignals());
            } else if (taken == null) {
                hooks.put(loop.head(), awaited);
            } else {
                Awaited taking = awaited.taking(taken.field());
                hooks.put(loop.head(), taking);
                // Who finds it free at once may not come to the loop.
                sets.stream()
                        .filter(each -> each.at() < loop.first()
                                && each.field().equals(taken.field())
                                && Objects.equals(each.value(), taken.value()))
                        .forEach(each -> hooks.put(each.at(), taking));
            }
        }

        /** Whether a local variable has one value in all of the method from a loop on. */
        private boolean isSame(int variable, Loop loop) {
            List<Integer> stored = stores.getOrDefault(variable, List.of());
            return variable < parameters ? stored.isEmpty() : stored.size() == 1 && stored.get(0) < loop.first();
        }

        /**
         * Where a field that a loop asks for is set in it or behind it; null when there is none. Who sets it and waits then has
         * asked for what it says, as that it is to be woken, and has taken nothing.
         */
        private @Nullable Use takenBehind(Loop loop, int wait) {
            Set<String> asked = new HashSet<>();
            reads.stream()
                    .filter(each -> each.at() >= loop.first() && each.at() <= loop.last())
                    .forEach(each -> asked.add(each.field()));
            return sets.stream()
                    .filter(each -> each.at() >= loop.first() && asked.contains(each.field()))
                    .filter(each -> !leadsTo(wait, each.at()))
                    .findFirst()
                    .orElse(null);
        }

        /** Whether what comes behind an instruction can come to a later one without going back. */
        private boolean leadsTo(int later, int instruction) {
            BitSet reached = new BitSet();
            reached.set(instruction);
            for (int at = instruction; at >= 0 && at < later; at = reached.nextSetBit(at + 1)) {
                if (!ends.contains(at)) {
                    reached.set(at + 1);
                }
                int target = labels.getOrDefault(jumps.get(at), -1);
                if (target > at) {
                    reached.set(target);
                }
            }
            return reached.get(later);
        }

        /** The innermost loop around an instruction; null when there is none. */
        private @Nullable Loop around(int wait) {
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
            int head = entered > first && entered <= last ? entered : first;
            return first < 0 ? null : new Loop(first, last, head);
        }
    }
}
