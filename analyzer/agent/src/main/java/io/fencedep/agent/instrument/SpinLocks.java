package io.fencedep.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the locks that a class builds out of an atomic value in a field: a loop that does nothing until a value that says "free"
 * was replaced by another one, by comparing, and somewhere else in the class what puts the free one back. What can leave the
 * loop in another way, or does anything else in it, only tries.
 */
final class SpinLocks extends ClassVisitor {
    private static final ConstantText COMPARES = new ConstantText("compareAndSet");
    private static final String ATOMICS = "java/util/concurrent/atomic/Atomic";
    private static final Set<String> VALUES =
            Set.of(ATOMICS + "Boolean", ATOMICS + "Integer", ATOMICS + "Long", ATOMICS + "Reference");
    private static final Set<String> COMPARING = Set.of(
            "compareAndSet",
            "weakCompareAndSet",
            "weakCompareAndSetVolatile",
            "weakCompareAndSetAcquire",
            "weakCompareAndSetPlain");
    private static final Set<String> SETTING = Set.of("set", "lazySet", "setRelease", "setOpaque", "getAndSet");
    /** Who may be called while one waits. */
    private static final Set<String> IDLE =
            Set.of("java/lang/Thread", "java/util/concurrent/locks/LockSupport", "java/util/concurrent/TimeUnit");

    /** A field with an atomic value, and what it is. */
    record Field(boolean isStatic, String owner, String name, String descriptor) {
        /** Pushes it. */
        void load(MethodVisitor code) {
            if (!isStatic) {
                code.visitVarInsn(Opcodes.ALOAD, 0);
            }
            code.visitFieldInsn(isStatic ? Opcodes.GETSTATIC : Opcodes.GETFIELD, owner, name, descriptor);
        }
    }

    /**
     * Something to be told before an instruction.
     *
     * @param takes whether the lock was taken, if what is on top of the stack says so; else it is given back
     */
    record Use(Field field, boolean takes) {}

    /** The value in a field is changed: what it has to be for that, and what it is then, if these are constants. */
    private record Change(
            int at,
            Field field,
            @Nullable String from,
            @Nullable String to) {}

    /** What is pushed and no constant. */
    private static final String UNKNOWN = "?";

    private final String type;
    private final List<Code> all = new ArrayList<>();

    private SpinLocks(String type) {
        super(Opcodes.ASM9);
        this.type = type;
    }

