package io.fencedep.agent.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods take monitors, as their class files say: read when there is something to find out, and kept. */
final class MonitorTakers {
    private static final int MOST = 1_000;

    /** How a method takes monitors, if it does. */
    enum Kind {
        /** That of its object. */
        SYNCHRONIZED,
        /** That of its class. */
        SYNCHRONIZED_STATIC,
        /** One in its code. */
        BLOCK,
        /** Several in its code. */
        BLOCKS,
        NONE
    }

    /** @param line where it does; 0 when that is not known */
    record Taker(Kind kind, int line) {
        static final Taker NONE = new Taker(Kind.NONE, 0);
    }

    private record Method(String name, int first, int last, Taker taker) {}

    private final Map<String, List<Method>> known = new HashMap<>();

    /** What the method does that has this line; of several that may be meant, the first one that takes a monitor. */
    Taker of(String type, String method, int line) {
        List<Method> methods = known.get(type);
        if (methods == null) {
            methods = known.size() < MOST ? read(type) : List.of();
            known.put(type, methods);
        }
        for (Method each : methods) {
            boolean has = line <= 0 || each.first == 0 || each.first <= line && line <= each.last;
            if (has && each.name.equals(method) && each.taker.kind != Kind.NONE) {
                return each.taker;
            }
        }
        return Taker.NONE;
    }

    private static List<Method> read(String type) {
        Reader reader = new Reader();
        ClassFiles.show(type, reader);
        return reader.methods;
    }

    private static final class Reader extends ClassVisitor {
        final List<Method> methods = new ArrayList<>();

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            return new Code(access, name);
        }

        private final class Code extends MethodVisitor {
            private final int access;
            private final String name;
            private int entry;
            private int first;
            private int last;
            private int line;
            private int blocks;
            private int enters;

            Code(int access, String name) {
                super(Opcodes.ASM9);
                this.access = access;
                this.name = name;
            }

            @Override
            public void visitLineNumber(int at, Label start) {
                entry = entry == 0 ? at : entry;
                first = first == 0 ? at : Math.min(first, at);
                last = Math.max(last, at);
                line = at;
            }

            @Override
            public void visitInsn(int opcode) {
                if (opcode == Opcodes.MONITORENTER) {
                    blocks++;
                    enters = line;
                }
            }

            @Override
            public void visitEnd() {
                methods.add(new Method(name, first, last, taker()));
            }

            private Taker taker() {
                if ((access & Opcodes.ACC_SYNCHRONIZED) != 0) {
                    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
                    return new Taker(isStatic ? Kind.SYNCHRONIZED_STATIC : Kind.SYNCHRONIZED, entry);
                }
                if (blocks == 0) {
                    return Taker.NONE;
                }
                return blocks == 1 ? new Taker(Kind.BLOCK, enters) : new Taker(Kind.BLOCKS, 0);
            }
        }
    }
}
