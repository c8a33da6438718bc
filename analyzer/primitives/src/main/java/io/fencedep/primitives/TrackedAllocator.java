package io.fencedep.primitives;

import io.fencedep.core.model.AllocScope;
import io.fencedep.core.model.EventKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives out a limited number of pages, and reclaims some when they run out: it asks notifiers to let go of theirs, then
 * shrinkers to free some. Thread-safe.
 *
 * <p>What an allocation may do is in its flags, masked by the scopes that its thread is in. Every allocation is told to the
 * recorder, whether it had to reclaim or not: that is how a deadlock is seen in a run where memory was plenty.
 */
public final class TrackedAllocator {
    private static final int ROUNDS = 3;

    /** Frees memory on behalf of those who wait for some. */
    @FunctionalInterface
    public interface Shrinker {
        /**
         * Frees what it can.
         *
         * @return how many pages it gave back with {@link TrackedAllocator#free}
         */
        long shrink() throws InterruptedException;
    }

    private final Tape tape;
    private final AtomicLong free;
    private final List<Shrinker> shrinkers = new CopyOnWriteArrayList<>();
    private final List<TrackedNotifier> notifiers = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Map<AllocScope, Integer>> scopes =
            ThreadLocal.withInitial(() -> new EnumMap<>(AllocScope.class));
    private final ThreadLocal<Boolean> reclaiming = ThreadLocal.withInitial(() -> false);

    TrackedAllocator(Recorder recorder, long pages) {
        this.tape = recorder.tape;
        this.free = new AtomicLong(pages);
    }

    /** What reclaim asks to free memory, in this order. */
    public void addShrinker(Shrinker shrinker) {
        shrinkers.add(shrinker);
    }

    /** Whom reclaim tells that it takes pages away, before it runs shrinkers. */
    public void addNotifier(TrackedNotifier notifier) {
        notifiers.add(notifier);
    }

    /**
     * Takes pages, and reclaims if the flags allow it and there are too few.
     *
     * @return whether there were enough in the end
     * @throws IllegalArgumentException if the number of pages is negative
     * @throws InterruptedException as a shrinker or notifier that it called was interrupted
     */
    public boolean alloc(long pages, AllocFlags flags) throws InterruptedException {
        Recorder.atLeast(0, pages, "pages");
        ThreadLog log = tape.log();
        tape.tell(log, EventKind.ALLOC, (event, tables) -> event.flags = tables.name(flags.name()));
        boolean mayReclaim = flags.reclaims() && !isIn(AllocScope.NORECLAIM) && !reclaiming.get();
        boolean entersFs = flags.entersFs() && !isIn(AllocScope.NOFS) && !isIn(AllocScope.NOIO);
        for (int round = 0; !take(pages); round++) {
            if (!mayReclaim || round == ROUNDS) {
                return false;
            }
            invalidate();
            if (entersFs) {
                reclaim();
            }
        }
        return true;
    }

    /**
     * Gives pages back.
     *
     * @throws IllegalArgumentException if their number is negative
     */
    public void free(long pages) {
        Recorder.atLeast(0, pages, "pages");
        free.addAndGet(pages);
    }

    /** How many pages are left. */
    public long available() {
        return free.get();
    }

    /** From here to its end, allocations of this thread may not do what the scope forbids. Scopes of one kind nest. */
    public Scope scope(AllocScope scope) {
        Map<AllocScope, Integer> open = scopes.get();
        open.merge(scope, 1, Integer::sum);
        tape.tell(tape.log(), EventKind.SCOPE_BEGIN, (event, tables) -> event.scope = scope);
        return Recorder.once(() -> {
            open.merge(scope, -1, Integer::sum);
            tape.tell(tape.log(), EventKind.SCOPE_END, (event, tables) -> event.scope = scope);
        });
    }

    /**
     * Frees memory in this thread, as the kernel's reclaim thread does, or for an allocation.
     *
     * @return how many pages shrinkers gave back
     * @throws InterruptedException as a shrinker was interrupted
     */
    public long reclaim() throws InterruptedException {
        ThreadLog log = tape.log();
        boolean before = reclaiming.get();
        long hash = Tape.hash("reclaim", "");
        tape.tell(log, EventKind.RECLAIM_BEGIN, null);
        log.state += hash;
        reclaiming.set(true);
        try {
            long freed = 0;
            for (Shrinker shrinker : shrinkers) {
                freed += shrinker.shrink();
            }
            return freed;
        } finally {
            reclaiming.set(before);
            log.state -= hash;
            tape.tell(log, EventKind.RECLAIM_END, null);
        }
    }

    private void invalidate() throws InterruptedException {
        for (TrackedNotifier notifier : notifiers) {
            notifier.invalidate(true);
        }
    }

    private boolean isIn(AllocScope scope) {
        return scopes.get().getOrDefault(scope, 0) > 0;
    }

    private boolean take(long pages) {
        long present = free.get();
        while (present >= pages) {
            if (free.compareAndSet(present, present - pages)) {
                return true;
            }
            present = free.get();
        }
        return false;
    }
}
