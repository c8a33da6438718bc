package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Thing.Kind;
import java.util.Map;
import java.util.TreeMap;

/** How a program in Java declares what its bodies share, and what it writes to use it. */
final class Things {
    private static final String[] GROUPS = {
        "static final %s[] ARRAY = new %1$s[2];\nstatic { for (int i = 0; i < 2; i++) { ARRAY[i] = new %1$s(); } }\n",
        "static final List<%s> LIST = new ArrayList<>();\nstatic { LIST.add(new %1$s()); LIST.add(new %1$s()); }\n",
        "static final Map<Integer, %s> MAP = new HashMap<>();\nstatic { MAP.put(0, new %1$s()); MAP.put(1, new %1$s()); }\n",
        "static final Map<Integer, %s> LAZY = new ConcurrentHashMap<>();\n"
                + "static %1$s get(int i) { return LAZY.computeIfAbsent(i, ignored -> new %1$s()); }\n",
        "static final %s ONE = make();\nstatic final %1$s OTHER = make();\nstatic %1$s make() { return new %1$s(); }\n",
        "static final Box<%s> ONE = new Box<>(new %1$s());\nstatic final Box<%1$s> OTHER = new Box<>(new %1$s());\n"
    };

    /** The first of the styles that not all programs have. */
    private static final int MORE = 7;

    private static final int FORKED = 16;

    private final JavaProgram program;
    /** How those of a group are kept. */
    private final int way;
    /** Whether what is alone of its class is in an object instead of in static fields. */
    private final boolean inner;

    private final Map<Integer, StringBuilder> methods = new TreeMap<>();

    Things(JavaProgram program, int way, boolean inner) {
        this.program = program;
        this.way = way;
        this.inner = inner;
    }

    private Thing thing(int on) {
        return program.things().get(on);
    }

    /** What stands for it in an expression. */
    String name(int on) {
        Thing thing = thing(on);
        if (thing.grouped()) {
            String other = on == 0 ? "ONE" : "OTHER";
            return switch (way) {
                case 0 -> "ARRAY[" + on + "]";
                case 1 -> "LIST.get(" + on + ")";
                case 2 -> "MAP.get(" + on + ")";
                case 3 -> "get(" + on + ")";
                case 4 -> other;
                default -> other + ".kept";
            };
        }
        if (isOneClass(on)) {
            return "Type" + on + ".class";
        }
        boolean isVariable = thing.kind() == Kind.THREAD
                || thing.kind() == Kind.STAGE
                || thing.kind() == Kind.TASK && thing.style() != 2;
        return (inner && !isVariable ? "INNER." : "") + "it" + on;
    }

    /** Where what changes how it has this lock keeps its stamp. */
    static String stamp(int on) {
        return "STAMPS.get()[" + on + "]";
    }

    /** Whether a try of it waits for a moment. */
    boolean isPatient(int on) {
        return thing(on).style() >= MORE;
    }

    /** How many permits of a semaphore are taken at once: where they are more, it has as many times more. */
    int permits(int on) {
        return thing(on).style() >= MORE ? 2 : 1;
    }

    /** Whether it is the monitor of a class. */
    boolean isOneClass(int on) {
        Thing thing = thing(on);
        return thing.kind() == Kind.MONITOR && !thing.grouped() && thing.style() == 2;
    }

    /** Whether it has methods of its own that may be synchronized. */
    boolean hasMethods(int on) {
        return thing(on).kind() == Kind.MONITOR && (thing(on).grouped() || isOneClass(on));
    }

    /** Adds a synchronized method to those of this monitor. */
    void addMethod(int on, String method) {
        int owner = thing(on).grouped() ? 0 : on;
        methods.computeIfAbsent(owner, ignored -> new StringBuilder())
                .append(isOneClass(on) ? "static " : "")
                .append(method);
    }

    /** All declarations; to be asked for when everything else is written. */
    String fields() {
        StringBuilder outer = new StringBuilder();
        if (program.things().get(0).grouped()) {
            String type = thing(0).kind() == Kind.LOCK ? "ReentrantLock" : "Cell";
            outer.append("static final class Cell {\n")
                    .append(methods.getOrDefault(0, none()))
                    .append("}\n");
            outer.append("static final class Box<T> {\nfinal T kept;\nBox(T kept) { this.kept = kept; }\n}\n");
            outer.append(GROUPS[way].formatted(type));
        }
        StringBuilder own = new StringBuilder();
        for (int on = 0; on < program.things().size(); on++) {
            String declared = declaration(on);
            boolean isVariable = declared.startsWith("static volatile");
            if (isOneClass(on)) {
                outer.append("static final class Type%d {\n%s}\n".formatted(on, methods.getOrDefault(on, none())));
            } else if (!thing(on).grouped()) {
                (inner && !isVariable ? own : outer)
                        .append(inner || isVariable ? "" : "static ")
                        .append(declared)
                        .append('\n');
            }
        }
        if (inner) {
            outer.append("static final class Inner {\n")
                    .append(own)
                    .append("}\nstatic final Inner INNER = new Inner();\n");
        }
        if (program.has(Act.Do.DOWNGRADE)) {
            outer.append("static final ThreadLocal<long[]> STAMPS = ThreadLocal.withInitial(() -> new long[%d]);\n"
                    .formatted(program.things().size()));
        }
        return outer.toString();
    }

