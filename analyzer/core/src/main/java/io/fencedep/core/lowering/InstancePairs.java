package io.fencedep.core.lowering;

import io.fencedep.core.graph.InstancePair;
import it.unimi.dsi.fastutil.longs.Long2IntLinkedOpenHashMap;
import java.util.Collection;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Which instances a dependency of a program was seen between: the first many. */
final class InstancePairs {
    /** How many are kept; when none of so many fits, further ones will hardly do. */
    static final int MAX = 1024;

    private static final int ANY = 0;

    private final Long2IntLinkedOpenHashMap tasks = new Long2IntLinkedOpenHashMap(2);

    InstancePairs() {
        tasks.defaultReturnValue(Edge.NOBODY);
    }

    /**
     * One more occurrence.
     *
     * @param from the number of a lock plus one, or 0 for what is no lock
     * @param to likewise
     */
    void add(int from, int to, int task) {
        long key = (long) from << 32 | to;
        int known = tasks.get(key);
        if (known == Edge.NOBODY) {
            if (tasks.size() < MAX) {
                tasks.put(key, task);
            }
        } else if (known != task && known != Edge.SEVERAL) {
            tasks.put(key, Edge.SEVERAL);
        }
    }

    /** An occurrence of which nothing is known. */
    void addAny() {
        add(ANY, ANY, Edge.SEVERAL);
    }

    void addAll(InstancePairs others) {
        others.tasks.long2IntEntrySet().forEach(entry -> {
            long key = entry.getLongKey();
            add((int) (key >>> 32), (int) key, entry.getIntValue());
        });
    }

    boolean isFull() {
        return tasks.size() >= MAX;
    }

    /** Writes them out with names. */
    void writeTo(Collection<InstancePair> pairs, IntFunction<String> instance, IntFunction<String> task) {
        IntUnaryOperator number = coded -> coded - 1;
        tasks.long2IntEntrySet().forEach(entry -> {
            int from = (int) (entry.getLongKey() >>> 32);
            int to = (int) entry.getLongKey();
            pairs.add(new InstancePair(
                    from == ANY ? "" : instance.apply(number.applyAsInt(from)),
                    to == ANY ? "" : instance.apply(number.applyAsInt(to)),
                    entry.getIntValue() == Edge.SEVERAL ? "" : task.apply(entry.getIntValue())));
        });
    }
}
