package io.fencedep.agent.analysis;

import io.fencedep.agent.boot.ThreadState;
import io.fencedep.agent.boot.Threads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether anybody in this JVM is left who could still do something: a thread that runs, or sleeps, or waits for a while only.
 * Threads that wait for work of a pool which has none do not count, nor do those of the JVM itself and of test runners, nor
 * {@linkplain CodeAhead bystanders}.
 */
final class Idleness {
    private static final List<String> OTHERS = List.of("surefire-forkedjvm-", "DestroyJavaVM", "fencedep");
    /** Threads of the JDK, in groups of its own, that do something when the world outside does, or when a time is over. */
    private static final List<String> MESSENGERS = List.of(
            "process reaper",
            "AWT-",
            "Read-Poller",
            "Write-Poller",
            "MasterPoller",
            "VirtualThread-unparker",
            "RMI TCP");

    /** So many times at most it is not looked again, when nobody moved. */
    private static final int MOST = 32;

    /** So many times it looks each time that it is asked: who is seen to run may only just have gone to sleep again. */
    private static final int OFTEN = 10;

    private final CodeAhead ahead;
    private Set<ThreadState> asked = Set.of();
    /** How often it was asked for these since it looked last, and how often it will be before it looks again. */
    private int since;

    private int pause;
    /** How often it has looked, and nobody had moved. */
    private int looks;

    Idleness(CodeAhead ahead) {
        this.ahead = ahead;
    }

    /**
     * Whether nobody runs but those that hang, threads that wait for work, and bystanders. To find out stops the program for a
     * moment, so as long as the same threads hang and somebody else runs, it is done less and less often.
     */
    boolean nobodyElseRuns(List<ThreadState> hanging) {
        Set<ThreadState> now = Set.copyOf(hanging);
        boolean same = now.equals(asked);
        asked = now;
        if (now.isEmpty() || same && since++ < pause) {
            return false;
        }
        boolean nobody = looksAlone(now);
        since = 0;
        looks = same ? looks + 1 : 0;
        pause = nobody || looks < OFTEN ? 0 : Math.min(MOST, pause * 2 + 1);
        return nobody;
    }

    private boolean looksAlone(Set<ThreadState> hanging) {
        Set<Thread> stuck = new HashSet<>();
        List<Thread> others = new ArrayList<>();
        for (ThreadState each : Threads.all()) {
            Thread host = each.get();
            if (host != null && hanging.contains(each)) {
                stuck.add(host);
            } else if (host != null && isAtWork(host.getState())) {
                others.add(host);
            }
        }
        // To look at all stacks stops the program for a moment: not while it is seen to be busy without that.
        if (others.stream().anyMatch(each -> each.getState() == Thread.State.RUNNABLE && !isOfJvm(each))) {
            return false;
        }
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        for (Thread each : others) {
            if (!stacks.containsKey(each) && each.isAlive()) {
                return false;
            }
        }
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            if (!stuck.contains(each.getKey()) && couldAct(each.getKey(), each.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it is the program's main thread, and waits for what was signalled before, when it did not wait yet. */
    static boolean isMissed(ThreadState thread) {
        return Threads.isMain(thread) && thread.view().waitsForMore();
    }

    private static boolean isAtWork(Thread.State state) {
        return state == Thread.State.RUNNABLE || state == Thread.State.TIMED_WAITING;
    }

    private boolean couldAct(Thread thread, StackTraceElement[] stack) {
        if (isOfJvm(thread)) {
            return false;
        }
        return switch (thread.getState()) {
            case NEW, TERMINATED, BLOCKED, WAITING -> false;
            case RUNNABLE -> true;
            case TIMED_WAITING -> !waitsForWork(stack) && ahead.maySignal(stack);
        };
    }

    /** A thread of the JVM, of this agent, or of who runs tests in it. */
    private static boolean isOfJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        boolean system = group != null && group.getParent() == null;
        boolean innocuous = group != null && group.getName().equals("InnocuousThreadGroup");
        boolean messenger = MESSENGERS.stream().anyMatch(thread.getName()::startsWith);
        return (system || innocuous) && !messenger || OTHERS.stream().anyMatch(thread.getName()::startsWith);
    }

    /** It is a thread of a pool, which leaves after a while when there is nothing to do; a delayed task is something. */
    private static boolean waitsForWork(StackTraceElement[] stack) {
        boolean waits = false;
        for (StackTraceElement frame : stack) {
            String method = frame.getMethodName();
            if (frame.getClassName().contains("DelayedWorkQueue")) {
                return false;
            }
            waits |= frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor") && method.equals("getTask")
                    || frame.getClassName().equals("java.util.concurrent.ForkJoinPool") && method.equals("awaitWork");
        }
        return waits;
    }
}
