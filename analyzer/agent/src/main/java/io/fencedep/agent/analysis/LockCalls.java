package io.fencedep.agent.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Where methods call what may take a lock, by its name, as their class files say: read when there is something to find out, and
 * kept.
 */
final class LockCalls {
    private static final int MOST = 1_000;
    private static final List<String> WORDS = List.of("lock", "acquire", "enter");
    /** What begins like that only asks or makes. */
    private static final List<String> QUESTIONS = List.of("is", "has", "holds", "get", "new");

    private static final List<String> HALVES = List.of("readLock", "writeLock", "asReadLock", "asWriteLock");

    /**
     * A call.
     *
     * @param line where it is
     * @param owner the type that it is called of, by its name
     * @param name the method
     * @param field the field that has the object whose method it is; empty when that comes from elsewhere
     */
    record Call(int line, String owner, String name, String field) {}

    private record Method(String name, int first, int last, List<Call> calls) {}

    private final Map<String, List<Method>> known = new HashMap<>();

    /** The calls of the method that has this line, in the order of its code; of several that may be meant, of the first one. */
    List<Call> of(String type, String method, int line) {
        List<Method> methods = known.get(type);
        if (methods == null) {
            methods = known.size() < MOST ? read(type) : List.of();
            known.put(type, methods);
        }
        for (Method each : methods) {
            if (each.name.equals(method) && each.first <= line && line <= each.last && !each.calls.isEmpty()) {
                return each.calls;
            }
        }
        return List.of();
    }

    private static List<Method> read(String type) {
        Reader reader = new Reader();
        ClassFiles.show(type, reader);
        return reader.methods;
    }

    private static boolean mayTakeLock(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(lower::contains)
                && QUESTIONS.stream().noneMatch(name::startsWith)
                && !lower.contains("unlock")
                && !HALVES.contains(name);
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
            return new Code(name);
        }

        private final class Code extends MethodVisitor {
            private final String name;
            private final List<Call> calls = new ArrayList<>();
            private int first = Integer.MAX_VALUE;
            private int last;
            private int line;
            private String field = "";

            Code(String name) {
                super(Opcodes.ASM9);
                this.name = name;
            }

            @Override
            public void visitLineNumber(int at, Label start) {
                first = Math.min(first, at);
                last = Math.max(last, at);
                line = at;
            }

            @Override
            public void visitVarInsn(int opcode, int index) {
                field = "";
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                field = opcode == Opcodes.GETFIELD || opcode == Opcodes.GETSTATIC ? name : "";
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                if (mayTakeLock(name)) {
                    calls.add(new Call(line, owner.replace('/', '.'), name, field));
                }
                field = HALVES.contains(name) ? field : "";
            }

            @Override
            public void visitEnd() {
                methods.add(new Method(name, first, last, calls));
            }
        }
    }
}
