package io.fencedep.agent.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods the code of a class calls, and where, as its class file says. */
final class CodeOutline extends ClassVisitor {
    /** What is put together without running anything of the program. */
    private static final List<String> LINKAGE = List.of(
            "java/lang/invoke/LambdaMetafactory",
            "java/lang/invoke/StringConcatFactory",
            "java/lang/runtime/ObjectMethods",
            "java/lang/runtime/SwitchBootstraps");

    /** @param exact whether it is this very method, and not one that overrides it */
    record Called(int at, String owner, String method, String descriptor, boolean exact) {}

    /** @param member what is used of the class; empty when it is made */
    record Used(int at, String owner, String member) {}

    /** The code of one method. */
    static final class Code extends MethodVisitor {
        final boolean fixed;
        /** The classes that it may be the first to use. */
        final Set<String> uses = new HashSet<>();

        private final List<Used> used = new ArrayList<>();
        private final List<Called> calls = new ArrayList<>();
        private final Map<Label, Integer> labels = new HashMap<>();
        private final List<int[]> lines = new ArrayList<>();
        /** By instructions: where they may go on beside the next one. */
        private final Map<Integer, List<Label>> jumps = new HashMap<>();
        /** The instructions behind which the next one does not follow. */
        private final BitSet last = new BitSet();
        /** The instructions that end the method when nothing has failed. */
        private final BitSet returns = new BitSet();
        /** The instructions that put something together which calls only later. */
        private final BitSet linked = new BitSet();
        /** Where something may be thrown, from and to, and where that is caught. */
        private final List<Label[]> handlers = new ArrayList<>();

        private int at;

        private Code(boolean fixed) {
            super(Opcodes.ASM9);
            this.fixed = fixed;
        }

        /** All that it calls. */
        List<Called> calls() {
            return calls;
        }

        /** What it uses of classes whichever way it goes, if nothing fails. */
        List<Used> surelyUsed() {
            BitSet sure = sure();
            return used.stream().filter(each -> sure.get(each.at)).toList();
        }

        /** What it calls whichever way it goes, if nothing fails. */
        List<Called> surelyCalled() {
            BitSet sure = sure();
            return calls.stream()
                    .filter(each -> sure.get(each.at) && !linked.get(each.at))
                    .toList();
        }

        /** The instructions that no way through the code leaves out: none jumps over them, nor returns before. */
        private BitSet sure() {
            BitSet sure = new BitSet();
            int end = returns.nextSetBit(0);
            int jumpedOver = 0;
            for (int i = 0; i < (end < 0 ? at : end); i++) {
                sure.set(i, i >= jumpedOver);
                for (Label each : jumps.getOrDefault(i, List.of())) {
                    jumpedOver = Math.max(jumpedOver, place(each));
                }
            }
            return sure;
        }

        /**
         * What it may still call.
         *
         * @param line where it is now
         * @param method what it has called there, and has not come back from
         */
        List<Called> callsFrom(int line, String method) {
            BitSet reached = new BitSet();
            ArrayDeque<Integer> open = new ArrayDeque<>(placesAt(line, method));
            for (Integer each = open.poll(); each != null; each = open.poll()) {
                if (each >= at || reached.get(each)) {
                    continue;
                }
                reached.set(each);
                if (!last.get(each)) {
                    open.add(each + 1);
                }
                jumps.getOrDefault(each, List.of()).forEach(label -> open.add(place(label)));
                for (Label[] handler : handlers) {
                    if (place(handler[0]) <= each && each < place(handler[1])) {
                        open.add(place(handler[2]));
                    }
                }
            }
            return calls.stream().filter(each -> reached.get(each.at)).toList();
        }

        /** Behind the call at hand, if it is known which ones of its line that may be; else where the line begins. */
        private List<Integer> placesAt(int line, String method) {
            List<Integer> begins = lines.stream()
                    .filter(each -> each[0] == line)
                    .map(each -> each[1])
                    .toList();
            List<Called> here = calls.stream()
                    .filter(each -> begins.contains(beginOf(each.at)))
                    .toList();
            List<Integer> behind = here.stream()
                    .filter(each -> each.method.equals(method) || here.size() == 1)
                    .map(each -> each.at + 1)
                    .toList();
            return !behind.isEmpty() ? behind : !begins.isEmpty() ? begins : List.of(0);
        }

