package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.Inbox;
import io.fencedep.agent.boot.Instances;
import io.fencedep.agent.boot.TestRun;
import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Threads;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.DependencyGraph;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes messages in a thread of its own and ends with the reports. */
public final class Recorder implements TestRun.Tests {
    private static final long PAUSE_MILLIS = 20;
    private static final long MOMENT_MILLIS = 40;
    private static final long HALT_MILLIS = 5_000;
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_INTERVAL = 300 * SECOND;

    private final Outputs outputs;
    private final Consumer<String> say;
    private final Thread thread;
    private final OwnFiles own;
    private final Watch watch;
    private final Idleness idleness;
    private final long hang;
    private final Set<String> announced = new HashSet<>();
    private long interval = 2 * SECOND;
    private long written = System.nanoTime();
    private long looked = System.nanoTime();
    private long eventsWritten;
    private boolean ended;
    /** Null as long as nothing worth analysing was told, so that programs that have nothing to tell start and end fast. */
    private @Nullable Session session;

    private Recorder(Outputs outputs, int hangSeconds, Supplier<Class<?>[]> loaded, Consumer<String> say) {
        this.outputs = outputs;
        this.hang = hangSeconds * SECOND;
        this.say = say;
        this.own = new OwnFiles(say);
        this.watch = new Watch(say);
        this.idleness = new Idleness(new CodeAhead(loaded));
        this.thread = new Thread(system(), this::run, "fencedep", 0, false);
        thread.setDaemon(true);
        Threads.ignore(thread);
    }

    /** The group of all threads: a program that counts the threads of its own group, or interrupts them all, does not mean ours. */
    private static ThreadGroup system() {
        ThreadGroup group = Objects.requireNonNull(Thread.currentThread().getThreadGroup());
        for (ThreadGroup above = group.getParent(); above != null; above = group.getParent()) {
            group = above;
        }
        return group;
    }

    /**
     * Starts the thread that analyses.
     *
     * @param hangSeconds after how long a thread that waits is said to hang
     * @param loaded all classes that there are by now
     * @param say takes lines for people, each of them once
     */
    public static Recorder start(Outputs outputs, int hangSeconds, Supplier<Class<?>[]> loaded, Consumer<String> say) {
        Set<String> said = ConcurrentHashMap.newKeySet();
        Recorder recorder = new Recorder(outputs, hangSeconds, loaded, line -> {
            if (said.add(line)) {
                say.accept(line);
            }
        });
        if (outputs.trace() != null) {
            recorder.session();
        }
        recorder.thread.start();
        TestRun.answeredBy(recorder);
        return recorder;
    }

    private Session session() {
        Session known = session;
        if (known == null) {
            known = new Session(outputs, say);
            session = known;
        }
        return known;
    }

    private void run() {
        try {
            analyse();
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            say.accept("not looking for threads that hang any more: " + e);
        }
    }

    private void analyse() {
        long rounds = 0;
        while (true) {
            boolean idle;
            synchronized (this) {
                if (ended) {
                    return;
                }
                idle = drain() == 0;
                if (++rounds % 50 == 0) {
                    sweep();
                }
                look();
            }
            try {
                Thread.sleep(idle ? PAUSE_MILLIS * 2 : PAUSE_MILLIS);
            } catch (InterruptedException e) {
                // Who interrupts all threads there are has no end of the recording in mind.
                idle = false;
            }
        }
    }

    private int drain() {
        return session == null && !Inbox.isWorthTaking() ? 0 : session().drain();
    }

    private void sweep() {
        Instances.sweep();
        Threads.sweep();
        if (session != null) {
            session.sweep();
        }
    }

