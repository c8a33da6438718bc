package io.fencedep.agent.instrument;

import io.fencedep.agent.boot.How;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Which methods of the JDK take, give back, wait for or signal something, and what is done around them. */
final class JdkAdvice {
    private static final String JUC = "java/util/concurrent/";
    private static final String LOCKS = JUC + "locks/";
    private static final String OBJECT = "Ljava/lang/Object;";
    private static final String TIMED = "(JLjava/util/concurrent/TimeUnit;)";
    private static final String POOL = JUC + "ThreadPoolExecutor";
    private static final String FUTURE = JUC + "CompletableFuture";

    private static final Map<String, Advice> ADVICE = new HashMap<>();
    private static final Set<String> CLASSES = new HashSet<>();

    static {
        reentrantLock();
        readWriteLock();
        stampedLock();
        conditions();
        semaphores();
        latches();
        tasks();
        futures();
        threads();
    }

    private JdkAdvice() {}

    /** What is done around this method, or null for nothing. */
    static @Nullable Advice of(String owner, String method, String descriptor) {
        return CLASSES.contains(owner) ? ADVICE.get(owner + "." + method + descriptor) : null;
    }

    /** Whether this class has such methods. */
    static boolean knows(String owner) {
        return CLASSES.contains(owner);
    }

    /** All classes with such methods, by internal name. */
    static Set<String> classes() {
        return CLASSES;
    }

    /** The code of a method with what is done in its middle. */
    static MethodVisitor insideOf(String owner, String method, MethodVisitor code, Runnable changed) {
        return owner.equals(POOL) && method.equals("runWorker") ? new RunOfTask(code, changed) : code;
    }

    /** Where a thread of a pool runs a task. */
    private static final class RunOfTask extends MethodVisitor {
        private final Runnable changed;

