package io.fencedep.agent.instrument;

import static io.fencedep.agent.instrument.JdkAdvice.FOR;
import static io.fencedep.agent.instrument.JdkAdvice.JUC;
import static io.fencedep.agent.instrument.JdkAdvice.OBJECT;
import static io.fencedep.agent.instrument.JdkAdvice.TIMED;
import static io.fencedep.agent.instrument.JdkAdvice.bound;
import static io.fencedep.agent.instrument.JdkAdvice.boundBy;
import static io.fencedep.agent.instrument.JdkAdvice.call;
import static io.fencedep.agent.instrument.JdkAdvice.code;
import static io.fencedep.agent.instrument.JdkAdvice.noBound;
import static io.fencedep.agent.instrument.JdkAdvice.waits;

import java.util.List;
import org.objectweb.asm.Opcodes;

/** Tasks, the pools and timers that run them, and threads. */
final class TaskAdvice {
    static final String POOL = JUC + "ThreadPoolExecutor";
    static final String TIMER = "java/util/TimerThread";
    private static final String RUNNABLE = "Ljava/lang/Runnable;";
    private static final String CALLABLE = "Ljava/util/concurrent/Callable;";
    private static final String DURATION = "Ljava/time/Duration;";
    private static final String EACH = "(" + OBJECT + ")V";
    private static final int JAVA_19 = 19;

    private final JdkAdvice table;
    private final Snippet waitEnds = code().hook(Call.TASK_WAITS, "waitEnds", "()V");

    private TaskAdvice(JdkAdvice table) {
        this.table = table;
    }

    static void addTo(JdkAdvice table) {
        TaskAdvice advice = new TaskAdvice(table);
        advice.futureTasks();
        advice.pools();
        advice.threadPerTask();
        advice.scopes();
        advice.forkJoinTasks();
        advice.forkJoinPools();
        advice.threads();
        advice.events();
    }

    private Snippet made() {
        return code().receiver().load(Opcodes.ALOAD, 1).hook(Call.TASKS, "made", "(" + OBJECT + OBJECT + ")V");
    }

    private void futureTasks() {
        String task = JUC + "FutureTask";
        table.put(task, "<init>(" + CALLABLE + ")V", null, made(), null);
        table.put(task, "<init>(" + RUNNABLE + OBJECT + ")V", null, made(), null);
        table.put(JUC + "Executors$RunnableAdapter", "<init>(" + RUNNABLE + OBJECT + ")V", null, made(), null);
        Snippet ran = call(Call.TASKS, "hasRun", EACH);
        table.put(task, "run()V", call(Call.TASKS, "runs", EACH), ran, ran);
        table.put(task, "runAndReset()Z", call(Call.TASKS, "runs", EACH), ran, ran);
        Snippet completes = call(Call.TASKS, "completes", EACH);
        table.put(task, "set(" + OBJECT + ")V", completes, null, null);
        table.put(task, "setException(Ljava/lang/Throwable;)V", completes, null, null);
        table.put(task, "finishCompletion()V", completes, null, null);
        table.put(task, "get()" + OBJECT, waits(Call.TASK_WAITS, "flushBegins", noBound()), waitEnds, waitEnds);
        table.put(task, "get" + TIMED + OBJECT, waits(Call.TASK_WAITS, "flushBegins", bound(1)), waitEnds, waitEnds);
    }

