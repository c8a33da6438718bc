package io.fencedep.agent.schedules;

import io.fencedep.agent.schedules.Thing.Kind;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** A program written in Java, in one of many ways: where its locks are kept, and how its sections and tasks are written. */
final class JavaSource {
    private static final String HEAD = """
            package %s;

            import io.fencedep.programs.driven.Control;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.locks.*;

            /*
            %s*/
            public final class %s {
                public static final String SCHEDULE = "%s";
                public static final int BODIES = %d;

                interface Code { void run() throws Exception; }

                static Runnable safe(Code code) {
                    return () -> {
                        try { code.run(); } catch (Exception e) { throw new IllegalStateException(e); }
                    };
                }

                static Runnable traced(Runnable given) {
                    return () -> {
                        String before = Thread.currentThread().getName();
                        given.run();
                    };
                }

                static final class Named implements Callable<Object> {
                    private final Callable<Object> given;

                    Named(Callable<Object> given) { this.given = given; }

                    public Object call() throws Exception { return given.call(); }
                }

                static final class Decorating extends AbstractExecutorService {
                    private final ExecutorService pool;

                    Decorating(ExecutorService pool) { this.pool = pool; }

                    public void execute(Runnable given) { pool.execute(traced(given)); }

                    public void shutdown() { pool.shutdown(); }

                    public List<Runnable> shutdownNow() { return pool.shutdownNow(); }

                    public boolean isShutdown() { return pool.isShutdown(); }

                    public boolean isTerminated() { return pool.isTerminated(); }

                    public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
                        return pool.awaitTermination(time, unit);
                    }
                }

                static ExecutorService virtual() {
                    try {
                        return (ExecutorService) Executors.class
                                .getMethod("newVirtualThreadPerTaskExecutor")
                                .invoke(null);
                    } catch (ReflectiveOperationException e) {
                        return Executors.newCachedThreadPool();
                    }
                }

                /** Starts a thread of this kind. */
                static Thread started(int kind, Runnable code) {
                    try {
                        if (kind == 2) {
                            return (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, code);
                        }
                    } catch (ReflectiveOperationException e) {
                        // This JVM has none.
                    }
                    Thread thread = new Thread(code);
                    thread.setDaemon(kind == 1);
                    thread.start();
                    return thread;
                }

                static void managed(CountDownLatch latch) throws InterruptedException {
                    ForkJoinPool.managedBlock(new ForkJoinPool.ManagedBlocker() {
                        public boolean block() throws InterruptedException {
                            latch.await();
                            return true;
                        }

                        public boolean isReleasable() { return latch.getCount() == 0; }
                    });
                }

                static void locked(Lock lock, Code code) throws Exception {
                    lock.lock();
                    try { code.run(); } finally { lock.unlock(); }
                }

            """;

    private final JavaProgram program;
    private final String packageName;
    private final String name;
    private final String schedule;
    private final Random random;
    private final Things things;
    private final StringBuilder parts = new StringBuilder();
    private final boolean helpers;
    private int count;

    JavaSource(JavaProgram program, String packageName, String name, String schedule) {
        this.program = program;
        this.packageName = packageName;
        this.name = name;
        this.schedule = schedule;
        random = new Random(program.seed());
        random.nextInt();
        things = new Things(program, random.nextInt(6), random.nextInt(4) == 0);
        helpers = random.nextInt(3) == 0;
    }

    String text() {
        StringBuilder text = new StringBuilder(HEAD.formatted(
                packageName, program, name, schedule, program.bodies().size()));
        StringBuilder bodies = new StringBuilder();
        for (int body = 0; body < program.bodies().size(); body++) {
            bodies.append("static void body").append(body).append("() throws Exception {\n");
            write(bodies, body, 0, program.bodies().get(body).size());
            bodies.append("}\n");
        }
        text.append(things.fields()).append(bodies).append(parts);
        text.append("public static Thread[] start() {\nList<Thread> all = new ArrayList<>();\n");
        for (int root : new TreeSet<>(program.roots())) {
            String called = random.nextBoolean() ? ", \"" + name + " root " + root + "\"" : "";
            text.append("all.add(new Thread(safe(() -> body%d())%s));\n".formatted(root, called));
        }
        text.append("all.forEach(Thread::start);\nreturn all.toArray(new Thread[0]);\n}\n");
        text.append("public static void end() {\n");
        for (int i = 0; i < program.things().size(); i++) {
            if (program.things().get(i).kind() == Kind.POOL) {
                boolean timer = program.things().get(i).isTimer();
                text.append(things.name(i)).append(timer ? ".cancel();\n" : ".shutdown();\n");
            }
        }
        return text.append("}\n}\n").toString();
    }

    private void write(StringBuilder text, int body, int from, int to) {
        List<Act> code = program.bodies().get(body);
        for (int step = from; step < to; step++) {
            Act act = code.get(step);
            if (act.takes() && program.things().get(act.on()).kind() != Kind.PERMITS) {
                int end = World.end(code, step);
                section(text, body, step, end);
                step = end;
            } else {
                text.append(at(body, step)).append(things.statement(act)).append(done(body, step));
            }
        }
    }

    private static String at(int body, int step) {
        return "Control.at(" + body + ", " + step + "); ";
    }