    /** Looks for threads that hang, and from time to time writes what is known so far. */
    private void look() {
        long now = System.nanoTime();
        if (now - looked >= Math.min(hang / 4, SECOND)) {
            looked = now;
            List<ThreadState> hanging = watch.hanging(hang);
            boolean nobodyElse = idleness.nobodyElseRuns(hanging);
            boolean matter = nobodyElse || hanging.stream().anyMatch(ThreadState::holdsSomething);
            if (matter && (told.addAll(hanging) || nobodyElse != alone)) {
                alone = nobodyElse;
                announce(hanging);
            }
            told.retainAll(hanging);
        }
        Session known = session;
        boolean wanted = !outputs.reports().isEmpty() || outputs.graph() != null;
        if (known != null && wanted && now - written >= interval && known.events() > eventsWritten) {
            known.synchronise(List.copyOf(told), watch);
            write(known.soFar());
            long cost = System.nanoTime() - now;
            interval = Math.min(LONGEST_INTERVAL, Math.max(interval * 2, cost * 50));
        }
    }

    private final Set<ThreadState> told = new HashSet<>();
    /** Whether those that hang are all that is left. */
    private boolean alone;

    /** Threads hang: says so if they wait for each other. */
    private void announce(List<ThreadState> hanging) {
        drain();
        session().synchronise(hanging, watch);
        session().watched(alone, hanging);
        DependencyGraph graph = session().soFar();
        List<Finding> deadlocks = new Reports(outputs, own, say).deadlocks(graph);
        boolean news = false;
        for (Finding each : deadlocks) {
            if (announced.add(each.id())) {
                news = true;
                say.accept("deadlock, observed: " + each.title());
            }
        }
        if (news) {
            write(graph);
        }
    }

    private void write(DependencyGraph graph) {
        new Reports(outputs, own, say).writeFiles(graph);
        written = System.nanoTime();
        eventsWritten = session().events();
    }

    @Override
    public synchronized Object begin(ThreadState host, String test) {
        session().drain();
        return session().tests.begin(host, test);
    }

    @Override
    public synchronized String[][] end(Object window, boolean combine) {
        if (ended) {
            return new String[0][];
        }
        session().drain();
        return new Reports(outputs, own, say).findings(session().tests.end((TestWindow) window, combine));
    }

    @Override
    public synchronized String[][] endRun() {
        if (ended) {
            return new String[0][];
        }
        session().drain();
        return new Reports(outputs, own, say).findings(session().tests.together());
    }

    /**
     * Ends the recording and writes what was asked for.
     *
     * @return whether the findings demand that the program fails
     */
    public boolean finish() {
        boolean before = Threads.pause();
        try {
            return finishNow();
        } catch (RuntimeException | LinkageError e) {
            say.accept("no report: " + e);
            return false;
        } finally {
            Threads.resume(before);
        }
    }

    /**
     * Ends the recording for a program that ends at once: who does so may do it because threads hang, so that nothing here may
     * wait for any of them for long.
     *
     * @param finish calls {@link #finish} with the rights that we have
     * @return whether there was time for that
     */
    public boolean finishSoon(Runnable finish) {
        boolean before = Threads.pause();
        try {
            Thread last = new Thread(system(), finish, "fencedep-end", 0, false);
            last.setDaemon(true);
            Threads.ignore(last);
            last.start();
            last.join(HALT_MILLIS);
            return !last.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            say.accept("no report: " + e);
            return false;
        } finally {
            Threads.resume(before);
        }
    }

    private synchronized boolean finishNow() {
        if (ended) {
            return false;
        }
        ended = true;
        List<ThreadState> hanging = hangingAtEnd();
        if (session == null && hanging.isEmpty() && outputs.areNone() && !Inbox.isWorthTaking()) {
            return false;
        }
        session().drain();
        session().synchronise(hanging, watch);
        // Who ends the program now has not helped those that were stuck before.
        session().watched(alone && hanging.containsAll(told), hanging);
        return new Reports(outputs, own, say).write(session().finish());
    }

    /** Threads that wait while the program ends; looked at twice, as some only wait for a moment. */
    private List<ThreadState> hangingAtEnd() {
        if (watch.hanging(0).isEmpty()) {
            return List.of();
        }
        try {
            Thread.sleep(MOMENT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return watch.hanging(MOMENT_MILLIS * SECOND / 2000);
    }
}
