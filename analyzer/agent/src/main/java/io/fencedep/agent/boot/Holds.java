package io.fencedep.agent.boot;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one thread holds, as it changes. Only its own thread changes it; the watch reads it and may see it in the middle of a
 * change.
 *
 * <p>The known case stores no reference, which is what costs most under a collector with barriers: a path is put at its
 * place once and left there, and what moves is a number. Nor does it compare with all that is held: a path for an object
 * that is held already is never made.
 */
abstract class Holds extends ToldHolds {
    private static final int PATHS = 2_048;
    private static final int RUNS_ITSELF = 1 << 20;

    /** How many holds there were. */
    private long sequence;

    final SeenDone seenDone = new SeenDone();
    final Maps.Computing computing = new Maps.Computing();

    /** How often it has shown something of the program to others that it made under the innermost hold. */
    int published;
    /** The hold under which it has made something last that can be taken. */
    long madeUnder = -1;

    /** Objects of the program that it has just made, and under which hold. */
    private final JustMade justMade = new JustMade();

    /** Objects whose constructors it runs under a lock; null until there is one. */
    @Nullable
    Constructing constructing;

    /** How many permits of a semaphore it is about to take. */
    private int permits = 1;

    private int made;

    Holds(Thread thread, ReferenceQueue<Thread> queue) {
        super(thread, queue);
    }

    /** Is about to take a lock, or has taken it. */
    final void enter(Object object, Object synchronizer, int how) {
        Path path = places[top].first;
        if (path != null && !(path.match == how && path.refersTo(object))) {
            path = path.next;
        }
        if (path != null && path.match == how && path.refersTo(object) && path.epoch == epoch + waits) {
            push(path);
        } else {
            enterSlowly(object, synchronizer, how);
        }
    }

    /** Is about to take so many permits of a semaphore at once, or has taken them. */
    final void enterPermits(Object semaphore, int how, int wanted) {
        permits = wanted;
        enter(semaphore, semaphore, how);
        permits = 1;
        Path path = last();
        if (path.permits > wanted && path.isFor(semaphore)) {
            path.permits = wanted;
            path.epoch = -1;
        }
    }

    /** Is about to take a lock if that is the known case; whether it is. */
    final boolean enterKnown(Object object, int how) {
        Path path = last().find(object, how);
        if (path == null || path.epoch != now()) {
            return false;
        }
        push(path);
        return true;
    }

    /** Gives back what it holds, once; nothing when it does not hold it. */
    final boolean exit(Object object, int how) {
        Path path = places[top];
        if (path.gives == how && path.refersTo(object)) {
            top = path.up.index;
            return true;
        }
        return exitSlowly(object, how);
    }

    /**
     * Gives back what it holds, as often as it holds it and at most so many times, which may be more than can be counted in
     * steps; whether it held it at all.
     */
    final boolean exit(Object object, int how, int times) {
        Path path = times > 1 ? held(object, how) : null;
        if (path != null && path.count > 1) {
            if (path.another != null) {
                tellAnother(path, object);
            }
            path.count -= Math.min(times, path.count) - 1;
        }
        return exit(object, how);
    }

    /** Of what it has just taken it took so many more. */
    final void more(Object object, int how, int times) {
        Path path = times > 0 ? held(object, how) : null;
        if (path != null) {
            path.count = (int) Math.min(Integer.MAX_VALUE, (long) path.count + times);
            path.gives = Path.NOTHING;
        }
    }

