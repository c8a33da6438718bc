package io.fencedep.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** What is known of the JDK's own methods, held against the JDK that runs this. */
class JdkAdviceTest {
    /** What only some of the JDKs from 17 on have. */
    private static final Set<String> NOT_EVERYWHERE = Set.of(
            "java/lang/VirtualThread",
            "java/util/concurrent/CompletableFuture$DelayedCompleter",
            "java/util/concurrent/StructuredTaskScopeImpl",
            "java/util/concurrent/StructuredTaskScopeImpl$SubtaskImpl",
            "java/util/concurrent/ThreadPerTaskExecutor",
            "java/util/concurrent/ThreadPerTaskExecutor$ThreadBoundFuture");

    @Test
    void what_a_jdk_does_not_have_is_known_to_be_missing() throws IOException {
        TreeMap<String, Set<String>> has = new TreeMap<>();
        Set<String> missing = new TreeSet<>();
        for (String each : JdkAdvice.methods()) {
            int dot = each.indexOf('.');
            String owner = each.substring(0, dot);
            if (!has.containsKey(owner)) {
                has.put(owner, methodsOf(owner));
            }
            if (!has.get(owner).contains(each.substring(dot + 1)) && !isOptional(owner, each.substring(dot + 1))) {
                missing.add(each);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Internals that came or went between 17 and 25; each of them has a sibling that is there instead. */
    private static boolean isOptional(String owner, String method) {
        return NOT_EVERYWHERE.contains(owner)
                || owner.startsWith("java/util/concurrent/ForkJoinTask$")
                || owner.equals("java/util/concurrent/ForkJoinTask")
                        && (method.startsWith("doExec")
                                || method.contains("PoolInvoke")
                                || method.startsWith("quietlyJoin("))
                || owner.equals("java/util/concurrent/ForkJoinPool") && method.startsWith("close")
                || method.startsWith("start(Ljdk/internal/vm/ThreadContainer;)")
                || method.startsWith("completeThrowable")
                || method.startsWith("completeNull")
                || method.startsWith("drainTo(")
                || method.startsWith("tryTransfer(");
    }

    private static Set<String> methodsOf(String owner) throws IOException {
        Set<String> methods = new TreeSet<>();
        try (InputStream in = ClassLoader.getSystemResourceAsStream(owner + ".class")) {
            if (in != null) {
                new ClassReader(in)
                        .accept(
                                new ClassVisitor(Opcodes.ASM9) {
                                    @Override
                                    public MethodVisitor visitMethod(
                                            int access,
                                            String name,
                                            String descriptor,
                                            String signature,
                                            String[] exceptions) {
                                        methods.add(name + descriptor);
                                        return null;
                                    }
                                },
                                ClassReader.SKIP_CODE);
            }
        }
        return methods;
    }
}
