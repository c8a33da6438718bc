package io.fencedep.agent.analysis;

import io.fencedep.agent.analysis.MonitorTakers.Kind;
import io.fencedep.agent.analysis.MonitorTakers.Taker;
import io.fencedep.core.model.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a thread took a monitor or a lock that it holds while it waits for something else. What is known is where it took it
 * first, which may have been in a call that is over. Who took a monitor this time has not returned, so the method is one of
 * those that run where the thread waits: where the known place is not among them, it is the outermost synchronized one of that
 * object, or else the only one with a synchronized block. Of a lock it is a method that has called it ({@link LockSince}). The
 * known place stays when none is there.
 */
final class HeldSince {
    private static final int MOST = 10_000;

    private record Question(int known, int waits, @Nullable Class<?> type, boolean forMonitor) {}

    private record LockQuestion(int known, int waits, String lockName) {}

    private final Names names;
    private final Stacks stacks;
    private final MonitorTakers takers = new MonitorTakers();
    private final LockSince lockSince = new LockSince();
    private final Map<Question, Stacks.Known> answers = new HashMap<>();
    private final Map<LockQuestion, Stacks.Known> answersOfLocks = new HashMap<>();

    HeldSince(Names names, Stacks stacks) {
        this.names = names;
        this.stacks = stacks;
    }

    /**
     * Where it took the monitor.
     *
     * @param monitor the object, or its type; null when it is gone
     * @param known where it took it first
     * @param waits where it waits under it
     * @param forMonitor whether it waits for another monitor there
     */
    Stacks.Known of(@Nullable Object monitor, Stacks.Known known, Stacks.Known waits, boolean forMonitor) {
        if (known.stack() == Names.NONE || waits.stack() == Names.NONE || known.stack() == waits.stack()) {
            return known;
        }
        boolean isType = monitor instanceof Class<?>;
        Class<?> type = monitor == null ? null : isType ? (Class<?>) monitor : monitor.getClass();
        if (answers.size() > MOST) {
            answers.clear();
        }
        return answers.computeIfAbsent(
                new Question(known.stack(), waits.stack(), type, forMonitor),
                asked -> find(asked.type(), isType, known, waits, asked.forMonitor()));
    }

    /**
     * Where it took a lock that is an object of its own.
     *
     * @param lockName the lock's class
     * @param known where it took it first
     * @param waits where it waits under it
     */
    Stacks.Known ofLock(String lockName, Stacks.Known known, Stacks.Known waits) {
        if (known.stack() == Names.NONE || waits.stack() == Names.NONE || known.stack() == waits.stack()) {
            return known;
        }
        if (answersOfLocks.size() > MOST) {
            answersOfLocks.clear();
        }
        return answersOfLocks.computeIfAbsent(new LockQuestion(known.stack(), waits.stack(), lockName), asked -> {
            List<String> waiting = frames(waits);
            LockSince.Found found = lockSince.find(lockName, frames(known), waiting);
            return found == null ? known : from(waiting, found.frame(), found.line());
        });
    }

    private Stacks.Known find(
            @Nullable Class<?> type, boolean isType, Stacks.Known known, Stacks.Known waits, boolean forMonitor) {
        List<String> taken = frames(known);
        List<String> waiting = frames(waits);
        if (isAmong(taken, waiting)) {
            return known;
        }
        int at = -1;
        Taker by = Taker.NONE;
        int blocks = 0;
        for (int i = 0; i < waiting.size(); i++) {
            Taker taker = taker(waiting.get(i));
            if (i == 0 && forMonitor && taker.kind() == Kind.BLOCK) {
                // That one is for what it waits for.
                continue;
            }
            boolean takesIt = type != null && isMonitorOf(taker.kind(), type, isType, Frames.typeOf(waiting.get(i)));
            if (takesIt) {
                at = i;
                by = taker;
            } else if (taker.kind() == Kind.BLOCK || taker.kind() == Kind.BLOCKS) {
                blocks++;
                if (by.kind() == Kind.NONE) {
                    at = i;
                    by = taker;
                }
            }
        }
        boolean sure = by.kind() == Kind.SYNCHRONIZED || by.kind() == Kind.SYNCHRONIZED_STATIC || blocks == 1;
        return at < 0 || !sure ? known : from(waiting, at, by.line());
    }

    private List<String> frames(Stacks.Known stack) {
        return List.of(names.text(stack.stack()).split("\n"));
    }

    /** Whether the call in which it was taken may be one of those that run. */
    private static boolean isAmong(List<String> taken, List<String> waiting) {
        String method = Frames.methodOf(taken.get(0));
        for (int i = 0; i < waiting.size(); i++) {
            if (Frames.methodOf(waiting.get(i)).equals(method)) {
                int common = Math.min(taken.size(), waiting.size() - i);
                if (taken.subList(1, Math.max(1, common)).equals(waiting.subList(i + 1, Math.max(i + 1, i + common)))) {
                    return true;
                }
            }
        }
        return false;
    }

    private Taker taker(String frame) {
        return takers.of(Frames.typeOf(frame), Frames.nameOf(frame), Frames.lineOf(frame));
    }

    private static boolean isMonitorOf(Kind kind, Class<?> type, boolean isType, String declaring) {
        if (kind == Kind.SYNCHRONIZED_STATIC) {
            return isType && type.getName().equals(declaring);
        }
        boolean has = false;
        for (Class<?> each = type; each != null && kind == Kind.SYNCHRONIZED; each = each.getSuperclass()) {
            has |= each.getName().equals(declaring);
        }
        return has;
    }

    private Stacks.Known from(List<String> waiting, int at, int line) {
        List<String> result = new ArrayList<>(waiting.subList(at, waiting.size()));
        String top = result.get(0);
        int colon = top.lastIndexOf(':');
        if (line > 0 && colon > 0) {
            result.set(0, top.substring(0, colon + 1) + line + ")");
        }
        return stacks.of(result);
    }
}
