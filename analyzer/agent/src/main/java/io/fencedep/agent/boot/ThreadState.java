package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, and what of it was told. Only its own thread changes it; the watch reads it and may see it in the
 * middle of a change.
 *
 * <p>The known case costs a comparison for each hold (is it taken again?), one look at the path below the last hold, and
 * four stores. Only when that path is new or {@linkplain #epoch out of date} is anything else done.
 */
public final class ThreadState extends WeakReference<Thread> {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final int DEEPEST = 512;
    private static final int REPORTED = 256;
    private static final long OWN_EPOCH = 1L << 32;

    /** Set when every single event is to be told, not only what is new. */
    static boolean everything;
    /** Counts waits for fences, of all threads; racy, so some are not counted. */
    static int waits;

    /** Tells threads apart, also when one has the name of another. */
    public final long number = NUMBERS.incrementAndGet();

    public final String name;
    private final int hash;

    /** Set while we try the hooks ourselves: nothing is told. */
    boolean silent;

    /** Set inside hooks, and for threads of our own: whatever happens then is not the program's. */
    boolean busy;

    /** Steps when what was told must be told again: after a start, a join or a signal. */
    private long epoch;

    private int depth;
    private @Nullable Object[] objects = new Object[8];
    private @Nullable Object[] synchronizers = new Object[8];
    private @Nullable Path[] paths = new Path[8];
    private int[] counts = new int[8];
    private long[] sequences = new long[8];
    private long sequence;

    private final Path root = new Path(null, Chain.ROOT, 0, 0);
    private long @Nullable [] reported;
    private final Instance.Key key = new Instance.Key();

    /** What it waits for that is no lock; for the watch. */
    public volatile @Nullable Waiting waiting;

    /** Whether the wait at hand was told, and for which signal of what is signalled again and again. */
    boolean toldWait;

    int waitGeneration;
    /** How often the lock was taken whose condition is waited for. */
    int suspended;

    /** A wait that lasts. */
    public record Waiting(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            int how) {}

    private @Nullable Object lastComposite;
    private @Nullable Object lastSynchronizer;

    ThreadState(Thread thread, int hash, ReferenceQueue<Thread> queue) {
        super(thread, queue);
        this.hash = hash;
        this.name = thread.getName();
        ThreadGroup group = thread.getThreadGroup();
        this.busy = group != null && group.getParent() == null && name.equals("Reference Handler");
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    void ignore() {
        busy = true;
        depth = 0;
        Arrays.fill(objects, null);
    }

    // ---- holds

    /** Is about to take a lock, or has taken it. */
    void enter(Object object, Object synchronizer, int how, int site) {
        int top = depth;
        for (int i = top - 1; i >= 0; i--) {
            if (objects[i] == object && ((pathAt(i).how ^ how) & How.IDENTITY) == 0) {
                again(i, how);
                return;
            }
        }
        Path up = top == 0 ? root : pathAt(top - 1);
        Path path = up.first;
        if (path != null && path.epoch == epoch + waits && path.is(object, how, site) && !everything) {
            push(top, object, synchronizer, path);
        } else {
            enterNew(up, object, synchronizer, how, site, null);
        }
    }

    /** Gives back what it holds, once; nothing when it does not hold it. */
    boolean exit(Object object, int how) {
        for (int i = depth - 1; i >= 0; i--) {
            if (objects[i] == object && ((pathAt(i).how ^ how) & How.IDENTITY) == 0) {
                if (--counts[i] == 0) {
                    remove(i);
                    if (everything) {
                        tell(Message.Kind.HOLDS, null, null, null, null, 0, 0, 0);
                    }
                }
                return true;
            }
        }
        return false;
    }

    private Path pathAt(int i) {
        return Objects.requireNonNull(paths[i]);
    }

    /** Something that can be taken was just made. */
    void makes(Instance made) {
        made.madeSince = sequence;
        made.maker = number;
    }

    private void again(int i, int how) {
        counts[i]++;
        boolean reader = (how & How.READ) != 0;
        int kind = how & How.KIND;
        if (kind == How.STAMPED && !reader || kind == How.STAMPED && (how & How.TRIED) != 0) {
            counts[i] = Math.max(1, counts[i]);
        }
    }

    private void push(int top, Object object, Object synchronizer, Path path) {
        if (top == objects.length) {
            grow();
        }
        objects[top] = object;
        synchronizers[top] = synchronizer;
        paths[top] = path;
        counts[top] = 1;
        sequences[top] = ++sequence;
        depth = top + 1;
    }

    private void grow() {
        int size = depth * 2;
        objects = Arrays.copyOf(objects, size);
        synchronizers = Arrays.copyOf(synchronizers, size);
        paths = Arrays.copyOf(paths, size);
        counts = Arrays.copyOf(counts, size);
        sequences = Arrays.copyOf(sequences, size);
    }

    private void remove(int i) {
        int last = depth - 1;
        if (i != last) {
            System.arraycopy(objects, i + 1, objects, i, last - i);
            System.arraycopy(synchronizers, i + 1, synchronizers, i, last - i);
            System.arraycopy(counts, i + 1, counts, i, last - i);
            System.arraycopy(sequences, i + 1, sequences, i, last - i);
            rechain(i, last);
        }
        depth = last;
        objects[last] = null;
        synchronizers[last] = null;
    }

    /** Something below was given back: what is above has another path now. */
    private void rechain(int from, int last) {
        Path up = from == 0 ? root : pathAt(from - 1);
        for (int i = from; i < last; i++) {
            Path old = pathAt(i + 1);
            Object object = Objects.requireNonNull(objects[i]);
            Path path = up.find(object, old.how, old.site);
            if (path == null) {
                LockClass lockClass = Objects.requireNonNull(old.chain.lockClass);
                Chain chain = up.chain.child(lockClass, old.how);
                path = new Path(object, chain == null ? old.chain : chain, old.how, old.site);
                path.trace = old.trace;
                up.adopt(path);
            }
            paths[i] = path;
            up = path;
        }
    }

    /** Takes something whose path is not known, or was not told lately. */
    void enterNew(Path up, Object object, Object synchronizer, int asked, int site, @Nullable LockClass known) {
        busy = true;
        try {
            Path path = up.find(object, asked, site);
            int how = path == null && isFresh(object) ? asked | How.TRIED : asked;
            long now = epoch + waits;
            boolean tell = path == null || path.epoch != now || everything;
            if (path == null) {
                LockClass lockClass = known == null ? LockClasses.of(object, key, site) : known;
                Chain chain = depth >= DEEPEST ? null : up.chain.child(lockClass, how);
                if (chain == null) {
                    return;
                }
                path = newPath(up, chain, object, how, site);
                tell = everything || isNews(path.chain, object, now);
            }
            path.epoch = now;
            push(depth, object, synchronizer, path);
            if (tell) {
                path.chain.reported(this);
                tell(Message.Kind.ACQUIRE, null, null, null, path.trace, 0, how, 0);
            }
        } finally {
            busy = false;
        }
    }

    /**
     * Whether nobody but its maker, this thread, can know it yet: it was made since the latest hold began and is taken for
     * the first time. Whoever takes it then waits for nobody.
     */
    private boolean isFresh(Object object) {
        Instance known = depth == 0 ? null : Instances.known(object, key);
        if (known == null || known.maker == 0) {
            return false;
        }
        boolean fresh = known.maker == number && known.madeSince >= sequences[depth - 1];
        known.maker = 0;
        return fresh;
    }

    private Path newPath(Path up, Chain chain, Object object, int how, int site) {
        if (!up.seesMany()) {
            Path path = new Path(object, chain, how, site);
            path.trace = chain.trace();
            up.adopt(path);
            return path;
        }
        Path any = up.findAny(chain, site);
        if (any == null) {
            any = new Path(null, chain, how, site);
            any.trace = chain.trace();
            up.adopt(any);
        }
        return any;
    }

    /** Whether these instances, one above the other, were not told yet. */
    private boolean isNews(Chain chain, Object object, long now) {
        long code = chain.id * 0x9E3779B97F4A7C15L + now;
        if (depth > 0) {
            if (chain.isSettled()) {
                return notReported(code);
            }
            for (int i = 0; i < depth; i++) {
                code = mix(code, System.identityHashCode(objects[i]));
            }
            code = mix(code, System.identityHashCode(object));
        }
        return notReported(code);
    }

    private static long mix(long code, long more) {
        long mixed = (code ^ more) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    private boolean notReported(long code) {
        long[] table = reported;
        if (table == null) {
            table = new long[REPORTED];
            reported = table;
        }
        int slot = (int) (code ^ code >>> 32) & REPORTED - 1;
        if (table[slot] == code) {
            return false;
        }
        table[slot] = code;
        return true;
    }

    int depth() {
        return depth;
    }

    /** What a release of this lock gives back for good: its hold is gone, and how often it was taken is the answer. */
    int releaseFully(Object object) {
        for (int i = depth - 1; i >= 0; i--) {
            boolean same = objects[i] == object || synchronizers[i] == object;
            if (same && (pathAt(i).how & How.READ) == 0) {
                int count = counts[i];
                released = objects[i];
                releasedSynchronizer = synchronizers[i];
                releasedHow = pathAt(i).how;
                releasedSite = pathAt(i).site;
                remove(i);
                return count;
            }
        }
        return 0;
    }

    private @Nullable Object released;
    private @Nullable Object releasedSynchronizer;
    private int releasedHow;
    private int releasedSite;

    /** Holds again what {@link #releaseFully} gave back, as often as {@link #suspended} says. */
    void takeAgain() {
        Object lock = released;
        if (suspended > 0 && lock != null) {
            takeAgain(suspended, lock, releasedSynchronizer(), releasedHow, releasedSite);
        }
        suspended = 0;
        forgetReleased();
    }

    /** Holds again what was given back. */
    void takeAgain(int count, Object object, Object synchronizer, int how, int site) {
        enter(object, synchronizer, how, site);
        if (depth > 0 && objects[depth - 1] == object) {
            counts[depth - 1] = count;
        }
    }

    @Nullable
    Object released() {
        return released;
    }

    Object releasedSynchronizer() {
        return Objects.requireNonNull(releasedSynchronizer);
    }

    int releasedSite() {
        return releasedSite;
    }

    void forgetReleased() {
        released = null;
        releasedSynchronizer = null;
    }

    private int done;
    private long doneSince;

    /** This was found to be done already. */
    void seesDone(Object future) {
        done = System.identityHashCode(future);
        doneSince = sequence;
    }

    /** Whether this was found to be done since the latest hold began: to wait for it then waits for nothing. */
    boolean sawDone(Object future) {
        return done != 0 && doneSince == sequence && System.identityHashCode(future) == done;
    }

    /** Ends every hold of this kind. */
    void endAll(int kind) {
        for (int i = depth - 1; i >= 0; i--) {
            if ((pathAt(i).how & How.KIND) == kind) {
                remove(i);
            }
        }
    }

    boolean holds(Object object) {
        for (int i = 0; i < depth; i++) {
            if (objects[i] == object) {
                return true;
            }
        }
        return false;
    }

    /** Holds something whose class is known already: a task, a section. */
    void hold(Object object, int how, LockClass lockClass) {
        enterNew(depth == 0 ? root : pathAt(depth - 1), object, object, how, 0, lockClass);
    }

    // ---- waits and signals

    /** What was told counts no more: it has to be told again. */
    void steps() {
        epoch += OWN_EPOCH;
    }

    Instance.Key key() {
        return key;
    }

    /** Whether this wait under what is held now was not told yet. */
    boolean isNewWait(LockClass target, int how) {
        long code = mix(target.id * 31 + how, epoch);
        for (int i = 0; i < depth; i++) {
            code = mix(code, pathAt(i).chain.id);
            code = mix(code, System.identityHashCode(objects[i]));
        }
        return notReported(code);
    }

    void tell(
            Message.Kind kind,
            @Nullable Instance subject,
            @Nullable LockClass subjectClass,
            @Nullable ThreadState child,
            @Nullable Trace trace,
            int generation,
            int how,
            int result) {
        if (silent) {
            return;
        }
        boolean before = busy;
        busy = true;
        try {
            Inbox.put(new Message(kind, this, subject, subjectClass, child, trace, generation, how, result));
        } finally {
            busy = before;
        }
    }

    // ---- copies, for messages

    Path[] copyPaths() {
        @Nullable Path[] copy = Arrays.copyOf(paths, Math.min(depth, paths.length));
        int size = 0;
        while (size < copy.length && copy[size] != null) {
            size++;
        }
        Path[] result = new Path[size];
        System.arraycopy(copy, 0, result, 0, size);
        return result;
    }

    Instance[] copyInstances() {
        int size = depth;
        Instance[] copy = new Instance[size];
        int used = 0;
        Instance.Key own = new Instance.Key();
        for (int i = 0; i < size; i++) {
            Object object = objects[i];
            Path path = paths[i];
            if (object == null || path == null || path.chain.lockClass == null) {
                break;
            }
            copy[used++] = Instances.of(object, path.chain.lockClass, own);
        }
        return Arrays.copyOf(copy, used);
    }

    long[] copySequences() {
        return Arrays.copyOf(sequences, depth);
    }

    /** What it holds now, for whoever looks at it from another thread. */
    public Message holdsNow() {
        return new Message(Message.Kind.HOLDS, this, null, null, null, null, 0, 0, 0);
    }

    /** What it holds, and what it has been waiting for, for whoever looks at it from another thread. */
    public Message waitsNow(Waiting wait, Trace trace) {
        Instance subject = wait.subject();
        int generation = subject == null ? 0 : subject.generation;
        return new Message(
                wait.kind(), this, subject, wait.subjectClass(), wait.child(), trace, generation, wait.how(), 0);
    }

    /** Changes whenever it takes something, gives something back, or begins or ends a wait. */
    public long signature() {
        Waiting wait = waiting;
        return sequence * 1_000_003 + depth * 31L + (wait == null ? 0 : System.identityHashCode(wait));
    }

    /** Whether it holds anything. */
    public boolean holdsSomething() {
        return depth > 0;
    }

    /** The instance that it took, or began to take, last; null when it holds nothing. */
    public @Nullable Object latest() {
        int top = depth;
        return top > 0 && top <= objects.length ? objects[top - 1] : null;
    }

    /** The instance with this identity among what it holds; null when there is none. */
    public @Nullable Instance holdWith(int identity, String type) {
        for (int i = Math.min(depth, objects.length) - 1; i >= 0; i--) {
            Object object = objects[i];
            Path path = paths[i];
            if (object != null
                    && path != null
                    && path.chain.lockClass != null
                    && System.identityHashCode(object) == identity
                    && object.getClass().getName().equals(type)) {
                return Instances.of(object, path.chain.lockClass, new Instance.Key());
            }
        }
        return null;
    }

    // ---- locks made of two objects

    /** A lock was made whose holds are known by another object. */
    void made(Object composite, Object synchronizer) {
        lastComposite = composite;
        lastSynchronizer = synchronizer;
    }

    /** The object by which holds of this lock are known, for a lock that was just made. */
    Object synchronizerOf(Object made) {
        Object result = lastComposite == made && lastSynchronizer != null ? lastSynchronizer : made;
        lastComposite = null;
        lastSynchronizer = null;
        return result;
    }
}