    private static StringBuilder none() {
        return new StringBuilder();
    }

    private String declaration(int on) {
        Thing thing = thing(on);
        String size = "(" + thing.size() + ");";
        return switch (thing.kind()) {
            case MONITOR ->
                made(
                        on,
                        thing.style() == 3 ? "List<Object>" : "Object",
                        thing.style() == 3 ? "ArrayList<>();" : "Object();");
            case LOCK ->
                made(
                        on,
                        thing.style() == 1 ? "Lock" : "ReentrantLock",
                        thing.style() == 3 ? "ReentrantLock(true);" : "ReentrantLock();");
            case READ_WRITE -> made(on, "ReentrantReadWriteLock", "ReentrantReadWriteLock();");
            case STAMPED -> made(on, "StampedLock", "StampedLock();");
            case SEMAPHORE -> made(on, "Semaphore", "Semaphore(" + thing.size() * permits(on) + ");");
            case PERMITS -> made(on, "Semaphore", "Semaphore" + size);
            case MAP -> made(on, "Map<String, String>", "ConcurrentHashMap<>();");
            case LATCH -> made(on, "CountDownLatch", "CountDownLatch" + size);
            case FUTURE -> made(on, "CompletableFuture<Object>", "CompletableFuture<>();");
            case QUEUE -> made(on, "BlockingQueue<Object>", queue(thing));
            case HANDOVER -> made(on, "BlockingQueue<Object>", "SynchronousQueue<>(" + (thing.style() % 2 == 0) + ");");
            case BARRIER ->
                thing.isExchanger()
                        ? made(on, "Exchanger<Object>", "Exchanger<>();")
                        : isCyclic(thing)
                                ? made(on, "CyclicBarrier", "CyclicBarrier" + size)
                                : made(on, "Phaser", "Phaser" + size);
            case POOL ->
                thing.isTimer()
                        ? made(on, "Timer", "Timer(true);")
                        : "final ExecutorService it" + on + " = " + pool(thing);
            case STAGE -> "static volatile CompletableFuture<?> it" + on + ";";
            case BOTH -> {
                String two = "(" + plain(thing.size()) + ", " + plain(thing.source());
                yield "final CompletableFuture<?> it" + on + " = "
                        + (thing.style() % 2 == 0
                                ? "CompletableFuture.allOf" + two + ");"
                                : plain(thing.size()) + ".thenCombine(" + plain(thing.source()) + ", (a, b) -> a);");
            }
            case EITHER -> {
                String two = "(" + plain(thing.size()) + ", " + plain(thing.source());
                yield "final CompletableFuture<?> it" + on + " = "
                        + (thing.style() % 2 == 0
                                ? "CompletableFuture.anyOf" + two + ");"
                                : plain(thing.size()) + ".applyToEither(" + plain(thing.source()) + ", a -> a);");
            }
            case FLAG -> "boolean it" + on + ";" + (thing(thing.behind()).kind() == Kind.LOCK ? condition(on) : "");
            case THREAD -> "static volatile Thread it" + on + ";";
            case TASK ->
                thing.style() == 2
                        ? made(on, "FutureTask<Object>", "FutureTask<>(() -> { " + body(thing) + "; return null; });")
                        : "static volatile Future<?> it" + on + ";";
        };
    }

    /** What stands for it where it is declared. */
    private String plain(int on) {
        return name(on).replace("INNER.", "");
    }

    private static boolean isCyclic(Thing barrier) {
        return barrier.style() % 3 == 0;
    }

    private static String queue(Thing queue) {
        String size = queue.size() == 0 ? "();" : "(" + queue.size() + ");";
        return switch (queue.style()) {
            case 7 -> (queue.size() == 0 ? "PriorityBlockingQueue<>" : "LinkedBlockingQueue<>") + size;
            case 8 -> (queue.size() == 0 ? "LinkedTransferQueue<>" : "LinkedBlockingDeque<>") + size;
            case 9 -> "LinkedBlockingDeque<>" + size;
            default -> (queue.size() == 0 ? "LinkedBlockingQueue<>" : "ArrayBlockingQueue<>") + size;
        };
    }