    private static String done(int body, int step) {
        return " Control.done(" + body + ", " + step + ");\n";
    }

    /** What is done inside, sometimes in a method of its own. */
    private String inside(int body, int from, int to) {
        StringBuilder text = new StringBuilder();
        write(text, body, from, to);
        if (from < to && random.nextInt(4) == 0) {
            String part = "part" + count++;
            parts.append("static void ").append(part).append("() throws Exception {\n");
            parts.append(text).append("}\n");
            return part + "();\n";
        }
        return text.toString();
    }

    private void section(StringBuilder text, int body, int step, int end) {
        Act act = program.bodies().get(body).get(step);
        String lock = things.name(act.on());
        String before = at(body, step);
        String inside = done(body, step) + inside(body, step + 1, end) + at(body, end);
        String after = done(body, end);
        Kind kind = program.things().get(act.on()).kind();
        switch (act.what()) {
            case ENTER -> {
                if (kind == Kind.MAP) {
                    map(text, act.on(), before, inside, after);
                } else {
                    monitor(text, act.on(), before, inside, after);
                }
            }
            case LOCK -> lock(text, lock, before, inside, after);
            case TRY ->
                text.append(before)
                        .append("if (")
                        .append(lock)
                        .append(things.isPatient(act.on()) ? ".tryLock(9, TimeUnit.MILLISECONDS)) {" : ".tryLock()) {")
                        .append(inside)
                        .append(lock)
                        .append(".unlock();")
                        .append(after)
                        .append("} else {")
                        .append(done(body, step))
                        .append("}\n");
            case READ, WRITE -> readWrite(text, body, step, end, inside);
            default ->
                text.append(before)
                        .append(lock)
                        .append(".acquire(")
                        .append(things.permits(act.on()))
                        .append(");")
                        .append(inside)
                        .append(lock)
                        .append(".release(")
                        .append(things.permits(act.on()))
                        .append(");")
                        .append(after);
        }
    }

    private void readWrite(StringBuilder text, int body, int step, int end, String inside) {
        Act act = program.bodies().get(body).get(step);
        Act.Do last = program.bodies().get(body).get(end).what();
        String lock = things.name(act.on());
        String mode = act.what() == Act.Do.READ ? "read" : "write";
        String left = last == Act.Do.UNREAD ? "Read" : "Write";
        text.append(at(body, step));
        if (program.things().get(act.on()).kind() == Kind.READ_WRITE) {
            text.append(lock).append('.').append(mode).append("Lock().lock();").append(inside);
            text.append(lock).append(left.equals("Read") ? ".readLock().unlock();" : ".writeLock().unlock();");
        } else {
            boolean changes = !left.equalsIgnoreCase(mode);
            String stamp = changes ? Things.stamp(act.on()) : "stamp" + body + "_" + step;
            String unlock = random.nextBoolean() ? ".unlock(" : ".unlock" + left + "(";
            text.append(changes ? "" : "long ").append(stamp).append(" = ").append(lock);
            text.append('.').append(mode).append("Lock();").append(inside);
            text.append(lock).append(unlock).append(stamp).append(");");
        }
        text.append(done(body, end));
    }

    private void map(StringBuilder text, int on, String before, String inside, String after) {
        boolean absent = program.things().get(on).style() % 2 == 0;
        text.append(before).append(things.name(on));
        String key = "key" + count++;
        text.append(
                absent
                        ? ".computeIfAbsent(\"key\", " + key + " -> {"
                        : ".compute(\"key\", (" + key + ", of" + key + ") -> {");
        text.append(" safe(() -> {").append(inside).append("\n}).run(); return ");
        text.append(absent ? "null" : "\"value\"").append("; });").append(after);
    }

    private void monitor(StringBuilder text, int on, String before, String inside, String after) {
        String monitor = things.name(on);
        if (things.hasMethods(on) && random.nextBoolean()) {
            String method = "with" + count++;
            things.addMethod(on, "synchronized void " + method + "() throws Exception {\n" + inside + "\n}\n");
            String owner = things.isOneClass(on) ? monitor.replace(".class", "") : monitor;
            text.append(before)
                    .append(owner)
                    .append('.')
                    .append(method)
                    .append("();")
                    .append(after);
        } else {
            text.append(before)
                    .append("synchronized (")
                    .append(monitor)
                    .append(") {")
                    .append(inside)
                    .append("\n}")
                    .append(after);
        }
    }

    private void lock(StringBuilder text, String lock, String before, String inside, String after) {
        if (helpers && random.nextBoolean()) {
            text.append(before)
                    .append("locked(")
                    .append(lock)
                    .append(", () -> {")
                    .append(inside)
                    .append("\n});")
                    .append(after);
            return;
        }
        boolean guarded = random.nextBoolean();
        String take = random.nextInt(5) == 0 ? ".lockInterruptibly();" : ".lock();";
        // What is done inside ends with leave to give the lock back.
        text.append(before).append(lock).append(take);
        int last = inside.lastIndexOf("Control.at(");
        text.append(guarded ? " try {" + inside.substring(0, last) + "} finally { " : inside.substring(0, last));
        text.append(inside.substring(last)).append(lock).append(".unlock();").append(after);
        text.append(guarded ? "}\n" : "");
    }
}