    /** By methods, with their descriptors, and by instructions: what is to be told before them. */
    static Map<String, Map<Integer, Use>> of(ClassReader reader) {
        if (!COMPARES.isIn(reader)) {
            return Map.of();
        }
        SpinLocks locks = new SpinLocks(reader.getClassName());
        reader.accept(locks, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return locks.uses();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        Code code = new Code((access & Opcodes.ACC_STATIC) == 0 && !name.equals("<init>"), name, descriptor);
        all.add(code);
        return code;
    }

    private Map<String, Map<Integer, Use>> uses() {
        Map<String, Change> tries = new HashMap<>();
        for (Code each : all) {
            Change only = each.onlyTries();
            if (only != null) {
                tries.put(each.method, only);
            }
        }
        Map<String, Map<Integer, Use>> found = new HashMap<>();
        Map<Field, String> free = new HashMap<>();
        for (Code each : all) {
            each.attempts(tries).stream()
                    .filter(attempt -> attempt.from() != null && each.waitsFor(attempt.at(), tries))
                    .forEach(attempt -> {
                        free.put(attempt.field(), attempt.from());
                        put(found, each, attempt.at() + 1, new Use(attempt.field(), true));
                    });
        }
        Set<Field> reset = new HashSet<>();
        for (Code each : all) {
            for (Change change : each.reusesThis ? List.<Change>of() : each.changes) {
                String to = change.to();
                if (to != null && to.equals(free.get(change.field())) && !to.equals(change.from())) {
                    reset.add(change.field());
                    put(found, each, change.at(), new Use(change.field(), false));
                }
            }
        }
        found.values().forEach(uses -> uses.values().removeIf(use -> !reset.contains(use.field())));
        found.values().removeIf(Map::isEmpty);
        return found;
    }

    private static void put(Map<String, Map<Integer, Use>> found, Code code, int at, Use use) {
        found.computeIfAbsent(code.method, ignored -> new HashMap<>()).put(at, use);
    }

    private final class Code extends Counted {
        private final boolean hasThis;
        private final String method;
        private final Map<Label, Integer> labels = new HashMap<>();
        private final Map<Integer, Label> jumps = new TreeMap<>();
        /** What a jump does: its instruction. */
        private final Map<Integer, Integer> opcodes = new HashMap<>();

        private final List<Integer> exits = new ArrayList<>();
        /** What may do something, or depend on something, that is no waiting. */
        private final List<Integer> doings = new ArrayList<>();

        private final List<Change> changes = new ArrayList<>();
        /** What is called of the class itself without parameters. */
        private final Map<Integer, String> calls = new HashMap<>();

        private boolean reusesThis;
        /** The field that was pushed, and what was pushed behind it. */
        private @Nullable Field field;

        private final List<String> values = new ArrayList<>();
        private boolean loadedThis;

        Code(boolean hasThis, String name, String descriptor) {
            super(null);
            this.hasThis = hasThis;
            this.method = name + descriptor;
        }

        /** The one attempt that the method makes, if it answers just whether that succeeded. */
        @Nullable
        Change onlyTries() {
            boolean plain = jumps.isEmpty() && exits.size() == 1 && changes.size() == 1 && doings.isEmpty();
            return plain && method.endsWith("()Z") && changes.get(0).at() == exits.get(0) - 1 ? changes.get(0) : null;
        }

        /** The attempts to replace a value, here or in a method that does nothing else. */
        List<Change> attempts(Map<String, Change> tries) {
            List<Change> attempts = new ArrayList<>(
                    changes.stream().filter(each -> each.from() != null).toList());
            calls.forEach((at, called) -> {
                Change tried = tries.get(called);
                if (tried != null) {
                    attempts.add(new Change(at, tried.field(), tried.from(), tried.to()));
                }
            });
            return reusesThis ? List.of() : attempts;
        }

        /** Whether the method does not go on before this attempt has succeeded. */
        boolean waitsFor(int attempt, Map<String, Change> tries) {
            Integer opcode = opcodes.get(attempt + 1);
            if (opcode == null || opcode != Opcodes.IFEQ && opcode != Opcodes.IFNE) {
                return false;
            }
            int around = loopAround(attempt);
            if (around < 0) {
                return false;
            }
            int first = target(around);
            int last = around;
            int to = target(attempt + 1);
            boolean inside = to >= first && to <= last;
            // Where what follows success begins and ends, as far as that is inside of the loop.
            int end = opcode == Opcodes.IFNE ? attempt + 2 : to > attempt ? to : attempt + 2;
            boolean exitsHere =
                    opcode == Opcodes.IFNE ? !inside : to <= attempt || inside && leaves(attempt + 2, to, last);
            boolean helps = calls.entrySet().stream()
                    .anyMatch(each ->
                            each.getKey() >= first && each.getKey() <= last && !tries.containsKey(each.getValue()));
            return exitsHere && !helps && isIdle(first, attempt, end, last);
        }

        /** The last jump of the innermost loop around an instruction; -1 when there is none. */
        private int loopAround(int instruction) {
            int found = -1;
            for (int each : jumps.keySet()) {
                int target = target(each);
                boolean around = each > instruction && target >= 0 && target <= instruction;
                if (around && (found < 0 || target > target(found))) {
                    found = each;
                }
            }
            return found;
        }

        private boolean leaves(int from, int to, int last) {
            return exits.stream().anyMatch(each -> each >= from && each < to)
                    || jumps.keySet().stream().anyMatch(each -> each >= from && each < to && target(each) > last);
        }

        /** Whether the loop does nothing, and is left when the attempt succeeds only. */
        private boolean isIdle(int first, int attempt, int end, int last) {
            for (int each : exits) {
                if (each >= first && each <= last && (each < attempt || each >= end)) {
                    return false;
                }
            }
            for (int each : jumps.keySet()) {
                int target = target(each);
                boolean out = target < first || target > last;
                boolean success = each >= attempt && each < end || each == attempt + 1;
                if (each >= first && each <= last && out && !success) {
                    return false;
                }
            }
            return doings.stream().noneMatch(each -> each >= first && each <= last && (each <= attempt || each >= end));
        }

        private int target(int jump) {
            Label label = jumps.get(jump);
            return label == null ? -1 : labels.getOrDefault(label, -1);
        }

        private void pushes(@Nullable String value) {
            if (field != null) {
                values.add(value == null ? UNKNOWN : value);
            }
        }

        private void forget() {
            field = null;
            values.clear();
        }

        @Override
        void before(int instruction) {
            // Each instruction says for itself what is left of what was pushed.
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, count());
        }

        @Override
        public void visitInsn(int opcode) {
            if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN || opcode == Opcodes.ATHROW) {
                exits.add(count());
            }
            if (opcode == Opcodes.MONITORENTER || opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
                doings.add(count());
            }
            super.visitInsn(opcode);
            loadedThis = false;
            if (opcode == Opcodes.ACONST_NULL) {
                pushes("null");
            } else if (opcode >= Opcodes.ICONST_M1 && opcode <= Opcodes.ICONST_5) {
                pushes(String.valueOf(opcode - Opcodes.ICONST_0));
            } else if (opcode == Opcodes.LCONST_0 || opcode == Opcodes.LCONST_1) {
                pushes(String.valueOf(opcode - Opcodes.LCONST_0));
            } else {
                forget();
            }
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            loadedThis = false;
            pushes(String.valueOf(operand));
        }