    private static String made(int on, String type, String made) {
        return "final " + type + " it" + on + " = new " + made;
    }

    private static String pool(Thing pool) {
        if (pool.size() == 0) {
            return pool.style() == 3 ? "virtual();" : "Executors.newCachedThreadPool();";
        }
        String fixed = "Executors.newFixedThreadPool(" + pool.size() + ")";
        return switch (pool.style()) {
            case 0 -> pool.size() == 1 ? "Executors.newSingleThreadExecutor();" : fixed + ";";
            case 2 -> "Executors.newScheduledThreadPool(" + pool.size() + ");";
            case 3 ->
                "new ThreadPoolExecutor(" + pool.size() + ", " + (pool.size() + 2)
                        + ", 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(50));";
            case 4 -> "Executors.unconfigurableExecutorService(" + fixed + ");";
            case 5 -> "new Decorating(" + fixed + ");";
            case 7 ->
                "new ThreadPoolExecutor(" + pool.size() + ", " + pool.size()
                        + ", 1, TimeUnit.HOURS, new SynchronousQueue<>(), new ThreadPoolExecutor.CallerRunsPolicy());";
            case 8 -> "new ForkJoinPool(" + pool.size() + ");";
            default -> fixed + ";";
        };
    }

    private String condition(int flag) {
        String lock = name(thing(flag).behind()).replace("INNER.", "");
        return (inner ? " final" : " static final") + " Condition when" + flag + " = " + lock + ".newCondition();";
    }

    private static String body(Thing thing) {
        return "body" + thing.behind() + "()";
    }

    /** What does this step, unless it is the beginning of a section. */
    String statement(Act act) {
        Thing thing = thing(act.on());
        String it = name(act.on());
        return switch (act.what()) {
            case DOWN -> it + ".countDown();";
            case AWAIT -> thing.isManaged() ? "managed(" + it + ");" : it + ".await();";
            case COMPLETE -> it + ".complete(\"done\");";
            case GET -> it + (thing.style() % 2 == 0 ? ".join();" : ".get();");
            case ACQUIRE -> it + ".acquire();";
            case RELEASE -> it + ".release();";
            case PUT -> it + ".put(\"item\");";
            case TAKE -> it + ".take();";
            case MEET ->
                it
                        + (thing.isExchanger()
                                ? ".exchange(\"item\");"
                                : isCyclic(thing) ? ".await();" : ".arriveAndAwaitAdvance();");
            case DOWNGRADE -> downgrade(thing, act.on(), it);
            case THEN -> then(thing, it);
            case DRAIN -> it + ".shutdown(); " + it + ".awaitTermination(2, TimeUnit.HOURS);";
            case START ->
                thing.style() >= MORE
                        ? it + " = started(" + (thing.style() - MORE) + ", safe(() -> " + body(thing) + "));"
                        : it + " = new Thread(safe(() -> " + body(thing) + ")); " + it + ".start();";
            case JOIN -> it + ".join();";
            case SUBMIT -> submit(thing, it);
            case INVOKE -> invoke(thing, name(thing.size()));
            case FLUSH ->
                isForked(thing)
                        ? "((ForkJoinTask<?>) " + it + ").join();"
                        : it + (thing.style() == 3 ? ".get(1, TimeUnit.HOURS);" : ".get();");
            case SET, UNTIL -> flag(act, thing, it);
            default -> throw new IllegalArgumentException(act.toString());
        };
    }

    private String downgrade(Thing thing, int on, String it) {
        return thing.kind() == Kind.READ_WRITE
                ? it + ".readLock().lock(); " + it + ".writeLock().unlock();"
                : stamp(on) + " = " + it + ".tryConvertToReadLock(" + stamp(on) + ");";
    }

    private String then(Thing stage, String it) {
        String source = it + " = ((CompletableFuture<?>) " + name(stage.source()) + ")";
        String run = "safe(() -> " + body(stage) + ")";
        String async = stage.size() >= 0 ? "Async" : "";
        String pool = stage.size() >= 0 ? ", " + name(stage.size()) + ");" : ");";
        return switch (stage.style()) {
            case 0, 1 -> source + ".thenRun" + async + "(" + run + pool;
            case 2 -> source + ".thenAccept" + async + "(given -> " + run + ".run()" + pool;
            case 3 -> source + ".handle" + async + "((given, failure) -> { " + run + ".run(); return 1; }" + pool;
            case 4 -> source + ".whenComplete" + async + "((given, failure) -> " + run + ".run()" + pool;
            default -> source + ".thenApply" + async + "(given -> { " + run + ".run(); return 1; }" + pool;
        };
    }