    private void pools() {
        String queue = "Ljava/util/concurrent/BlockingQueue;";
        // Not by its methods, which a program's own kind of pool may have changed.
        Snippet poolMade = code().receiver()
                .field(POOL, "workQueue", queue)
                .field(POOL, "corePoolSize", "I")
                .field(POOL, "maximumPoolSize", "I")
                .hook(Call.POOLS, "poolMade", "(L" + POOL + ";" + queue + "II)V");
        table.put(
                POOL,
                "<init>(IIJLjava/util/concurrent/TimeUnit;Ljava/util/concurrent/BlockingQueue;"
                        + "Ljava/util/concurrent/ThreadFactory;Ljava/util/concurrent/RejectedExecutionHandler;)V",
                null,
                poolMade,
                null);
        table.put(POOL, "setCorePoolSize(I)V", null, poolMade, null);
        table.put(POOL, "setMaximumPoolSize(I)V", null, poolMade, null);
        Snippet queued =
                code().load(Opcodes.ALOAD, 1).receiver().hook(Call.TASKS, "queued", "(" + OBJECT + "L" + POOL + ";)V");
        Snippet handedOver = code().hook(Call.TASKS, "handedOver", "()V");
        table.put(POOL, "execute(" + RUNNABLE + ")V", queued, handedOver, null);
        table.put(
                JUC + "ScheduledThreadPoolExecutor",
                "delayedExecute(Ljava/util/concurrent/RunnableScheduledFuture;)V",
                queued,
                null,
                null);
        Snippet all = code().plain(Opcodes.DUP).hook(Call.TASK_WAITS, "invokedAll", EACH);
        table.put(
                JUC + "AbstractExecutorService", "invokeAll(Ljava/util/Collection;)Ljava/util/List;", null, all, null);
        Snippet rejected = code().load(Opcodes.ALOAD, 1).hook(Call.TASKS, "rejected", EACH);
        table.put(POOL, "reject(" + RUNNABLE + ")V", rejected, null, null);
        table.put(POOL, "getTask()" + RUNNABLE, code().hook(Call.TASKS, "end", "()V"), null, null);
        drains(POOL);
        String service = "L" + JUC + "ExecutorService;";
        table.put(
                JUC + "Executors$DelegatedExecutorService",
                "<init>(" + service + ")V",
                null,
                code().receiver().load(Opcodes.ALOAD, 1).hook(Call.POOLS, "wraps", "(" + OBJECT + OBJECT + ")V"),
                null);
        String completions = JUC + "ExecutorCompletionService";
        Snippet named = code().receiver()
                .get(completions, "completionQueue", "Ljava/util/concurrent/BlockingQueue;")
                .receiver()
                .hook(Call.FENCES, "madeInside", "(" + OBJECT + OBJECT + ")V");
        String executor = "Ljava/util/concurrent/Executor;";
        table.put(completions, "<init>(" + executor + ")V", null, named, null);
        timers();
    }

    private void timers() {
        String queue = "java/util/TaskQueue";
        Snippet made =
                code().receiver().load(Opcodes.ALOAD, 1).hook(Call.POOLS, "singleMade", "(" + OBJECT + OBJECT + ")V");
        table.put(TIMER, "<init>(L" + queue + ";)V", null, made, null);
        Snippet changed =
                code().receiver().field(queue, "size", "I").hook(Call.POOLS, "schedules", "(" + OBJECT + "I)V");
        for (String method : List.of("add(Ljava/util/TimerTask;)V", "removeMin()V", "quickRemove(I)V", "clear()V")) {
            table.put(queue, method, null, changed, null);
        }
    }

    private void drains(String pool) {
        table.put(pool, "awaitTermination" + TIMED + "Z", waits(Call.POOLS, "drains", bound(1)), waitEnds, waitEnds);
    }

    /** Executors that start a thread for each task. */
    private void threadPerTask() {
        String executor = JUC + "ThreadPerTaskExecutor";
        table.put(
                executor,
                "<init>(Ljava/util/concurrent/ThreadFactory;)V",
                null,
                call(Call.POOLS, "unboundedMade", EACH),
                null);
        table.put(executor, "awaitTermination()V", waits(Call.POOLS, "drains", noBound()), waitEnds, waitEnds);
        drains(executor);
        table.put(
                executor + "$ThreadBoundFuture",
                "<init>(L" + executor + ";" + CALLABLE + ")V",
                null,
                code().receiver().load(Opcodes.ALOAD, 1).hook(Call.POOLS, "belongs", "(" + OBJECT + OBJECT + ")V"),
                null);
    }

    /** Scopes that start a thread for each of their tasks, and wait for all of them. */
    private void scopes() {
        String scope = JUC + "StructuredTaskScopeImpl";
        table.put(
                scope,
                "<init>(L" + JUC
                        + "StructuredTaskScope$Joiner;Ljava/util/concurrent/ThreadFactory;Ljava/lang/String;)V",
                null,
                call(Call.POOLS, "unboundedMade", EACH),
                null);
        Snippet expires =
                code().receiver().load(Opcodes.ALOAD, 1).hook(Call.SCOPES, "expires", "(" + OBJECT + DURATION + ")V");
        table.put(scope, "scheduleTimeout(" + DURATION + ")V", expires, null, null);
        table.put(scope, "join()" + OBJECT, call(Call.SCOPES, "joinsAll", EACH), waitEnds, waitEnds);
        Snippet closes = code().receiver()
                .field(scope, "state", "I")
                .field(scope, "cancelled", "Z")
                .hook(Call.SCOPES, "closes", "(" + OBJECT + "IZ)V");
        table.put(scope, "close()V", closes, waitEnds, waitEnds);
        Snippet forks = code().load(Opcodes.ALOAD, 1).hook(Call.SCOPES, "forks", EACH);
        table.put(
                scope,
                "fork(" + RUNNABLE + ")" + "Ljava/util/concurrent/StructuredTaskScope$Subtask;",
                forks,
                null,
                null);
        String task = scope + "$SubtaskImpl";
        Snippet made = code().receiver()
                .load(Opcodes.ALOAD, 2)
                .hook(Call.SCOPES, "forked", "(" + OBJECT + OBJECT + ")V")
                .receiver()
                .load(Opcodes.ALOAD, 1)
                .hook(Call.POOLS, "belongs", "(" + OBJECT + OBJECT + ")V");
        table.put(task, "<init>(L" + scope + ";" + CALLABLE + ")V", null, made, null);
        Snippet ran = call(Call.TASKS, "hasRun", EACH);
        table.put(task, "run()V", call(Call.TASKS, "runs", EACH), ran, ran);
    }