        /** Where the line begins that an instruction is on. */
        private int beginOf(int instruction) {
            return lines.stream()
                    .mapToInt(each -> each[1])
                    .filter(each -> each <= instruction)
                    .max()
                    .orElse(-1);
        }

        private int place(Label label) {
            return labels.getOrDefault(label, 0);
        }

        @Override
        public void visitLabel(Label label) {
            labels.put(label, at);
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            lines.add(new int[] {line, place(start)});
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            handlers.add(new Label[] {start, end, handler});
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            jumps.put(at, List.of(label));
            last.set(at, opcode == Opcodes.GOTO);
            at++;
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... cases) {
            visitLookupSwitchInsn(otherwise, new int[0], cases);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
            List<Label> all = new ArrayList<>(List.of(cases));
            all.add(otherwise);
            jumps.put(at, all);
            last.set(at);
            at++;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean exact = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
            if (opcode == Opcodes.INVOKESTATIC) {
                uses(owner, name + descriptor);
            }
            calls.add(new Called(at++, owner, name, descriptor, exact));
        }

        private void uses(String owner, String member) {
            uses.add(owner);
            used.add(new Used(at, owner, member));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            if (!LINKAGE.contains(bootstrap.getOwner())) {
                calls.add(new Called(at, bootstrap.getOwner(), bootstrap.getName(), bootstrap.getDesc(), true));
            }
            linked.set(at);
            for (Object each : arguments) {
                if (each instanceof Handle handle) {
                    uses.add(handle.getOwner());
                    boolean exact =
                            handle.getTag() != Opcodes.H_INVOKEVIRTUAL && handle.getTag() != Opcodes.H_INVOKEINTERFACE;
                    calls.add(new Called(at, handle.getOwner(), handle.getName(), handle.getDesc(), exact));
                }
            }
            at++;
        }

        @Override
        public void visitInsn(int opcode) {
            boolean ends = opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
            returns.set(at, ends);
            last.set(at, ends || opcode == Opcodes.ATHROW);
            at++;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            at++;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
            at++;
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            if (opcode == Opcodes.NEW) {
                uses(type, "");
            }
            at++;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
                uses(owner, name);
            }
            at++;
        }

        @Override
        public void visitLdcInsn(Object value) {
            at++;
        }

        @Override
        public void visitIincInsn(int index, int increment) {
            at++;
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            at++;
        }
    }

    final Map<String, Code> methods = new HashMap<>();
    /** The names of its static fields. */
    final Set<String> fields = new HashSet<>();
    /** What it extends and implements. */
    final List<String> parents = new ArrayList<>();

    private boolean closed;

    private CodeOutline() {
        super(Opcodes.ASM9);
    }

    static CodeOutline of(byte[] bytes) {
        CodeOutline outline = new CodeOutline();
        new ClassReader(bytes).accept(outline, ClassReader.SKIP_FRAMES);
        return outline;
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            @Nullable String signature,
            @Nullable String superName,
            String @Nullable [] interfaces) {
        closed = (access & Opcodes.ACC_FINAL) != 0;
        if (superName != null) {
            parents.add(superName);
        }
        if (interfaces != null) {
            parents.addAll(List.of(interfaces));
        }
    }

    @Override
    public @Nullable FieldVisitor visitField(
            int access, String name, String descriptor, @Nullable String signature, @Nullable Object value) {
        if ((access & Opcodes.ACC_STATIC) != 0) {
            fields.add(name);
        }
        return null;
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        if ((access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE)) != 0) {
            return null;
        }
        boolean fixed = closed || (access & (Opcodes.ACC_FINAL | Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC)) != 0;
        Code code = new Code(fixed);
        methods.put(name + descriptor, code);
        return code;
    }
}
