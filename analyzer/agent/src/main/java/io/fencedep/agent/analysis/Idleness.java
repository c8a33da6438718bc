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
 * Threads that wait for work of a pool which has none do not count, nor do those of the JVM itself and of test runners.
 */
final class Idleness {
    private static final List<String> OTHERS = List.of("surefire-forkedjvm-", "DestroyJavaVM", "fencedep");

    private Idleness() {}

    /** Whether nobody runs but those that hang, and threads that wait for work. */
    static boolean nobodyElseRuns(List<ThreadState> hanging) {
        if (hanging.isEmpty()) {
            return false;
        }
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

    private static boolean isAtWork(Thread.State state) {
        return state == Thread.State.RUNNABLE || state == Thread.State.TIMED_WAITING;
    }

    private static boolean couldAct(Thread thread, StackTraceElement[] stack) {
        if (isOfJvm(thread)) {
            return false;
        }
        return switch (thread.getState()) {
            case NEW, TERMINATED, BLOCKED, WAITING -> false;
            case RUNNABLE -> true;
            case TIMED_WAITING -> !waitsForWork(stack);
        };
    }

    /** A thread of the JVM, of this agent, or of who runs tests in it. */
    private static boolean isOfJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        boolean system = group != null && group.getParent() == null;
        boolean innocuous = group != null && group.getName().equals("InnocuousThreadGroup");
        return system || innocuous || OTHERS.stream().anyMatch(thread.getName()::startsWith);
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
