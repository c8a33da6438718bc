package io.fencedep.agent.instrument;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds the locks that a class builds out of an atomic value in a field, or out of a field that it changes by a handle or an
 * updater: a loop that does nothing until a value that says "free" was replaced by another one, by comparing or by looking at
 * what it replaced, and somewhere else in the class what puts the free one back. What can leave the loop in another way, or
 * does anything else in it, only tries.
 */
final class SpinLocks extends ClassVisitor {
    private static final ConstantText COMPARES = new ConstantText("compareAndSet");
    private static final ConstantText REPLACES = new ConstantText("getAndSet");
    /**
     * A field with an atomic value, and what it is; or one of this object that is changed by a handle.
     *
     * @param descriptor empty for the latter
     */
    record Field(boolean isStatic, String owner, String name, String descriptor) {
        private static final String VARIABLE = "variable";

        /** Any value of this type that a method is given: whoever takes one so also gives it back so. */
        static Field inVariable(String type) {
            return new Field(false, type, type.substring(type.lastIndexOf('/') + 1), VARIABLE);
        }

        boolean isInVariable() {
            return descriptor.equals(VARIABLE);
        }

        static Field changedByHandle(String owner, String name) {
            return new Field(false, owner, name, "");
        }

        boolean isChangedByHandle() {
            return descriptor.isEmpty();
        }

        /** Pushes the value, or the object whose field it is. */
        private void load(MethodVisitor code, int variable) {
            if (!isStatic) {
                code.visitVarInsn(Opcodes.ALOAD, Math.max(0, variable));
            }
            if (!isChangedByHandle() && !isInVariable()) {
                code.visitFieldInsn(isStatic ? Opcodes.GETSTATIC : Opcodes.GETFIELD, owner, name, descriptor);
            }
        }
    }

    /**
     * Something to be told before an instruction.
     *
     * @param variable the local variable that the value is in; -1 for none
     * @param takes whether the lock was taken, if what is on top of the stack says so; else it is given back
     * @param replaced what is on top of the stack then: the descriptor of the value that was replaced; null for whether the
     *     attempt succeeded
     * @param name what the lock is called, unless it has a name already
     */
    record Use(
            Field field,
            int variable,
            boolean takes,
            @Nullable String replaced,
            String name) {
        /** Pushes the value, or the object whose field it is. */
        void load(MethodVisitor code) {
            field.load(code, variable);
        }
    }

    /**
     * The value in a field is changed.
     *
     * @param variable the local variable that the value is in; -1 for none
     * @param from what it has to be for that, if this is a constant
     * @param to what it is then, if this is a constant
     * @param replaced the descriptor of the former value, which is answered; null when it is not
     */
    record Change(
            int at,
            Field field,
            int variable,
            @Nullable String from,
            @Nullable String to,
            @Nullable String replaced) {
        /** The same as an attempt that succeeds when it replaces what says "free"; null when it sets just that. */
        @Nullable
        Change asAttempt() {
            String free = replaced == null ? from : replaced.length() == 1 ? "0" : "null";
            return free == null || replaced != null && free.equals(to)
                    ? null
                    : new Change(at, field, variable, free, to, replaced);
        }

        Change of(Field other) {
            return new Change(at, other, variable, from, to, replaced);
        }

        boolean isOfThis() {
            return !field.isStatic() && variable < 0;
        }
    }

    private final String type;
    private final List<SpinCode> all = new ArrayList<>();

    private SpinLocks(String type) {
        super(Opcodes.ASM9);
        this.type = type;
    }

    /** By methods, with their descriptors, and by instructions: what is to be told before them. */
    static Map<String, Map<Integer, Use>> of(ClassReader reader) {
        if (!COMPARES.isIn(reader) && !REPLACES.isIn(reader)) {
            return Map.of();
        }
        SpinLocks locks = new SpinLocks(reader.getClassName());
        reader.accept(locks, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return locks.uses();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        SpinCode code = new SpinCode(type, access, name, descriptor);
        all.add(code);
        return code;
    }

    private Map<String, Map<Integer, Use>> uses() {
        Map<String, Change> tries = new HashMap<>();
        Map<String, String> changedBy = new HashMap<>();
        all.forEach(each -> changedBy.putAll(each.changedBy));
        all.forEach(each -> each.settle(changedBy));
        for (SpinCode each : all) {
            Change only = each.onlyTries();
            if (only != null) {
                tries.put(each.method, only);
            }
        }
        Map<String, Map<Integer, Use>> found = new HashMap<>();
        Map<Field, String> free = new HashMap<>();
        for (SpinCode each : all) {
            each.attempts(tries).stream()
                    .filter(attempt -> attempt.from() != null && each.waitsFor(attempt, tries))
                    .forEach(attempt -> {
                        free.put(attempt.field(), attempt.from());
                        put(found, each, attempt.at() + 1, use(attempt, true, each));
                    });
        }
        Set<Field> reset = new HashSet<>();
        for (SpinCode each : all) {
            for (Change change : each.changes) {
                String to = change.to();
                if (to != null && to.equals(free.get(change.field())) && !to.equals(change.from())) {
                    reset.add(change.field());
                    put(found, each, change.at(), use(change, false, each));
                }
            }
        }
        found.values().forEach(uses -> uses.values().removeIf(use -> !reset.contains(use.field())));
        found.values().removeIf(Map::isEmpty);
        return found;
    }

    private Use use(Change change, boolean takes, SpinCode in) {
        Field field = change.field();
        String name = field.isInVariable()
                ? field.name() + "@" + type + "." + in.method.substring(0, in.method.indexOf('('))
                : field.owner() + "." + field.name();
        String replaced = takes ? change.replaced() : null;
        return new Use(field, change.variable(), takes, replaced, name.replace('/', '.'));
    }

    private static void put(Map<String, Map<Integer, Use>> found, SpinCode code, int at, Use use) {
        found.computeIfAbsent(code.method, ignored -> new HashMap<>()).put(at, use);
    }
}