        @Override
        public void visitLdcInsn(Object value) {
            super.visitLdcInsn(value);
            loadedThis = false;
            pushes(String.valueOf(value));
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            super.visitVarInsn(opcode, index);
            reusesThis |= index == 0 && opcode >= Opcodes.ISTORE && opcode <= Opcodes.ASTORE;
            loadedThis = opcode == Opcodes.ALOAD && index == 0 && hasThis;
            if (opcode >= Opcodes.ILOAD && opcode <= Opcodes.ALOAD) {
                pushes(null);
            } else {
                forget();
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean ofThis = opcode == Opcodes.GETFIELD && loadedThis || opcode == Opcodes.GETSTATIC;
            if (opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC) {
                doings.add(count());
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
            loadedThis = false;
            forget();
            boolean atomic =
                    descriptor.startsWith("L") && VALUES.contains(descriptor.substring(1, descriptor.length() - 1));
            if (ofThis && owner.equals(type) && atomic) {
                field = new Field(opcode == Opcodes.GETSTATIC, owner, name, descriptor);
            }
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            int at = count();
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            boolean ofThis = loadedThis;
            loadedThis = false;
            if (owner.equals("java/lang/Thread") && name.equals("currentThread")) {
                pushes(null);
                return;
            }
            Field known = field;
            if (known != null && VALUES.contains(owner) && COMPARING.contains(name) && values.size() == 2) {
                changes.add(new Change(at, known, constant(0), constant(1)));
            } else if (known != null && VALUES.contains(owner) && SETTING.contains(name) && values.size() == 1) {
                changes.add(new Change(at, known, null, constant(0)));
                doings.add(at);
            } else if (ofThis && owner.equals(type) && descriptor.equals("()Z")) {
                calls.put(at, name + descriptor);
            } else if (!IDLE.contains(owner) && !(VALUES.contains(owner) && name.startsWith("get"))) {
                doings.add(at);
            }
            forget();
        }

        private @Nullable String constant(int index) {
            String value = values.get(index);
            return value.equals(UNKNOWN) ? null : value;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            jumps.put(count(), label);
            opcodes.put(count(), opcode);
            super.visitJumpInsn(opcode, label);
            loadedThis = false;
            forget();
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            doings.add(count());
            super.visitTypeInsn(opcode, type);
            loadedThis = false;
            forget();
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, org.objectweb.asm.Handle bootstrap, Object... arguments) {
            doings.add(count());
            super.visitInvokeDynamicInsn(name, descriptor, bootstrap, arguments);
            loadedThis = false;
            forget();
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... all) {
            doings.add(count());
            super.visitTableSwitchInsn(min, max, otherwise, all);
            forget();
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] all) {
            doings.add(count());
            super.visitLookupSwitchInsn(otherwise, keys, all);
            forget();
        }
    }
}
