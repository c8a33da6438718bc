package io.fencedep.core.lowering;

import io.fencedep.core.graph.Span;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.lowering.TaskState.Moment;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * When tasks made a dependency, and between which locks: the first and the last moment of each. Bounded: of too many, locks
 * are not told apart, and of too many tasks nothing is known.
 */
final class TaskSpans {
    private static final int ANY = 0;

    /** One of them. */
    private static final class Entry {
        final int from;
        final int to;
        Moment latest;
        Stamp first;
        int last;

        Entry(int from, int to, Moment moment) {
            this.from = from;
            this.to = to;
            this.latest = moment;
            this.first = moment.stamp;
            this.last = moment.step;
        }

        /** The same between other locks. */
        Entry between(int held, int waited) {
            Entry same = new Entry(held, waited, latest);
            same.first = first;
            same.last = last;
            return same;
        }

        void note(Moment moment) {
            if (moment.life != latest.life || moment.life < 0) {
                first = first.meet(moment.stamp);
            }
            last = Math.max(last, moment.step);
            latest = moment;
        }

        void join(Entry other) {
            first = first.meet(other.first);
            last = Math.max(last, other.last);
        }
    }

    private Long2ObjectOpenHashMap<Entry> entries = new Long2ObjectOpenHashMap<>(2);
    private boolean together;
    private boolean lost;
    private boolean widened;

    /**
     * One more occurrence.
     *
     * @param from the number of a lock plus one, or 0 for what is no lock
     * @param to likewise
     */
    void add(Moment moment, int from, int to) {
        if (lost) {
            return;
        }
        int held = together ? ANY : from;
        int waited = together ? ANY : to;
        Entry known = find(moment.task, held, waited);
        if (known == null) {
            insert(new Entry(held, waited, moment));
        } else if (known.latest != moment) {
            known.note(moment);
            widened = true;
        }
    }

    /** An occurrence that is seen apart from what its task is at. */
    void add(int task, Witness witness) {
        int step = witness.stamp().stepOf(witness.task(), 0);
        add(new Moment(task, witness.stamp(), step, -1), ANY, ANY);
    }

    void addAll(TaskSpans others) {
        if (others.lost) {
            lose();
        }
        if (lost) {
            return;
        }
        widened |= others.widened;
        if (others.together && !together) {
            putTogether();
        }
        for (Entry each : others.entries.values()) {
            Entry mine = together ? each.between(ANY, ANY) : each.between(each.from, each.to);
            Entry known = find(each.latest.task, mine.from, mine.to);
            if (known != null) {
                widened |= known.latest != each.latest;
                known.join(mine);
            } else {
                insert(mine);
            }
        }
    }

    /** Nothing is known from here on. */
    void lose() {
        lost = true;
        entries = new Long2ObjectOpenHashMap<>(0);
    }

    boolean isLost() {
        return lost;
    }

    /** Whether so many witnesses, each of another moment, can be all that there is. */
    boolean areAllIn(int witnesses) {
        return !lost && !together && !widened && entries.size() <= witnesses;
    }

    /** All of them with names; null when nothing is known. */
    @Nullable
    List<Span> all(IntFunction<String> instance, IntFunction<String> task) {
        if (lost) {
            return null;
        }
        List<Span> all = new ArrayList<>(entries.size());
        for (Entry each : entries.values()) {
            all.add(new Span(
                    each.from == ANY ? "" : instance.apply(each.from - 1),
                    each.to == ANY ? "" : instance.apply(each.to - 1),
                    task.apply(each.latest.task),
                    each.first,
                    each.last));
        }
        return all;
    }

    private @Nullable Entry find(int task, int from, int to) {
        return entries.get(key(task, from, to));
    }

    private void insert(Entry fresh) {
        if (entries.size() < Span.MAX) {
            entries.put(key(fresh.latest.task, fresh.from, fresh.to), fresh);
        } else if (together) {
            lose();
        } else {
            putTogether();
            addTogether(fresh);
        }
    }

    private void putTogether() {
        Long2ObjectOpenHashMap<Entry> apart = entries;
        together = true;
        entries = new Long2ObjectOpenHashMap<>();
        for (Entry each : apart.values()) {
            addTogether(each);
        }
    }

    private void addTogether(Entry entry) {
        Entry any = entry.between(ANY, ANY);
        Entry known = find(any.latest.task, ANY, ANY);
        if (known != null) {
            known.join(any);
        } else {
            insert(any);
        }
    }

    private static long key(int task, int from, int to) {
        return Frame.mix(Frame.mix(0, task), (long) from << 32 | to);
    }
}
