package io.fencedep.agent.boot;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import org.jspecify.annotations.Nullable;

/** What instrumented code calls where a thread waits for tasks. */
public final class TaskWaits {
    private TaskWaits() {}

    /** Is about to wait for the end of a task. */
    public static void flushBegins(Object task, long nanos) {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        thread.busy = true;
        try {
            Instance known = Instances.known(task, thread.key());
            if (known != null) {
                Memos.asks(thread, known);
            }
            if (known != null && !known.task().isSeenBy(thread) && !thread.sawDone(task)) {
                flush(thread, known, known.pool, 0, nanos);
            }
        } finally {
            thread.busy = false;
        }
    }

    static void flush(ThreadState thread, Instance task, @Nullable Pool pool, int given, long nanos) {
        if (nanos == 0) {
            return;
        }
        int how = (nanos > 0 ? given | How.TIMED : given)
                | (thread.managed > 0 ? How.HELPED : 0)
                | (Handed.isBefore(task.task().handed, thread) ? How.BEGUN : 0);
        LockClass asked = task.task().asked;
        LockClass own = asked == null ? task.lockClass : asked;
        LockClass work = pool == null ? own : LockClasses.inPool(task.lockClass, pool);
        thread.awaited++;
        thread.waiting = new ThreadState.Waiting(Message.Kind.WORK_FLUSH, task, work, null, how);
        if (ThreadState.everything || thread.isNewWait(work, how)) {
            Trace trace = new Trace();
            trace.timeout = nanos;
            thread.tell(Message.Kind.WORK_FLUSH, task, work, null, trace, 0, how, 0);
        }
    }

    /**
     * A task waits until somebody is notified of the end of another one, on that one itself, as of a program's own kind of
     * future: it waits for whoever runs that, wherever that turns out to be. Who holds anything else waits for the
     * notification, which comes out of that task.
     */
    static void forNotice(ThreadState thread, Instance task, long nanos) {
        Object object = task.get();
        if (!(object instanceof RunnableFuture<?>) || !thread.hasPlace() || !thread.holdsOnlyWork()) {
            return;
        }
        int how = nanos > 0 ? How.TIMED : 0;
        if (ThreadState.everything || task.lockClass.sample()) {
            Trace trace = new Trace();
            trace.timeout = nanos;
            thread.tell(Message.Kind.WORK_FLUSH, task, null, null, trace, 0, how, 0);
        }
    }

    /** Has waited for all of these futures, or found them to be done. */
    public static void invokedAll(@Nullable Object futures) {
        ThreadState thread = Threads.current();
        if (thread.busy || !(futures instanceof List<?> all)) {
            return;
        }
        thread.busy = true;
        try {
            for (Object each : all) {
                Instance known = each == null ? null : Instances.known(each, thread.key());
                if (known != null && !thread.seenDone.knows(each)) {
                    flush(thread, known, known.pool, 0, Timeouts.NONE);
                }
            }
        } finally {
            thread.waiting = null;
            thread.busy = false;
        }
    }

    /** No longer waits for a task or a thread. */
    public static void waitEnds() {
        ThreadState thread = Threads.current();
        if (thread.busy) {
            return;
        }
        ThreadState.Waiting waiting = thread.waiting;
        thread.waiting = null;
        Instance subject = waiting == null || waiting.kind() != Message.Kind.WORK_FLUSH ? null : waiting.subject();
        if (subject != null && subject.get() instanceof FutureTask<?> task && Fences.isDone(task)) {
            thread.seenDone.addAll(subject.task().seenDone);
            thread.seenDone.add(task);
            subject.asTask().wasAwaitedBy(thread);
        }
    }
}
