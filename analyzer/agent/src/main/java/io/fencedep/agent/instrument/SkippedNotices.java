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
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Finds where a class does not notify because nobody waits: it counts in a field who waits, right before it waits, and notifies
 * only if that number is not zero. Whoever skips the notification gives what others wait for all the same.
 */
final class SkippedNotices extends ClassVisitor {
    private static final ConstantText CALLS_WAIT = new ConstantText("wait");
    /** The wait follows this soon on the counting. */
    private static final int SOON = 4;

    /**
     * A jump over a notification if a number is not greater than zero, which is on top of the stack then.
     *
     * @param field the field of this object that is notified; null for this object
     */
    record Skip(String owner, @Nullable String field, String descriptor) {
        /** Pushes what is notified. */
        void load(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ALOAD, 0);
            if (field != null) {
                code.visitFieldInsn(Opcodes.GETFIELD, owner, field, descriptor);
            }
        }
    }

    private final String type;
    private final List<Code> all = new ArrayList<>();

    private SkippedNotices(String type) {
        super(Opcodes.ASM9);
        this.type = type;
    }

    /** By methods, with their descriptors: at which jumps a notification is skipped, and of what. */
    static Map<String, Map<Integer, Skip>> of(ClassReader reader) {
        if (!CALLS_WAIT.isIn(reader)) {
            return Map.of();
        }
        SkippedNotices notices = new SkippedNotices(reader.getClassName());
        reader.accept(notices, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return notices.skips();
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if ((access & Opcodes.ACC_STATIC) != 0) {
            return null;
        }
        Code code = new Code(name + descriptor);
        all.add(code);
        return code;
    }

    private Map<String, Map<Integer, Skip>> skips() {
        Set<String> counting = new HashSet<>();
        for (Code each : all) {
            each.counts.forEach((at, counter) -> each.waits.stream()
                    .filter(wait -> wait.at() > at && wait.at() <= at + SOON)
                    .forEach(wait -> counting.add(counter + " of " + wait.of())));
        }
        Map<String, Map<Integer, Skip>> found = new HashMap<>();
        for (Code each : all) {
            each.tests.forEach((at, counter) -> each.notices.stream()
                    .filter(notice -> notice.at() > at && notice.at() < each.target(at))
                    .filter(notice -> counting.contains(counter + " of " + notice.of()))
                    .findFirst()
                    .ifPresent(notice -> found.computeIfAbsent(each.method, ignored -> new HashMap<>())
                            .put(at, notice.of())));
        }
        return found;
    }

    /** A wait or a notification, and of what. */
    private record Use(int at, Skip of) {}

    private final class Code extends Counted {
        private final String method;
        private final Map<Label, Integer> labels = new HashMap<>();
        private final Map<Integer, Label> jumps = new HashMap<>();
        /** Where a field of this object is counted up, where one decides on a jump. */
        private final Map<Integer, String> counts = new HashMap<>();

        private final Map<Integer, String> tests = new HashMap<>();
        private final List<Use> waits = new ArrayList<>();
        private final List<Use> notices = new ArrayList<>();
        /** What was pushed: this object, a field of it, the same with one added to it. */
        private boolean pushedThis;

        private @Nullable Skip pushed;
        private @Nullable String added;
        private int ones;

        Code(String method) {
            super(null);
            this.method = method;
        }

        int target(int jump) {
            return labels.getOrDefault(jumps.get(jump), -1);
        }

        @Override
        void before(int instruction) {
            // Each instruction says for itself what is left of what was pushed.
        }

        private void forget() {
            pushedThis = false;
            pushed = null;
            added = null;
            ones = 0;
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, count());
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            super.visitVarInsn(opcode, index);
            forget();
            pushedThis = opcode == Opcodes.ALOAD && index == 0;
        }

        @Override
        public void visitInsn(int opcode) {
            super.visitInsn(opcode);
            boolean again = opcode == Opcodes.DUP && pushedThis;
            boolean one = opcode == Opcodes.ICONST_1 && pushed != null;
            Skip counted = opcode == Opcodes.IADD && ones == 1 ? pushed : null;
            if (counted != null) {
                added = counted.field();
            } else if (one) {
                ones++;
            } else if (!again) {
                forget();
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            boolean own = owner.equals(type);
            if (opcode == Opcodes.PUTFIELD && own && name.equals(added)) {
                counts.put(count(), name);
            }
            super.visitFieldInsn(opcode, owner, name, descriptor);
            Skip field = opcode == Opcodes.GETFIELD && own && pushedThis ? new Skip(owner, name, descriptor) : null;
            forget();
            pushed = field;
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            String tested = pushed == null ? null : pushed.field();
            if ((opcode == Opcodes.IFLE || opcode == Opcodes.IFEQ) && tested != null) {
                tests.put(count(), tested);
            }
            jumps.put(count(), label);
            super.visitJumpInsn(opcode, label);
            forget();
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            Skip of = pushedThis ? new Skip(type, null, "") : pushed;
            if (of != null && descriptor.equals("()V")) {
                if (name.equals("wait")) {
                    waits.add(new Use(count(), of));
                } else if (name.equals("notify") || name.equals("notifyAll")) {
                    notices.add(new Use(count(), of));
                }
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            forget();
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            super.visitIntInsn(opcode, operand);
            forget();
        }

        @Override
        public void visitLdcInsn(Object value) {
            super.visitLdcInsn(value);
            forget();
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            super.visitTypeInsn(opcode, type);
            forget();
        }
    }
}
