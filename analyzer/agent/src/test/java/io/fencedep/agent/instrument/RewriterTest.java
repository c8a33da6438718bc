package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.agent.boot.Sites;
import io.fencedep.agent.instrument.Rewriter.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Classes as no compiler of today makes them, and such that are at the limits of the JVM. */
class RewriterTest {
    private static final Wanted ALL = new Wanted(true, true, false, false);
    private static final String NAME = "Odd";
    private static final int NEARLY_TOO_LARGE = 65_530;

    /** Defines what it is given, so that the JVM verifies it. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(RewriterTest.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(NAME, bytes, 0, bytes.length);
        }
    }

    @Test
    void a_method_that_would_become_too_large_stays_as_it_is_and_the_others_do_not() throws Exception {
        byte[] rewritten = Rewriter.rewrite(
                type(Opcodes.V17, writer -> {
                    method(writer, "large", code -> {
                        monitor(code);
                        for (int i = 0; i < NEARLY_TOO_LARGE - 5; i++) {
                            code.visitInsn(Opcodes.NOP);
                        }
                    });
                    method(writer, "small", RewriterTest::monitor);
                }),
                ALL);

        assertThat(hooksIn(rewritten, "large")).isZero();
        assertThat(hooksIn(rewritten, "small")).isEqualTo(2);
        run(rewritten, "large");
        run(rewritten, "small");
    }

    @Test
    void subroutines_of_old_compilers_are_kept() throws Exception {
        byte[] rewritten = Rewriter.rewrite(
                type(
                        Opcodes.V1_4,
                        writer -> method(writer, "old", code -> {
                            Label subroutine = new Label();
                            Label end = new Label();
                            monitor(code);
                            code.visitJumpInsn(Opcodes.JSR, subroutine);
                            code.visitJumpInsn(Opcodes.GOTO, end);
                            code.visitLabel(subroutine);
                            code.visitVarInsn(Opcodes.ASTORE, 0);
                            code.visitVarInsn(Opcodes.RET, 0);
                            code.visitLabel(end);
                        })),
                ALL);

        assertThat(hooksIn(rewritten, "old")).isEqualTo(2);
        run(rewritten, "old");
    }

    @Test
    void a_synchronized_static_method_of_a_class_from_before_class_constants_runs() throws Exception {
        byte[] rewritten = Rewriter.rewrite(
                type(Opcodes.V1_1, writer -> {
                    MethodVisitor code = writer.visitMethod(
                            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_SYNCHRONIZED,
                            "sync",
                            "()V",
                            null,
                            null);
                    code.visitCode();
                    code.visitInsn(Opcodes.RETURN);
                    code.visitMaxs(0, 0);
                    code.visitEnd();
                }),
                ALL);

        assertThat(hooksIn(rewritten, "sync")).isEqualTo(3);
        run(rewritten, "sync");
    }

    @Test
    void a_monitor_may_be_left_in_a_handler_that_guards_itself() throws Exception {
        byte[] rewritten = Rewriter.rewrite(
                type(
                        Opcodes.V1_5,
                        writer -> method(writer, "guarded", code -> {
                            Label start = new Label();
                            Label handler = new Label();
                            Label end = new Label();
                            Label after = new Label();
                            code.visitTryCatchBlock(start, handler, handler, null);
                            code.visitTryCatchBlock(handler, end, handler, null);
                            code.visitLdcInsn("lock");
                            code.visitInsn(Opcodes.DUP);
                            code.visitVarInsn(Opcodes.ASTORE, 0);
                            code.visitInsn(Opcodes.MONITORENTER);
                            code.visitLabel(start);
                            code.visitVarInsn(Opcodes.ALOAD, 0);
                            code.visitInsn(Opcodes.MONITOREXIT);
                            code.visitJumpInsn(Opcodes.GOTO, after);
                            code.visitLabel(handler);
                            code.visitVarInsn(Opcodes.ALOAD, 0);
                            code.visitInsn(Opcodes.MONITOREXIT);
                            code.visitLabel(end);
                            code.visitInsn(Opcodes.ATHROW);
                            code.visitLabel(after);
                        })),
                ALL);

        assertThat(hooksIn(rewritten, "guarded")).isEqualTo(3);
        run(rewritten, "guarded");
    }

    @Test
    void an_object_may_be_made_with_others_on_the_stack_and_thrown_away() throws Exception {
        byte[] rewritten = Rewriter.rewrite(
                type(
                        Opcodes.V1_5,
                        writer -> method(writer, "discards", code -> {
                            String latch = "java/util/concurrent/CountDownLatch";
                            code.visitTypeInsn(Opcodes.NEW, latch);
                            code.visitInsn(Opcodes.ICONST_1);
                            code.visitMethodInsn(Opcodes.INVOKESPECIAL, latch, "<init>", "(I)V", false);
                            code.visitTypeInsn(Opcodes.NEW, latch);
                            code.visitInsn(Opcodes.DUP);
                            code.visitTypeInsn(Opcodes.NEW, "java/lang/Object");
                            code.visitInsn(Opcodes.DUP);
                            code.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
                            code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/Object", "hashCode", "()I", false);
                            code.visitInsn(Opcodes.ICONST_1);
                            code.visitInsn(Opcodes.IAND);
                            code.visitMethodInsn(Opcodes.INVOKESPECIAL, latch, "<init>", "(I)V", false);
                            code.visitInsn(Opcodes.POP);
                        })),
                ALL);

        run(rewritten, "discards");
    }

    @Test
    void what_needs_no_hook_is_not_changed() {
        assertThat(Rewriter.rewrite(type(Opcodes.V17, writer -> method(writer, "plain", code -> {})), ALL))
                .isNull();
    }

    @Test
    void loaders_that_know_only_the_jdk_get_calls_of_the_facade() {
        byte[] rewritten = Rewriter.rewrite(
                type(Opcodes.V17, writer -> method(writer, "monitor", RewriterTest::monitor)),
                new Wanted(true, true, true, false));

        assertThat(calls(rewritten, "monitor", "java/fencedep/")).isEqualTo(2);
    }

    @Test
    void a_field_that_is_stored_in_a_variable_before_its_monitor_is_taken_names_that_monitor() {
        byte[] rewritten = Rewriter.rewrite(
                type(
                        Opcodes.V17,
                        writer -> method(writer, "stored", code -> {
                            code.visitFieldInsn(Opcodes.GETSTATIC, NAME, "lock", "Ljava/lang/Object;");
                            code.visitVarInsn(Opcodes.ASTORE, 0);
                            code.visitVarInsn(Opcodes.ALOAD, 0);
                            code.visitInsn(Opcodes.MONITORENTER);
                            code.visitVarInsn(Opcodes.ALOAD, 0);
                            code.visitInsn(Opcodes.MONITOREXIT);
                        })),
                ALL);

        assertThat(sites(rewritten, "stored", "enter")).containsExactly(NAME + ".lock");
    }

    @Test
    void what_a_language_links_itself_may_have_made_the_value_of_a_field() {
        byte[] rewritten = Rewriter.rewrite(
                type(Opcodes.V17, writer -> {
                    method(writer, "linked", code -> {
                        code.visitInvokeDynamicInsn("init", "()Ljava/lang/Object;", linkedBy("groovy/Linker"));
                        code.visitVarInsn(Opcodes.ASTORE, 0);
                        code.visitVarInsn(Opcodes.ALOAD, 0);
                        code.visitVarInsn(Opcodes.ALOAD, 1);
                        code.visitInsn(Opcodes.SWAP);
                        code.visitFieldInsn(Opcodes.PUTFIELD, NAME, "lock", "Ljava/lang/Object;");
                    });
                    method(writer, "joined", code -> {
                        code.visitInvokeDynamicInsn(
                                "join", "()Ljava/lang/String;", linkedBy("java/lang/invoke/StringConcatFactory"));
                        code.visitFieldInsn(Opcodes.PUTSTATIC, NAME, "text", "Ljava/lang/String;");
                    });
                }),
                ALL);

        assertThat(sites(rewritten, "linked", "perhapsMade")).containsExactly(NAME + ".lock");
        assertThat(sites(rewritten, "joined", "perhapsMade")).isEmpty();
    }

    private static Handle linkedBy(String owner) {
        return new Handle(Opcodes.H_INVOKESTATIC, owner, "link", "()Ljava/lang/invoke/CallSite;", false);
    }

    /** The names that a method gives to this hook. */
    private static List<String> sites(byte[] bytes, String method, String hook) {
        List<String> names = new ArrayList<>();
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return name.equals(method) ? new Sited(hook, names) : null;
                            }
                        },
                        0);
        return names;
    }

    /** Notes the number that was pushed before each call of a hook. */
    private static final class Sited extends MethodVisitor {
        private final String hook;
        private final List<String> names;
        private int pushed;

        Sited(String hook, List<String> names) {
            super(Opcodes.ASM9);
            this.hook = hook;
            this.names = names;
        }

        @Override
        public void visitInsn(int opcode) {
            pushed = opcode - Opcodes.ICONST_0;
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            pushed = operand;
        }

        @Override
        public void visitLdcInsn(Object value) {
            pushed = value instanceof Integer number ? number : 0;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String type, boolean own) {
            if (called.equals(hook)) {
                names.add(Sites.name(pushed));
            }
        }
    }

    private static byte[] type(int version, Consumer<ClassWriter> members) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, NAME, null, "java/lang/Object", null);
        members.accept(writer);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static void method(ClassWriter writer, String name, Consumer<MethodVisitor> body) {
        MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "()V", null, null);
        code.visitCode();
        body.accept(code);
        code.visitInsn(Opcodes.RETURN);
        code.visitMaxs(8, 4);
        code.visitEnd();
    }

    private static void monitor(MethodVisitor code) {
        code.visitLdcInsn("lock");
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.MONITORENTER);
        code.visitInsn(Opcodes.MONITOREXIT);
    }

    private static int hooksIn(byte[] bytes, String method) {
        return calls(bytes, method, "io/fencedep/agent/boot/");
    }

    private static int calls(byte[] bytes, String wanted, String ownerPrefix) {
        int[] count = {0};
        new ClassReader(bytes)
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] thrown) {
                                return !name.equals(wanted)
                                        ? null
                                        : new MethodVisitor(Opcodes.ASM9) {
                                            @Override
                                            public void visitMethodInsn(
                                                    int opcode, String owner, String called, String type, boolean own) {
                                                count[0] += owner.startsWith(ownerPrefix) ? 1 : 0;
                                            }
                                        };
                            }
                        },
                        0);
        return count[0];
    }

    private static void run(byte[] bytes, String method) throws Exception {
        new Loader().define(bytes).getMethod(method).invoke(null);
    }
}