    private @Nullable Path held(Object object, int how) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if (((each.how ^ how) & How.IDENTITY) == 0 && each.isFor(object)) {
                return each;
            }
        }
        return null;
    }

    @Override
    final long taken() {
        return sequence;
    }

    private Path root() {
        return places[0];
    }

    private void push(Path path) {
        int index = path.index;
        if (places[index] != path) {
            places[index] = path;
        }
        path.sequence = ++sequence;
        top = index;
    }

    // ---- what is less common

    private void enterSlowly(Object object, Object synchronizer, int how) {
        Path up = last();
        Path path = up.find(object, how);
        if (path != null && path.epoch == now()) {
            push(path);
            return;
        }
        Path initialiser = null;
        for (Path each = up; !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == How.CLASS_INIT) {
                initialiser = initialiser == null ? each : initialiser;
            } else if (((each.how ^ how) & How.IDENTITY) == 0 && each.isFor(object)) {
                each.count++;
                each.gives = Path.NOTHING;
                if (initialiser != null && (how & How.TRIED) == 0) {
                    tellNeededLock(each, initialiser, object, how);
                }
                if (inside != null) {
                    takesAgainInside(each, object, how);
                }
                if ((how & (How.KIND | How.TRIED)) == How.STAMPED && (how & (How.READ | How.TIMED)) != 0) {
                    tellAskedAgain(each, object, how);
                }
                boolean waited = (how & (How.KIND | How.TRIED)) == How.SEMAPHORE;
                if (waited && each == up && each.another == null && !each.anotherTold) {
                    each.another = new Trace();
                }
                return;
            }
        }
        Path fresh = path == null && isConstructing(up, object, how) ? up.find(object, how | How.TRIED) : null;
        if (fresh != null && fresh.epoch == now()) {
            push(fresh);
            return;
        }
        if (path == null && up.seesMany()) {
            Path any = up.findAny(object.getClass(), how);
            if (any != null
                    && any.epoch == now()
                    && any.namings == LockClasses.namings()
                    && (up.isRoot() || any.chain.isSettled())) {
                any.keep(object, synchronizer);
                push(any);
                return;
            }
        }
        enterNew(up, path, object, synchronizer, how, null);
    }

    /** Takes something whose path is not known, or was not told lately. */
    private void enterNew(
            Path up, @Nullable Path known, Object object, Object synchronizer, int asked, @Nullable LockClass given) {
        busy = true;
        try {
            Path path = known;
            int site = asked >>> How.SITE;
            Instance instance = path == null ? LockClasses.perhapsNamed(object, key(), site) : null;
            boolean fresh = instance == null ? isFresh(up, object, asked) : isFresh(up, instance);
            int how = fresh ? asked | How.TRIED : asked;
            boolean tell = everything || known != null && known.epoch != now();
            if (path == null) {
                LockClass lockClass = given == null ? classOf(object, instance, asked) : given;
                Chain chain = up.chain.child(lockClass, how & How.TOLD);
                if (chain == null || up.isDeepest()) {
                    return;
                }
                path = newPath(up, chain, object, synchronizer, how);
                tell |= isNews(path.chain, object);
            } else if (tell && (how & How.TIMED) == 0) {
                path.trace = path.chain.traceAgain(path.trace, number());
            }
            path.epoch = everything ? -1 : now();
            path.managed = managed > 0;
            path.leave();
            if (path.isOfAny() || given != null) {
                path.keep(object, synchronizer);
            }
            push(path);
            if (tell && (everything || !path.isOneOfMany())) {
                path.chain.reported(number());
                tell(Message.Kind.ACQUIRE, null, null, null, path.trace, 0, how & How.TOLD, 0);
            }
        } finally {
            busy = false;
        }
    }

    private LockClass classOf(Object object, @Nullable Instance known, int how) {
        LockClass named = LockClasses.of(object, known, key(), how >>> How.SITE);
        return (how & How.KIND) == How.MONITOR ? LockClasses.ofMonitor(object, named) : named;
    }

    /**
     * Whether nobody but its maker, this thread, can know it yet: it was made under the very hold that is the innermost now,
     * was not put where others find it, and is taken for the first time. Whoever takes it then waits for nobody. What was
     * made under a lock that is given back by now may be found by others: it was made because nobody had made it for all.
     */
    private boolean isFresh(Path up, Instance made) {
        if (up.isRoot() || made.maker == 0) {
            return false;
        }
        boolean fresh = made.maker == number() && made.madeUnder == up.sequence && made.madeAfter == published;
        made.maker = 0;
        return fresh;
    }

    /** Whether this is the monitor of an object that it has just made, having taken nothing else under the innermost hold. */
    private boolean isFresh(Path up, Object object, int how) {
        return (how & How.KIND) == How.MONITOR && sequence == up.sequence && justMade.takes(object, moment())
                || isConstructing(up, object, how);
    }

    /** Whether this is the monitor of an object whose constructor it runs, which has shown that to nobody yet. */
    private boolean isConstructing(Path up, Object object, int how) {
        Constructing known = constructing;
        return known != null && (how & How.KIND) == How.MONITOR && !up.isRoot() && known.has(object);
    }

    /** Begins with the code of a constructor. */
    final void constructs(Object object) {
        if (!last().isRoot()) {
            Constructing known = constructing == null ? new Constructing() : constructing;
            constructing = known;
            known.begins(object);
        }
    }

    /** Others may find this, or what is of this code. */
    final void shows(@Nullable Object shown) {
        if (constructing != null) {
            constructing.shows(shown);
        }
    }

    /** Has made an object whose monitor will be taken: nobody else knows it yet, if its constructor has shown it to nobody. */
    final void constructed(Object object) {
        if (constructing != null) {
            constructing.ends(object);
        }
        Path path = last();
        if (!path.isRoot() && path.sequence == sequence) {
            justMade.add(object, moment());
        }
    }

    /** Has put something where other threads find it, and with that perhaps what it has just made. */
    final void hasPublished() {
        justMade.publishedAt(moment());
    }

    /** Another one after each lock that was taken, and after each start, join or signal. */
    private long moment() {
        return sequence + epoch;
    }

    private Path newPath(Path up, Chain chain, Object object, Object synchronizer, int how) {
        boolean many = up.seesMany() || made > 2 * PATHS;
        Path path = many ? up.findAny(object.getClass(), chain) : null;
        if (path == null) {
            if (made > PATHS && up.isRoot()) {
                root().forgetChildren();
                made = 0;
            }
            int place = made++;
            path = many ? Path.ofAny(object.getClass(), up, chain, how, place) : Path.of(object, up, chain, how, place);
            path.trace = chain.trace(number());
            path.permits = permits;
            if ((how & How.TIMED) != 0) {
                path.trace.timeout = timeout;
            }
            up.adopt(path);
            if (path.index >= places.length) {
                places = Arrays.copyOf(places, Math.max(places.length * 2, path.index + 1));
            }
        }
        path.namings = many ? LockClasses.namings(object.getClass()) : 0;
        path.synchronizer = synchronizer == object ? null : new WeakReference<>(synchronizer);
        return path;
    }

    private boolean exitSlowly(Object object, int how) {
        Path path = held(object, how);
        if (path == null) {
            return false;
        }
        if (path.another != null) {
            tellAnother(path, object);
        }
        if (--path.count == 0) {
            remove(path);
            if (everything) {
                tell(Message.Kind.HOLDS, null, null, null, null, 0, 0, 0);
            }
        } else if (path.count == 1 && !everything) {
            path.gives = path.how & How.IDENTITY;
        }
        return true;
    }

    final void remove(Path gone) {
        Path last = last();
        top = gone.up.index;
        if (last != gone) {
            boolean before = busy;
            busy = true;
            try {
                takeAlong(last, gone);
            } finally {
                busy = before;
            }
        }
        gone.leave();
    }

    /** Something below was given back: what is above has another path now. */
    private void takeAlong(Path path, Path gone) {
        if (path == gone) {
            return;
        }
        takeAlong(path.up, gone);
        Object object = path.object();
        if (object != null && path.chain.lockClass != null) {
            Path up = last();
            Chain chain = up.chain.child(path.chain.lockClass, path.how & How.TOLD);
            Path moved = up.find(object, path.how);
            Object known = path.synchronizer();
            if (moved == null) {
                moved = newPath(
                        up, chain == null ? path.chain : chain, object, known == null ? object : known, path.how);
                moved.permits = path.permits;
            }
            int count = path.count;
            int gives = path.gives;
            long own = path.sequence;
            Object held = moved.isOfAny() ? object : path.held;
            path.leave();
            moved.count = count;
            moved.gives = gives;
            moved.keep(held, known);
            push(moved);
            sequence--;
            moved.sequence = own;
        }
    }

    // ---- for the rest of the agent

    /** Holds something whose class is known already, and which nobody else may keep: a task, a section. */
    final void hold(Object object, int how, LockClass lockClass) {
        if ((how & How.KIND) == How.WORK) {
            seenDone.clear();
        }
        Path up = last();
        Path again = held(object, how);
        if (again != null) {
            again.count++;
            again.gives = Path.NOTHING;
            return;
        }
        enterNew(up, up.find(object, how), object, object, how, lockClass);
    }

    /** Ends the latest hold of this kind. */
    final void endLast(int kind) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == kind) {
                remove(each);
                return;
            }
        }
    }

    /** Runs a task by itself, and not because of a pool. */
    final void run(Object task, LockClass work) {
        hold(task, How.WORK, work);
        Path path = last();
        if (path.isFor(task) && path.count == 1) {
            path.count = RUNS_ITSELF;
            path.gives = Path.NOTHING;
        }
    }

    /** Has run a task, which is over if it was the thread itself that began it. */
    final void endRun(Object task) {
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if (each.isFor(task) && each.count == RUNS_ITSELF) {
                remove(each);
                return;
            }
        }
    }

    /** Ends every hold of this kind. */
    final void endAll(int kind) {
        if (kind == How.WORK) {
            seenDone.clear();
        }
        for (Path each = last(); !each.isRoot(); each = each.up) {
            if ((each.how & How.KIND) == kind) {
                remove(each);
                each = last();
            }
        }
    }

    /** Forgets all holds. */
    final void forgetAll() {
        top = 0;
        root().forgetChildren();
    }

    final long sequence() {
        return sequence;
    }
}
