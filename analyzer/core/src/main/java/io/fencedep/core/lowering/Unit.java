package io.fencedep.core.lowering;

import io.fencedep.core.model.Event;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntBidirectionalIterator;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work: what belongs together on the way to a signal. It remembers each distinct thing that was waited for
 * since it began, and when last.
 */
final class Unit {
    /** Whether it is known where it began: a system call, a work item, an interrupt. */
    boolean known;
    /** Whether anything is remembered at all. */
    boolean recorded;
    /** The work item, when it is one. */
    Resource.@Nullable Work item;

    /** When the item was queued, and by whom; the item may be queued again while it runs. */
    long itemQueued = -1;

    int itemQueuer;

    long began;
    /** Counts system calls of a task, to tell one from another; 0 outside of any. */
    long syscall;

    int size;
    private int[] keys = new int[8];
    private long[] last = new long[8];
    private long[] lines = new long[8];
    private int[] ats = new int[8];
    private int[] stacks = new int[8];
    private int[] drivers = new int[8];
    private Resource[] resources = new Resource[8];
    /** In programs, for each wait when it was made last for which lock, the latest at the end; as far as it was for locks. */
    private @Nullable Int2LongLinkedOpenHashMap[] locks = new Int2LongLinkedOpenHashMap[8];
    /** Counts what is put into {@link #locks}. */
    long lockWaits;

    private final Int2IntOpenHashMap index = new Int2IntOpenHashMap();

    Unit() {
        index.defaultReturnValue(-1);
    }

    void begin(boolean recorded, boolean known, long now) {
        this.recorded = recorded;
        this.known = known;
        this.began = now;
        item = null;
        itemQueued = -1;
        itemQueuer = 0;
        if (size > 0) {
            Arrays.fill(resources, 0, size, null);
            Arrays.fill(locks, 0, size, null);
            size = 0;
            index.clear();
        }
    }

    /** Remembers a wait: its target and kind as one key. */
    void waited(int key, long now, long line, int at, int stack, int driver, @Nullable Resource resource) {
        int i = index.get(key);
        if (i < 0) {
            i = size++;
            if (i == keys.length) {
                grow();
            }
            keys[i] = key;
            index.put(key, i);
        }
        last[i] = now;
        lines[i] = line;
        ats[i] = at;
        stacks[i] = stack;
        drivers[i] = driver;
        resources[i] = resource;
    }

    /** Remembers for which lock the wait with this key was made, as far as there is room. */
    void waitedForLock(int key, int lock, long when) {
        int i = index.get(key);
        Int2LongLinkedOpenHashMap mine = locks[i];
        if (mine == null) {
            mine = new Int2LongLinkedOpenHashMap(4);
            locks[i] = mine;
        }
        mine.putAndMoveToLast(lock, Math.max(when, mine.getOrDefault(lock, -1)));
        if (mine.size() > InstancePairs.MAX) {
            mine.removeFirstLong();
        }
        lockWaits++;
    }

    /**
     * Shows for which locks the wait with this key was made since a position.
     *
     * @param latest how many of the latest waits are to be looked at
     */
    void forEachLock(int key, long since, long latest, IntConsumer lock) {
        int i = index.get(key);
        Int2LongLinkedOpenHashMap mine = i < 0 ? null : locks[i];
        if (mine == null || latest == 0) {
            return;
        }
        IntBidirectionalIterator each = mine.keySet().iterator(mine.lastIntKey());
        for (long left = latest; left > 0 && each.hasPrevious(); left--) {
            int number = each.previousInt();
            if (mine.get(number) > since) {
                lock.accept(number);
            }
        }
    }

    /** Makes another one like this, with other numbers of classes. */
    void copyTo(Unit other, IntUnaryOperator classes) {
        other.begin(recorded, known, began);
        other.item = item;
        other.itemQueued = itemQueued;
        other.itemQueuer = itemQueuer;
        for (int i = 0; i < size; i++) {
            int key = classes.applyAsInt(keys[i] >> 3) << 3 | keys[i] & 7;
            if (last[i] > other.lastOf(key)) {
                other.waited(key, last[i], lines[i], ats[i], stacks[i], drivers[i], resources[i]);
            }
            Int2LongLinkedOpenHashMap mine = locks[i];
            if (mine != null) {
                mine.int2LongEntrySet()
                        .forEach(each -> other.waitedForLock(key, each.getIntKey(), each.getLongValue()));
            }
        }
    }

    /** Remembers a wait of an earlier position, unless a later one of its kind is known. */
    void waitedEarlier(int key, long when, Event event, Resource resource) {
        if (when >= began && lastOf(key) < when) {
            waited(key, when, event.line, event.at, event.stack, event.driver, resource);
        }
    }

    int key(int i) {
        return keys[i];
    }

    /** When the wait with this key was made last, as a position; -1 when never. */
    long lastOf(int key) {
        int i = index.get(key);
        return i < 0 ? -1 : last[i];
    }

    /** When the wait was made last, as a position. */
    long last(int i) {
        return last[i];
    }

    long line(int i) {
        return lines[i];
    }

    int at(int i) {
        return ats[i];
    }

    int stack(int i) {
        return stacks[i];
    }

    int driver(int i) {
        return drivers[i];
    }

    @Nullable
    Resource resource(int i) {
        return resources[i];
    }

    private void grow() {
        int larger = keys.length * 2;
        keys = Arrays.copyOf(keys, larger);
        last = Arrays.copyOf(last, larger);
        lines = Arrays.copyOf(lines, larger);
        ats = Arrays.copyOf(ats, larger);
        stacks = Arrays.copyOf(stacks, larger);
        drivers = Arrays.copyOf(drivers, larger);
        resources = Arrays.copyOf(resources, larger);
        locks = Arrays.copyOf(locks, larger);
    }
}