    private void forkJoinTasks() {
        String task = JUC + "ForkJoinTask";
        String self = "L" + task + ";";
        String pool = "Ljava/util/concurrent/ForkJoinPool;";
        Snippet begins = call(Call.FORK_JOINS, "begins", "(" + self + ")V");
        Snippet ends = call(Call.FORK_JOINS, "ends", "(" + self + ")V");
        table.put(task, "doExec()I", begins, ends, ends);
        table.put(task, "doExec()V", begins, ends, ends);
        table.put(task, "fork()" + self, call(Call.FORK_JOINS, "forks", "(" + self + ")V"), null, null);
        for (String method : List.of(
                "join()" + OBJECT,
                "get()" + OBJECT,
                "quietlyJoin()V",
                "awaitPoolInvoke(" + pool + ")V",
                "joinForPoolInvoke(" + pool + ")" + OBJECT,
                "getForPoolInvoke(" + pool + ")" + OBJECT)) {
            joins(task, method, noBound());
        }
        joins(task, "get" + TIMED + OBJECT, bound(1));
        joins(task, "quietlyJoin" + TIMED + "Z", bound(1));
        Snippet invokes = call(Call.FORK_JOINS, "invokes", "(" + self + ")V");
        table.put(task, "invoke()" + OBJECT, invokes, waitEnds, waitEnds);
        table.put(task, "quietlyInvoke()V", invokes, waitEnds, waitEnds);
        Snippet second =
                code().load(Opcodes.ALOAD, 1).then(noBound()).hook(Call.FORK_JOINS, "joins", "(" + self + "J)V");
        table.put(task, "invokeAll(" + self + self + ")V", second, waitEnds, waitEnds);
        for (String wrapper : List.of(
                "AdaptedRunnable",
                "AdaptedRunnableAction",
                "RunnableExecuteAction",
                "AdaptedCallable",
                "AdaptedInterruptibleCallable",
                "AdaptedInterruptibleRunnable",
                "CallableExecuteAction")) {
            for (String parameters : List.of(RUNNABLE, RUNNABLE + OBJECT, CALLABLE)) {
                table.put(task + "$" + wrapper, "<init>(" + parameters + ")V", null, made(), null);
            }
        }
    }

    private void joins(String task, String method, Snippet bound) {
        Snippet joins = code().receiver().then(bound).hook(Call.FORK_JOINS, "joins", "(L" + task + ";J)V");
        table.put(task, method, joins, waitEnds, waitEnds);
    }

    private void forkJoinPools() {
        String pool = JUC + "ForkJoinPool";
        table.put(
                pool,
                "<init>(ILjava/util/concurrent/ForkJoinPool$ForkJoinWorkerThreadFactory;"
                        + "Ljava/lang/Thread$UncaughtExceptionHandler;ZIIILjava/util/function/Predicate;" + FOR + "V",
                null,
                call(Call.FORK_JOINS, "poolMade", "(L" + pool + ";)V"),
                null);
        String execute = JUC + "ForkJoinTask$RunnableExecuteAction";
        Snippet executes = code().receiver()
                .field(execute, "runnable", RUNNABLE)
                .hook(Call.FORK_JOINS, "executes", "(" + OBJECT + ")V");
        table.put(execute, "exec()Z", executes, null, null);
        table.put(execute, "compute()Ljava/lang/Void;", executes, null, null);
        Snippet queued = code().load(Opcodes.ALOAD, 1)
                .receiver()
                .hook(Call.FORK_JOINS, "queued", "(" + OBJECT + "L" + pool + ";)V");
        Snippet handedOver = code().hook(Call.TASKS, "handedOver", "()V");
        table.put(pool, "execute(" + RUNNABLE + ")V", queued, handedOver, null);
        table.put(pool, "execute(L" + JUC + "ForkJoinTask;)V", queued, handedOver, null);
        drains(pool);
        Snippet blocks = code().hook(Call.FORK_JOINS, "blocks", "()V");
        Snippet blocked = code().hook(Call.FORK_JOINS, "blocked", "()V");
        table.put(pool, "managedBlock(L" + pool + "$ManagedBlocker;)V", blocks, blocked, blocked);
        table.put(pool, "awaitQuiescence" + TIMED + "Z", waits(Call.POOLS, "drains", bound(1)), waitEnds, waitEnds);
        table.put(pool, "close()V", waits(Call.POOLS, "drains", noBound()), waitEnds, waitEnds);
    }

