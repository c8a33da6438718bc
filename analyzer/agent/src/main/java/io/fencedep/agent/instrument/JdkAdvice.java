package io.fencedep.agent.instrument;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Which methods of the JDK take, give back, wait for or signal something, and what is done around them. What a JDK does not
 * have is passed over: JDKs differ in what they keep to themselves.
 */
final class JdkAdvice {
    static final String JUC = "java/util/concurrent/";
    static final String OBJECT = "Ljava/lang/Object;";
    static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)";
    /** The same behind other parameters. */
    static final String FOR = "JLjava/util/concurrent/TimeUnit;)";

    private static final String TIMEOUTS = "io/fencedep/agent/boot/Timeouts";
    private static final long NO_TIMEOUT = -1;

    private final Map<String, Advice> advice = new HashMap<>();
    private final Set<String> classes = new HashSet<>();

    private static final JdkAdvice ALL = new JdkAdvice();

    private JdkAdvice() {
        LockAdvice.addTo(this);
        FenceAdvice.addTo(this);
        FutureAdvice.addTo(this);
        QueueAdvice.addTo(this);
        TaskAdvice.addTo(this);
    }

    /** What is done around this method, or null for nothing. */
    static @Nullable Advice of(String owner, String method, String descriptor) {
        return ALL.classes.contains(owner) ? ALL.advice.get(owner + "." + method + descriptor) : null;
    }

    /** Whether this class has such methods. */
    static boolean knows(String owner) {
        return ALL.classes.contains(owner);
    }

    /** All such methods, as owner, name and descriptor. */
    static Set<String> methods() {
        return ALL.advice.keySet();
    }

    /** The code of a method with what is done in its middle. */
    static MethodVisitor insideOf(String owner, String method, MethodVisitor code, Runnable changed) {
        if (owner.equals(TaskAdvice.POOL) && method.equals("runWorker")) {
            return new RunInPool(code, changed);
        }
        if (owner.equals(TaskAdvice.TIMER) && method.equals("mainLoop")) {
            return new RunByTimer(code, changed);
        }
        return code;
    }

    /** Where a timer runs a task. */
    private static final class RunByTimer extends MethodVisitor {
        private final Runnable changed;

        RunByTimer(MethodVisitor code, Runnable changed) {
            super(Opcodes.ASM9, code);
            this.changed = changed;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean run = owner.equals("java/util/TimerTask") && name.equals("run");
            if (run) {
                changed.run();
                super.visitInsn(Opcodes.DUP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                Call.hook(mv, Call.TASKS, "beginsAlone", "(" + OBJECT + OBJECT + ")V");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (run) {
                Call.hook(mv, Call.TASKS, "end", "()V");
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + Call.STACK, maxLocals);
        }
    }

    /**
     * Where a thread of a pool runs a task. What the pool does before that, the task has to wait for; what it does after it,
     * only whoever waits for the thread or for the pool.
     */
    private static final class RunInPool extends MethodVisitor {
        private static final String POOL = "L" + TaskAdvice.POOL + ";";

        private final Runnable changed;

        RunInPool(MethodVisitor code, Runnable changed) {
            super(Opcodes.ASM9, code);
            this.changed = changed;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean after = owner.equals(TaskAdvice.POOL) && name.equals("afterExecute");
            if (owner.equals(TaskAdvice.POOL) && name.equals("beforeExecute")) {
                changed.run();
                super.visitInsn(Opcodes.DUP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                Call.hook(mv, Call.TASKS, "begins", "(" + OBJECT + POOL + ")V");
            } else if (after) {
                super.visitInsn(Opcodes.DUP2);
                super.visitInsn(Opcodes.POP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                Call.hook(mv, Call.TASKS, "afterRun", "(" + OBJECT + POOL + ")V");
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
            if (after || owner.equals("java/lang/Runnable") && name.equals("run")) {
                Call.hook(mv, Call.TASKS, "end", "()V");
            }
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + Call.STACK, maxLocals);
        }
    }

    /** @param method its name and descriptor */
    void put(String owner, String method, @Nullable Snippet entry, @Nullable Snippet exit, @Nullable Snippet thrown) {
        classes.add(owner);
        advice.put(owner + "." + method, new Advice(entry, exit, thrown));
    }

    // ---- snippets that several have in common

    static Snippet code() {
        return Snippet.code();
    }

    /** Calls a hook with this. */
    static Snippet call(String owner, String hook, String descriptor) {
        return code().receiver().hook(owner, hook, descriptor);
    }

    /** Pushes the bound of a wait: a number and a unit, which are parameters, in nanoseconds. */
    static Snippet bound(int time) {
        return code().load(Opcodes.LLOAD, time).load(Opcodes.ALOAD, time + 2).hook(TIMEOUTS, "of", TIMED + "J");
    }

    /** Pushes the bound of a wait without one. */
    static Snippet noBound() {
        return code().wide(NO_TIMEOUT);
    }

    /** Pushes the bound of a wait that is a parameter, by one of the methods of {@code Timeouts}. */
    static Snippet boundBy(String method, int opcode, int index, String descriptor) {
        return code().load(opcode, index).hook(TIMEOUTS, method, descriptor + "J");
    }

    /** Calls a hook with this and the bound of a wait. */
    static Snippet waits(String owner, String hook, Snippet bound) {
        return code().receiver().then(bound).hook(owner, hook, "(" + OBJECT + "J)V");
    }
}