        RunOfTask(MethodVisitor code, Runnable changed) {
            super(Opcodes.ASM9, code);
            this.changed = changed;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            boolean run = owner.equals("java/lang/Runnable") && name.equals("run");
            if (run) {
                changed.run();
                super.visitInsn(Opcodes.DUP);
                super.visitVarInsn(Opcodes.ALOAD, 0);
                Call.hook(mv, Call.TASKS, "begins", "(Ljava/lang/Object;L" + POOL + ";)V");
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

    private static void put(
            String owner, String method, @Nullable Snippet entry, @Nullable Snippet exit, @Nullable Snippet thrown) {
        CLASSES.add(owner);
        ADVICE.put(owner + "." + method, new Advice(entry, exit, thrown));
    }

    private static Snippet code() {
        return Snippet.code();
    }

    private static Snippet call(String owner, String hook, String descriptor) {
        return code().receiver().hook(owner, hook, descriptor);
    }

    // ---- locks

    private static Snippet lock(Snippet key, int how) {
        return code().then(key).push(how).hook(Call.HOOKS, "lock", "(" + OBJECT + OBJECT + "I)V");
    }

    /** @param key pushes the object by which holds are known, and the one that conditions know */
    private static void lockMethods(String owner, Snippet key, int how) {
        Snippet give = code().then(key).plain(Opcodes.POP).push(how).hook(Call.HOOKS, "unlock", "(" + OBJECT + "I)V");
        put(owner, "lock()V", lock(key, how), null, give);
        put(owner, "lockInterruptibly()V", lock(key, how), null, give);
        put(owner, "tryLock()Z", null, afterTry(key, how, "tried"), null);
        put(owner, "tryLock" + TIMED + "Z", lock(key, how | How.TIMED), afterTry(key, how, "attempted"), give);
        put(owner, "unlock()V", give, null, null);
    }

    private static Snippet afterTry(Snippet key, int how, String hook) {
        return code().plain(Opcodes.DUP).then(key).push(how).hook(Call.HOOKS, hook, "(Z" + OBJECT + OBJECT + "I)V");
    }

    private static void reentrantLock() {
        String owner = LOCKS + "ReentrantLock";
        lockMethods(owner, code().receiver().field(owner, "sync", "L" + owner + "$Sync;"), How.LOCK);
    }

    private static void readWriteLock() {
        String owner = LOCKS + "ReentrantReadWriteLock";
        String sync = "L" + owner + "$Sync;";
        for (String view : new String[] {"$ReadLock", "$WriteLock"}) {
            Snippet key = code().field(owner + view, "sync", sync).plain(Opcodes.DUP);
            lockMethods(owner + view, key, view.equals("$ReadLock") ? How.READ_WRITE | How.READ : How.READ_WRITE);
        }
        put(
                owner,
                "<init>(Z)V",
                null,
                code().receiver().field(owner, "sync", sync).hook(Call.HOOKS, "composed", "(" + OBJECT + OBJECT + ")V"),
                null);
    }

    private static void stampedLock() {
        String owner = LOCKS + "StampedLock";
        for (boolean read : new boolean[] {false, true}) {
            int how = read ? How.STAMPED | How.READ : How.STAMPED;
            String name = read ? "readLock" : "writeLock";
            String tryName = read ? "tryReadLock" : "tryWriteLock";
            Snippet take = lock(code().receiver().receiver(), how);
            Snippet give = code().receiver().push(how).hook(Call.HOOKS, "unlock", "(" + OBJECT + "I)V");
            Snippet tried =
                    code().plain(Opcodes.DUP2).receiver().push(how).hook(Call.HOOKS, "stamped", "(J" + OBJECT + "I)V");
            put(owner, name + "()J", take, null, give);
            put(owner, name + "Interruptibly()J", take, null, give);
            put(owner, tryName + "()J", null, tried, null);
            put(owner, tryName + TIMED + "J", null, tried, null);
            put(owner, (read ? "unlockRead" : "unlockWrite") + "(J)V", give, null, null);
            put(owner, (read ? "tryUnlockRead" : "tryUnlockWrite") + "()Z", give, null, null);
            Snippet changed = code().plain(Opcodes.DUP2)
                    .receiver()
                    .push(read ? 0 : 1)
                    .hook(Call.HOOKS, "restamped", "(J" + OBJECT + "Z)V");
            put(owner, (read ? "tryConvertToReadLock" : "tryConvertToWriteLock") + "(J)J", null, changed, null);
        }
        Snippet unstamp = code().receiver().load(Opcodes.LLOAD, 1).hook(Call.HOOKS, "unstamp", "(" + OBJECT + "J)V");
        put(owner, "unlock(J)V", unstamp, null, null);
    }

    private static void conditions() {
        String synchronizer = LOCKS + "AbstractQueuedSynchronizer";
        String owner = synchronizer + "$ConditionObject";
        Snippet ends = call(Call.FENCES, "conditionWaitEnds", "(" + OBJECT + ")V");
        String[] waits = {
            "await()V",
            "awaitUninterruptibly()V",
            "await" + TIMED + "Z",
            "awaitNanos(J)J",
            "awaitUntil(Ljava/util/Date;)Z"
        };
        for (String method : waits) {
            Snippet begins = code().receiver()
                    .field(owner, "this$0", "L" + synchronizer + ";")
                    .push(method.endsWith("()V") ? 0 : 1)
                    .hook(Call.FENCES, "conditionWaitBegins", "(" + OBJECT + OBJECT + "Z)V");
            put(owner, method, begins, ends, ends);
        }
        Snippet signals = call(Call.FENCES, "signalled", "(" + OBJECT + ")V");
        put(owner, "signal()V", signals, null, null);
        put(owner, "signalAll()V", signals, null, null);
    }

    private static void semaphores() {
        String owner = JUC + "Semaphore";
        String self = "L" + owner + ";";
        Snippet answer = code().plain(Opcodes.DUP).receiver();
        for (String permits : new String[] {"", "I"}) {
            for (String name : new String[] {"acquire", "acquireUninterruptibly"}) {
                put(owner, name + "(" + permits + ")V", acquire(self, 0), got(self, 1), got(self, 0));
            }
            put(
                    owner,
                    "tryAcquire(" + permits + ")Z",
                    null,
                    answer.hook(Call.FENCES, "triedToAcquire", "(Z" + self + ")V"),
                    null);
            put(
                    owner,
                    "tryAcquire(" + permits + TIMED.substring(1) + "Z",
                    acquire(self, How.TIMED),
                    answer.hook(Call.FENCES, "acquired", "(Z" + self + ")V"),
                    got(self, 0));
            put(owner, "release(" + permits + ")V", call(Call.FENCES, "release", "(" + self + ")V"), null, null);
        }
    }

    private static Snippet acquire(String self, int how) {
        return code().receiver().push(how).hook(Call.FENCES, "acquire", "(" + self + "I)V");
    }

    private static Snippet got(String self, int result) {
        return code().push(result).receiver().hook(Call.FENCES, "acquired", "(Z" + self + ")V");
    }

    // ---- fences

    private static Snippet waitBegins(boolean timed) {
        return code().receiver().push(timed ? 1 : 0).hook(Call.FENCES, "waitBegins", "(" + OBJECT + "Z)V");
    }

    private static Snippet waitEnds() {
        return call(Call.FENCES, "waitEnds", "(" + OBJECT + ")V");
    }

    private static Snippet arrives(boolean timed) {
        return code().receiver().push(timed ? 1 : 0).hook(Call.FENCES, "arrives", "(" + OBJECT + "Z)V");
    }

    private static void latches() {
        String latch = JUC + "CountDownLatch";
        put(latch, "await()V", waitBegins(false), waitEnds(), waitEnds());
        put(latch, "await" + TIMED + "Z", waitBegins(true), waitEnds(), waitEnds());
        put(latch, "countDown()V", call(Call.FENCES, "countDown", "(L" + latch + ";)V"), null, null);

        String barrier = JUC + "CyclicBarrier";
        put(barrier, "await()I", arrives(false), waitEnds(), waitEnds());
        put(barrier, "await" + TIMED + "I", arrives(true), waitEnds(), waitEnds());

        String phaser = JUC + "Phaser";
        put(phaser, "arriveAndAwaitAdvance()I", arrives(false), waitEnds(), waitEnds());
        put(phaser, "awaitAdvance(I)I", waitBegins(false), waitEnds(), waitEnds());
        put(phaser, "awaitAdvanceInterruptibly(I)I", waitBegins(false), waitEnds(), waitEnds());
        Snippet signals = call(Call.FENCES, "signalled", "(" + OBJECT + ")V");
        put(phaser, "arrive()I", signals, null, null);
        put(phaser, "arriveAndDeregister()I", signals, null, null);

        String exchanger = JUC + "Exchanger";
        put(exchanger, "exchange(" + OBJECT + ")" + OBJECT, arrives(false), waitEnds(), waitEnds());
        put(exchanger, "exchange(" + OBJECT + TIMED.substring(1) + OBJECT, arrives(true), waitEnds(), waitEnds());
    }

    private static void futures() {
        put(FUTURE, "get()" + OBJECT, waitBegins(false), waitEnds(), waitEnds());
        put(FUTURE, "join()" + OBJECT, waitBegins(false), waitEnds(), waitEnds());
        put(FUTURE, "get" + TIMED + OBJECT, waitBegins(true), waitEnds(), waitEnds());
        Snippet asked = code().plain(Opcodes.DUP).receiver().hook(Call.FENCES, "asked", "(Z" + OBJECT + ")V");
        put(FUTURE, "isDone()Z", null, asked, null);
        put(JUC + "FutureTask", "isDone()Z", null, asked, null);
        Snippet completes = call(Call.FENCES, "completes", "(L" + FUTURE + ";)V");
        String[] methods = {
            "completeValue(" + OBJECT + ")Z",
            "completeNull()Z",
            "completeThrowable(Ljava/lang/Throwable;)Z",
            "completeThrowable(Ljava/lang/Throwable;" + OBJECT + ")Z",
            "completeRelay(" + OBJECT + ")Z",
            "internalComplete(" + OBJECT + ")Z"
        };
        for (String method : methods) {
            put(FUTURE, method, completes, null, null);
        }
        asyncTask("$AsyncSupply", "Ljava/util/function/Supplier;");
        asyncTask("$AsyncRun", "Ljava/lang/Runnable;");
        String[][] stages = {
            {"UniApply", "Function"},
            {"UniAccept", "Consumer"},
            {"UniWhenComplete", "BiConsumer"},
            {"UniHandle", "BiFunction"},
            {"UniExceptionally", "Function"},
            {"UniCompose", "Function"},
        };
        for (String[] stage : stages) {
            String descriptor = "(Ljava/util/concurrent/Executor;L" + FUTURE + ";L" + FUTURE + ";Ljava/util/function/"
                    + stage[1] + ";)V";
            put(FUTURE + "$" + stage[0], "<init>" + descriptor, null, futureMade(2, 4), null);
        }
        String run = "(Ljava/util/concurrent/Executor;L" + FUTURE + ";L" + FUTURE + ";Ljava/lang/Runnable;)V";
        put(FUTURE + "$UniRun", "<init>" + run, null, futureMade(2, 4), null);
    }

    private static void asyncTask(String name, String code) {
        String owner = FUTURE + name;
        put(owner, "<init>(L" + FUTURE + ";" + code + ")V", null, futureMade(1, 2), null);
        Snippet ends = code().hook(Call.FENCES, "sectionsEnd", "()V");
        Snippet begins =
                code().field(owner, "dep", "L" + FUTURE + ";").hook(Call.FENCES, "sectionBegins", "(" + OBJECT + ")V");
        put(owner, "run()V", begins, ends, ends);
    }

    private static Snippet futureMade(int future, int function) {
        return code().load(Opcodes.ALOAD, future)
                .load(Opcodes.ALOAD, function)
                .hook(Call.FENCES, "futureMade", "(" + OBJECT + OBJECT + ")V");
    }

    // ---- tasks and threads

    private static void tasks() {
        String task = JUC + "FutureTask";
        Snippet made = code().receiver().load(Opcodes.ALOAD, 1).hook(Call.TASKS, "made", "(" + OBJECT + OBJECT + ")V");
        put(task, "<init>(Ljava/util/concurrent/Callable;)V", null, made, null);
        put(task, "<init>(Ljava/lang/Runnable;" + OBJECT + ")V", null, made, null);
        Snippet ends = code().hook(Call.TASKS, "waitEnds", "()V");
        put(task, "get()" + OBJECT, flushBegins(false), ends, ends);
        put(task, "get" + TIMED + OBJECT, flushBegins(true), ends, ends);

        put(
                POOL,
                "<init>(IIJLjava/util/concurrent/TimeUnit;Ljava/util/concurrent/BlockingQueue;"
                        + "Ljava/util/concurrent/ThreadFactory;Ljava/util/concurrent/RejectedExecutionHandler;)V",
                null,
                call(Call.TASKS, "poolMade", "(L" + POOL + ";)V"),
                null);
        Snippet queued =
                code().load(Opcodes.ALOAD, 1).receiver().hook(Call.TASKS, "queued", "(" + OBJECT + "L" + POOL + ";)V");
        put(POOL, "execute(Ljava/lang/Runnable;)V", queued, null, null);
        put(
                JUC + "ScheduledThreadPoolExecutor",
                "delayedExecute(Ljava/util/concurrent/RunnableScheduledFuture;)V",
                queued,
                null,
                null);
        put(POOL, "getTask()Ljava/lang/Runnable;", code().hook(Call.TASKS, "end", "()V"), null, null);
    }

    private static Snippet flushBegins(boolean timed) {
        return code().receiver().push(timed ? 1 : 0).hook(Call.TASKS, "flushBegins", "(" + OBJECT + "Z)V");
    }

    private static void threads() {
        String thread = "java/lang/Thread";
        String self = "(L" + thread + ";)V";
        Snippet starts = call(Call.TASKS, "starts", self);
        put(thread, "start()V", starts, null, null);
        put(thread, "start(Ljdk/internal/vm/ThreadContainer;)V", starts, null, null);
        put("java/lang/VirtualThread", "start(Ljdk/internal/vm/ThreadContainer;)V", starts, null, null);
        Snippet exits = code().load(Opcodes.ILOAD, 0).hook("io/fencedep/agent/boot/Exit", "begins", "(I)V");
        put("java/lang/Shutdown", "exit(I)V", exits, null, null);
        Snippet joined = call(Call.TASKS, "joined", self);
        Snippet joins = code().receiver()
                .load(Opcodes.LLOAD, 1)
                .plain(Opcodes.LCONST_0)
                .plain(Opcodes.LCMP)
                .hook(Call.TASKS, "joins", "(L" + thread + ";I)V");
        put(thread, "join(J)V", joins, joined, joined);
    }
}