    private void threads() {
        String thread = "java/lang/Thread";
        Snippet interrupts = call(Call.STARTS, "interrupts", "(Ljava/lang/Thread;)V");
        table.put(thread, "interrupt()V", interrupts, null, null);
        Snippet code = Runtime.version().feature() < JAVA_19
                ? code().field(thread, "target", RUNNABLE)
                : code().field(thread, "holder", "L" + thread + "$FieldHolder;")
                        .get(thread + "$FieldHolder", "task", RUNNABLE);
        Snippet starts = code().receiver().then(code).hook(Call.STARTS, "starts", "(L" + thread + ";" + OBJECT + ")V");
        table.put(thread, "start()V", starts, null, null);
        table.put(thread, "start(Ljdk/internal/vm/ThreadContainer;)V", starts, null, null);
        Snippet startsVirtual = code().receiver()
                .plain(Opcodes.ACONST_NULL)
                .hook(Call.STARTS, "starts", "(L" + thread + ";" + OBJECT + ")V");
        String virtual = "java/lang/VirtualThread";
        table.put(virtual, "start(Ljdk/internal/vm/ThreadContainer;)V", startsVirtual, null, null);
        Snippet joined = call(Call.STARTS, "joined", "(L" + thread + ";)V");
        table.put(thread, "join(J)V", join("ofMillis"), joined, joined);
        table.put(virtual, "joinNanos(J)Z", join("ofNanos"), joined, joined);
        Snippet made = code().field("java/lang/reflect/Constructor", "clazz", "Ljava/lang/Class;")
                .hook(Call.CLASS_INITS, "made", "(Ljava/lang/Class;)V");
        table.put(
                "java/lang/reflect/Constructor",
                "newInstanceWithCaller([" + OBJECT + "ZLjava/lang/Class;)" + OBJECT,
                null,
                made,
                null);
        Snippet exits = code().load(Opcodes.ILOAD, 0).hook("io/fencedep/agent/boot/Exit", "begins", "(I)V");
        table.put("java/lang/Shutdown", "exit(I)V", exits, null, null);
        Snippet halts = code().hook("io/fencedep/agent/boot/Exit", "halts", "()V");
        table.put("java/lang/Runtime", "halt(I)V", halts, null, null);
    }

    private static Snippet join(String bound) {
        return code().receiver()
                .then(boundBy(bound, Opcodes.LLOAD, 1, "(J)"))
                .hook(Call.STARTS, "joins", "(Ljava/lang/Thread;J)V");
    }

    /** What the event thread of a user interface is asked to run: whoever waits for that asks first whether it was. */
    private void events() {
        String event = "java/awt/event/InvocationEvent";
        Snippet made =
                code().receiver().load(Opcodes.ALOAD, 3).hook(Call.TASKS, "eventMade", "(" + OBJECT + OBJECT + ")V");
        String parameters = "(" + OBJECT + "I" + RUNNABLE + OBJECT + RUNNABLE + "Z)V";
        table.put(event, "<init>" + parameters, null, made, null);
        Snippet ran = call(Call.TASKS, "hasRun", EACH);
        table.put(event, "dispatch()V", call(Call.TASKS, "dispatches", EACH), ran, ran);
        table.put(event, "isDispatched()Z", waits(Call.TASK_WAITS, "flushBegins", noBound()), null, null);
        String queue = "java/awt/EventQueue";
        table.put(queue, "invokeAndWait(" + OBJECT + RUNNABLE + ")V", null, waitEnds, waitEnds);
        workers();
    }

    private void workers() {
        String worker = "javax/swing/SwingWorker";
        String task = "L" + JUC + "FutureTask;";
        Snippet done = code().field(worker, "future", task).hook(Call.LATER_EVENTS, "done", EACH);
        table.put(worker, "doneEDT()V", done, null, null);
        String all = "([" + OBJECT + ")V";
        table.put(
                "sun/swing/AccumulativeRunnable",
                "add" + all,
                code().load(Opcodes.ALOAD, 1).hook(Call.LATER_EVENTS, "gathered", all),
                null,
                null);
        String list = "run(Ljava/util/List;)V";
        table.put(
                worker + "$DoSubmitAccumulativeRunnable",
                list,
                code().load(Opcodes.ALOAD, 1).hook(Call.LATER_EVENTS, "run", list.substring("run".length())),
                null,
                null);
    }
}
