package io.fencedep.agent.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
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

    /** The code of one method. */
    static final class Code extends MethodVisitor {
        final boolean fixed;
        /** The classes that it may be the first to use. */
        final Set<String> uses = new HashSet<>();

        private final List<Called> calls = new ArrayList<>();
        private final Map<Label, Integer> labels = new HashMap<>();
        private final List<int[]> lines = new ArrayList<>();
        private final List<Map.Entry<Integer, Label>> jumps = new ArrayList<>();
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

        /**
         * What it may still call.
         *
         * @param line where it is now
         * @param method what it has called there, and has not come back from
         */
        List<Called> callsFrom(int line, String method) {
            int from = placeAt(line, method);
            for (int before = -1; before != from; ) {
                before = from;
                for (Map.Entry<Integer, Label> jump : jumps) {
                    if (jump.getKey() >= from) {
                        from = Math.min(from, place(jump.getValue()));
                    }
                }
                for (Label[] handler : handlers) {
                    if (place(handler[0]) > from) {
                        from = Math.min(from, place(handler[1]));
                    }
                }
            }
            int first = from;
            return calls.stream().filter(each -> each.at >= first).toList();
        }

        /** Behind the call at hand, if it is known which one of its line that is; else where the line begins. */
        private int placeAt(int line, String method) {
            int begin = lines.stream()
                    .filter(each -> each[0] == line)
                    .mapToInt(each -> each[1])
                    .min()
                    .orElse(0);
            int end = lines.stream()
                    .mapToInt(each -> each[1])
                    .filter(each -> each > begin)
                    .min()
                    .orElse(at);
            List<Called> here = calls.stream()
                    .filter(each -> each.at >= begin && each.at < end)
                    .toList();
            return here.stream()
                    .filter(each -> each.method.equals(method) || here.size() == 1)
                    .findFirst()
                    .map(each -> each.at + 1)
                    .orElse(begin);
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
            handlers.add(new Label[] {end, handler});
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            jumps.add(Map.entry(at++, label));
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... cases) {
            visitLookupSwitchInsn(otherwise, new int[0], cases);
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] cases) {
            jumps.add(Map.entry(at, otherwise));
            for (Label each : cases) {
                jumps.add(Map.entry(at, each));
            }
            at++;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean exact = opcode == Opcodes.INVOKESTATIC || opcode == Opcodes.INVOKESPECIAL;
            if (opcode == Opcodes.INVOKESTATIC) {
                uses.add(owner);
            }
            calls.add(new Called(at++, owner, name, descriptor, exact));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
            if (!LINKAGE.contains(bootstrap.getOwner())) {
                calls.add(new Called(at, bootstrap.getOwner(), bootstrap.getName(), bootstrap.getDesc(), true));
            }
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
                uses.add(type);
            }
            at++;
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            if (opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC) {
                uses.add(owner);
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