    private String submit(Thing task, String it) {
        String pool = name(task.size());
        String call = "() -> { " + body(task) + "; return null; }";
        String run = "safe(() -> " + body(task) + ")";
        if (thing(task.size()).isTimer()) {
            String own = "own" + task.behind();
            return "FutureTask<Object> " + own + " = new FutureTask<>(" + call + "); " + it + " = " + own + "; " + pool
                    + ".schedule(new TimerTask() { public void run() { " + own + ".run(); } }, 0);";
        }
        if (isForked(task)) {
            String own = "own" + task.behind();
            return "ForkJoinTask<?> " + own + " = new RecursiveAction() { protected void compute() { " + run
                    + ".run(); } }; " + it + " = " + own + "; if (ForkJoinTask.getPool() == " + pool + ") { " + own
                    + ".fork(); } else { ((ForkJoinPool) " + pool + ").execute(" + own + "); }";
        }
        return switch (task.style()) {
            case 0 -> it + " = " + pool + ".submit(" + call + ");";
            case 1 -> it + " = CompletableFuture.runAsync(" + run + ", " + pool + ");";
            case 2 -> pool + ".execute(" + it + ");";
            case 3 -> it + " = " + pool + ".submit(" + run + ");";
            case 4 ->
                it + " = CompletableFuture.supplyAsync(() -> { " + run + ".run(); return 1; }, " + pool
                        + ").thenApply(one -> one + 1);";
            case 5 -> it + " = new ExecutorCompletionService<Object>(" + pool + ").submit(" + call + ");";
            case 7 -> it + " = " + pool + ".submit(traced(" + run + "));";
            case 8 -> it + " = " + pool + ".submit(new Named(" + call + "));";
            case 9 -> it + " = CompletableFuture.runAsync(" + run + ", given -> " + pool + ".execute(traced(given)));";
            case 10 ->
                thing(task.size()).size() > 0 && thing(task.size()).style() == 2
                        ? it + " = ((ScheduledExecutorService) " + pool + ").schedule(" + call
                                + ", 0, TimeUnit.NANOSECONDS);"
                        : it + " = " + pool + ".submit(" + call + ");";
            case 11 ->
                it + " = CompletableFuture.completedFuture(1).thenAcceptAsync(one -> " + run + ".run(), " + pool + ");";
            case 12 ->
                it + " = CompletableFuture.allOf(CompletableFuture.runAsync(" + run + ", " + pool
                        + "), CompletableFuture.completedFuture(1));";
            case 13 ->
                it + " = CompletableFuture.runAsync(" + run + ", " + pool
                        + ").thenCombine(CompletableFuture.completedFuture(1), (none, one) -> one);";
            case 14 ->
                it + " = CompletableFuture.completedFuture(1).thenCompose(one -> CompletableFuture.runAsync(" + run
                        + ", " + pool + "));";
            case 15 ->
                "FutureTask<Object> own" + task.behind() + " = new FutureTask<>(" + call + "); " + it + " = own"
                        + task.behind() + "; " + pool + ".execute(traced(own" + task.behind() + "));";
            default ->
                "FutureTask<Object> own" + task.behind() + " = new FutureTask<>(" + call + "); " + it + " = own"
                        + task.behind() + "; " + pool + ".execute(own" + task.behind() + ");";
        };
    }

    /** Whether it is a task of its own kind, to be forked by others. */
    private static boolean isForked(Thing task) {
        return task.kind() == Kind.TASK && task.style() == FORKED;
    }

    private String invoke(Thing task, String pool) {
        String call = "() -> { " + body(task) + "; return null; }";
        return switch (task.style() % 4) {
            case 0 -> pool + ".invokeAny(List.<Callable<Object>>of(" + call + "));";
            case 1 -> "CompletableFuture.runAsync(safe(() -> " + body(task) + "), " + pool + ").join();";
            default -> pool + ".invokeAll(List.<Callable<Object>>of(" + call + "));";
        };
    }

    private String flag(Act act, Thing flag, String it) {
        boolean monitor = thing(flag.behind()).kind() == Kind.MONITOR;
        String on = monitor ? name(flag.behind()) : it.replace("it", "when");
        return act.what() == Act.Do.SET
                ? it + " = true; " + on
                        + (monitor ? ".notifyAll();" : flag.style() >= MORE ? ".signal();" : ".signalAll();")
                : "while (!" + it + ") { " + on + (monitor ? ".wait();" : ".await();") + " }";
    }
}
