package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/** What one thread holds, and what of that the analysis was told: what is not new costs no message. */
abstract class ToldHolds extends HeldPaths {
    /** Set when every single event is to be told, not only what is new. */
    static boolean everything;
    /** Counts waits for fences, of all threads; racy, so some are not counted. */
    static int waits;

    /** Set inside hooks, and for threads of our own: whatever happens then is not the program's. */
    boolean busy;

    /** How long it waits for the lock that it is about to take; see {@link Timeouts}. */
    long timeout;

    /** Steps when what was told must be told again: after a start, a join or a signal. */
    long epoch;

    /** How many waits it is in that its fork-join pool makes up for. */
    int managed;

    /** Whether it has forked a task under a lock. */
    boolean hasForked;
    /** What it has forked under locks, and runs inside of what it does, as another thread may have done; null for nothing. */
    @Nullable
    Instance inside;

    /** How many locks it had taken by then. */
    private long insideSince;

    private final News news = new News();
    private final Instance.Key key = new Instance.Key();

    ToldHolds(Thread thread, ReferenceQueue<Thread> queue) {
        super(thread, queue, new Path());
    }

    /** When told paths have to be from to count. */
    final long now() {
        return epoch + waits;
    }

    /** What was told counts no more: it has to be told again. */
    final void steps() {
        epoch += 1L << 32;
    }

    final Instance.Key key() {
        return key;
    }

    /** Whether this wait under what is held now was not told yet. */
    final boolean isNewWait(LockClass target, int how) {
        long code = News.mix(target.id * 31 + how, epoch);
        return news.isNew(withInstances(News.mix(code, last().chain.id)));
    }

    /** Whether these instances, one above the other, were not told yet. */
    final boolean isNews(Chain chain, Object object) {
        long code = News.start(chain.id, now());
        if (last().isRoot() || chain.isSettled()) {
            return news.isNew(code);
        }
        return news.isNew(News.mix(withInstances(code), System.identityHashCode(object)));
    }

    /**
     * It waited for a permit while it had one: that needs room for two. Told when it gives one back itself; what others
     * give back only counts what is under way.
     */
    final void tellAnother(Path path, Object semaphore) {
        Trace trace = path.another;
        LockClass lockClass = path.chain.lockClass;
        if (path != last() || path.count < 2 || trace == null || lockClass == null) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            path.another = null;
            path.anotherTold = true;
            Instance instance = Instances.of(semaphore, lockClass, key);
            tell(Message.Kind.ANOTHER, instance, lockClass, null, trace, 0, path.how & How.TOLD, 0);
        } finally {
            busy = before;
        }
    }

    /**
     * It asks once more for what it has already. Who reads has to wait there for a writer that waits for this very reader;
     * who writes stays there, unless it asks for a while only.
     */
    final void tellAskedAgain(Path path, Object lock, int how) {
        LockClass lockClass = path.chain.lockClass;
        if (lockClass == null || path.anotherTold) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            path.anotherTold = true;
            Trace trace = new Trace();
            trace.timeout = timeout;
            Instance instance = Instances.of(lock, lockClass, key);
            tell(Message.Kind.ANOTHER, instance, lockClass, null, trace, 0, how & How.TOLD, 0);
        } finally {
            busy = before;
        }
    }

    /** An initialiser takes a lock that was held when its class was used first; somebody else may hold nothing then. */
    final void tellNeededLock(Path lock, Path initialiser, Object object, int how) {
        LockClass lockClass = lock.chain.lockClass;
        long code = News.mix(initialiser.chain.id * 31L + lock.chain.id, epoch);
        if (lockClass == null || !news.isNew(code)) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            Trace trace = new Trace();
            if (initialiser.object() instanceof Class<?> type) {
                ClassUses.ALL.ranUnderLock(type.getName(), trace.getStackTrace());
            }
            Instance instance = Instances.of(object, lockClass, key);
            tell(Message.Kind.INIT_NEEDS_LOCK, instance, lockClass, null, trace, 0, how & How.TOLD, 0);
        } finally {
            busy = before;
        }
    }

    /** Begins with a task inside of what it does. */
    final void beginsInside(Object task) {
        Instance known = inside == null && hasForked && !last().isRoot() ? Instances.known(task, key) : null;
        if (known != null && known.lockClass.handedUnder() != HandedUnder.NOTHING) {
            inside = known;
            insideSince = taken();
        }
    }

    /** Is through with a task. */
    final void endsInside(Object task) {
        Instance known = inside;
        if (known != null && known.refersTo(task)) {
            inside = null;
        }
    }

    /** How many locks it has taken so far; one that it takes again while it holds it does not count. */
    abstract long taken();

    /** What it has forked, and runs itself, takes a lock again that is held: another thread would wait for that. */
    final void takesAgainInside(Path lock, Object object, int how) {
        Instance task = inside;
        LockClass lockClass = lock.chain.lockClass;
        if (task == null
                || lockClass == null
                || lock.sequence > insideSince
                || (how & (How.TRIED | How.READ)) != 0
                || !news.isNew(News.mix(task.lockClass.id * 31L + lock.chain.id, epoch))) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            tellNeed(task, Instances.of(object, lockClass, key), lockClass, how & How.TOLD);
        } finally {
            busy = before;
        }
    }

    /** Leaves a message of a task that needs a lock. */
    abstract void tellNeed(Instance task, Instance lock, LockClass lockClass, int how);

    /** The number of this thread. */
    abstract long number();

    /** Leaves a message for the analysis. */
    abstract void tell(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            @Nullable Trace trace,
            int generation,
            int how,
            int result);
}
