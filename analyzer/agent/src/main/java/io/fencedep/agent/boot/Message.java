package io.fencedep.agent.boot;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something new, from a thread of the host to the analysis thread. Everything that the thread holds comes with it. */
public final class Message {
    /** What a message says. */
    public enum Kind {
        /** Waits for the last of its holds, and then has it. */
        ACQUIRE,
        /** Nothing but what is held now. */
        HOLDS,
        /** Is blocked at {@link #subject}; found by the watch. */
        BLOCKED,
        FENCE_CREATE,
        FENCE_SIGNAL,
        FENCE_WAIT,
        FENCE_WAITED,
        /** {@link #subject} is not signalled before {@link #on} is. */
        FENCE_DEPEND,
        WORK_FLUSH,
        /** Waits until the pool of {@link #subject} has run all its tasks. */
        POOL_FLUSH,
        TASK_START,
        TASK_JOIN,
        TASK_JOINED,
        /** The tried lock was not to be had. */
        FAILED,
        /** Another permit of a semaphore was taken, of which this thread had one. */
        ANOTHER,
        RELEASE_FOR_OTHER,
        /** It computes {@link #on}, and asks for {@link #subject}: two entries of one map. */
        ASKS_FOR_ENTRY,
        /** The initialiser that it runs needs a class that is being initialised. */
        INIT_NEEDS_CLASS,
        /** The class that it initialises extends this one, whose initialiser, which has just run, needs it. */
        INIT_NEEDED_BY_PARENT,
        /** The initialiser that it runs needs a lock that it holds already, since before it began with that class. */
        INIT_NEEDS_LOCK,
        /** It may wait for what nobody but itself signals. */
        WAITS_FOR_ITSELF,
        /** Work of this class needs a class that is being initialised. */
        WORK_NEEDS_CLASS,
        /** Work such as {@link #on} needs a lock that the thread which ran it had. */
        WORK_NEEDS_LOCK,
        /** It needs a class that is being initialised. */
        TASK_NEEDS_CLASS
    }

    public final Kind kind;
    public final ThreadState thread;
    /** The instance that it is about, when it is about one. */
    public final @Nullable Instance subject;
    /** The class of the subject at this place: its own, or that of the work. */
    public final @Nullable LockClass subjectClass;
    /** The thread that it is about. */
    public final @Nullable ThreadState child;

    public final @Nullable Trace trace;
    /** Of what is signalled again and again, which time. */
    public final int generation;
    /** How it waits, as {@link How}. */
    public final int how;
    /** The wait was over because of this: 0 for a signal, 1 for a timeout or an interrupt. */
    public final int result;

    /** What the thread holds, the oldest first. */
    public final Path[] paths;

    public final Instance[] instances;
    /** Tells one hold from a later one of the same instance. */
    public final long[] sequences;

    /** What the subject depends on, when it does; what a thread has begun with that is blocked, when that is known. */
    public @Nullable Instance on;

    /** Since where it computes {@link #on}, when it does. */
    public @Nullable Trace since;

    @Nullable
    Message before;

    long number;

    Message(
            Kind kind,
            ThreadState thread,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            @Nullable Trace trace,
            int generation,
            int how,
            int result) {
        this.kind = kind;
        this.thread = thread;
        this.subject = subject;
        this.subjectClass = subjectClass;
        this.child = child;
        this.trace = trace;
        this.generation = generation;
        this.how = how;
        this.result = result;
        int size = thread.depth();
        Path[] held = new Path[size];
        Instance[] what = new Instance[size];
        long[] when = new long[size];
        int used = size;
        Instance.Key key = new Instance.Key();
        for (Path each = thread.last(); !each.isRoot() && used > 0; each = each.up) {
            Object object = each.object();
            LockClass lockClass = each.chain.lockClass;
            if (object != null && lockClass != null) {
                used--;
                held[used] = each;
                what[used] = Instances.of(object, lockClass, key);
                when[used] = each.sequence;
            }
        }
        // What is gone, or was given back while another thread looks, leaves its place empty.
        this.paths = Arrays.copyOfRange(held, used, size);
        this.instances = Arrays.copyOfRange(what, used, size);
        this.sequences = Arrays.copyOfRange(when, used, size);
    }

    /** This thread computes the value of one entry of a map since some place, and asks for that of another one. */
    static Message asksForEntry(ThreadState thread, Instance asked, LockClass entries, Instance computed, Trace since) {
        Message message = new Message(Kind.ASKS_FOR_ENTRY, thread, asked, entries, null, new Trace(), 0, 0, 0);
        message.on = computed;
        message.since = since;
        return message;
    }

    /** The same without the latest hold, which is only asked for. */
    Message withoutLatest() {
        int size = Math.max(0, paths.length - 1);
        return new Message(
                this, Arrays.copyOf(paths, size), Arrays.copyOf(instances, size), Arrays.copyOf(sequences, size));
    }

    private Message(Message other, Path[] paths, Instance[] instances, long[] sequences) {
        this.kind = other.kind;
        this.thread = other.thread;
        this.subject = other.subject;
        this.subjectClass = other.subjectClass;
        this.child = other.child;
        this.trace = other.trace;
        this.generation = other.generation;
        this.how = other.how;
        this.result = other.result;
        this.on = other.on;
        this.paths = paths;
        this.instances = instances;
        this.sequences = sequences;
    }

    /** Whether it tells of one hold alone: nothing waits for it yet, and it waits for nothing. */
    boolean isPlain() {
        return (kind == Kind.ACQUIRE || kind == Kind.HOLDS) && paths.length <= 1;
    }

    /** Something else that was so at the same moment, when the thread had no more than the first of these holds. */
    private Message(
            Message moment,
            Kind kind,
            Instance subject,
            LockClass subjectClass,
            @Nullable Trace trace,
            int size,
            int generation) {
        this.kind = kind;
        this.thread = moment.thread;
        this.subject = subject;
        this.subjectClass = subjectClass;
        this.child = null;
        this.trace = trace;
        this.generation = generation;
        this.how = 0;
        this.result = 0;
        this.paths = Arrays.copyOf(moment.paths, size);
        this.instances = Arrays.copyOf(moment.instances, size);
        this.sequences = Arrays.copyOf(moment.sequences, size);
    }

    /** The same moment of the same thread, as the signal of a fence that had no name by then. */
    Message asSignalOf(Instance fence, int generation) {
        return new Message(this, Kind.FENCE_SIGNAL, fence, fence.lockClass, trace, paths.length, generation);
    }

    /** The same moment of the same thread: the initialiser that is one of its holds needs the class that is an earlier one. */
    public Message asNeed(int initialiser, int needed) {
        LockClass lockClass = Objects.requireNonNull(paths[needed].chain.lockClass);
        Trace at = paths[initialiser].trace;
        return new Message(this, Kind.INIT_NEEDS_CLASS, instances[needed], lockClass, at, initialiser + 1, 0);
    }
}
