package io.fencedep.primitives;

import io.fencedep.core.model.Names;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The log of each thread. Threads are different tasks, also when they have one name, until there were {@link #MANY} of them;
 * from then on a new thread takes the number of one that ended long ago and holds nothing, so that threads may come and go
 * for ever.
 */
final class ThreadLogs {
    static final int MANY = 4096;
    private static final int PROBES = 32;

    private final Tape tape;
    private final Names names;
    // One for each recorder: of those, a program has few.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<ThreadLog> mine = new ThreadLocal<>();
    /** Guarded by the tape's lock, as is the rest. */
    private final ArrayDeque<ThreadLog> all = new ArrayDeque<>();

    private final Map<String, Integer> sameName = new HashMap<>();
    private final Map<Thread, ThreadLog> notStarted = new WeakHashMap<>();

    ThreadLogs(Tape tape, Names names) {
        this.tape = tape;
        this.names = names;
    }

    ThreadLog current() {
        ThreadLog log = mine.get();
        return log != null ? log : adopt();
    }

    /** The log that a thread which is not started yet will have. */
    ThreadLog of(Thread thread) {
        tape.lock.lock();
        try {
            ThreadLog log = make(thread);
            notStarted.put(thread, log);
            return log;
        } finally {
            tape.lock.unlock();
        }
    }

    private ThreadLog adopt() {
        Thread thread = Thread.currentThread();
        tape.lock.lock();
        try {
            ThreadLog prepared = notStarted.remove(thread);
            ThreadLog log = prepared != null ? prepared : make(thread);
            mine.set(log);
            return log;
        } finally {
            tape.lock.unlock();
        }
    }

    private ThreadLog make(Thread thread) {
        ThreadLog ended = all.size() < MANY ? null : endedLongAgo();
        ThreadLog log;
        if (ended != null) {
            log = new ThreadLog(thread, ended.task);
            tape.tellNewIncarnation(log);
        } else {
            String name = thread.getName().isEmpty() ? "thread" : thread.getName();
            int before = sameName.merge(name, 1, Integer::sum);
            log = new ThreadLog(thread, names.intern(before == 1 ? name : name + "~" + before));
        }
        all.addLast(log);
        return log;
    }

    /** Takes the log of a thread that is gone, if one of the longest known is. */
    private @Nullable ThreadLog endedLongAgo() {
        for (int i = 0; i < PROBES; i++) {
            ThreadLog oldest = all.removeFirst();
            Thread thread = oldest.thread.get();
            boolean gone = thread == null || thread.getState() == Thread.State.TERMINATED;
            if (gone && oldest.depth == 0 && oldest.foreign == 0) {
                return oldest;
            }
            all.addLast(oldest);
        }
        return null;
    }
}
