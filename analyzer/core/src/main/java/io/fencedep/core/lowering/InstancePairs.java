package io.fencedep.core.lowering;

import io.fencedep.core.graph.InstancePair;
import it.unimi.dsi.fastutil.longs.Long2LongLinkedOpenHashMap;
import java.util.Collection;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.LongFunction;

/** Which instances a dependency of a program was seen between: the first many. */
final class InstancePairs {
    /** How many are kept; when none of so many fits, further ones will hardly do. */
    static final int MAX = 1024;

    private static final int ANY = 0;

    private final Long2LongLinkedOpenHashMap strands = new Long2LongLinkedOpenHashMap(2);

    InstancePairs() {
        strands.defaultReturnValue(Edge.NOBODY);
    }

    /**
     * One more occurrence.
     *
     * @param from the number of a lock plus one, or 0 for what is no lock
     * @param to likewise
     * @param strand who made it, see {@link Session#strand}
     */
    void add(int from, int to, long strand) {
        long key = (long) from << 32 | to;
        long known = strands.get(key);
        if (known == Edge.NOBODY) {
            if (strands.size() < MAX) {
                strands.put(key, strand);
            }
        } else if (known != strand && known != Edge.SEVERAL) {
            strands.put(key, Edge.SEVERAL);
        }
    }

    /** An occurrence of which nothing is known. */
    void addAny() {
        add(ANY, ANY, Edge.SEVERAL);
    }

    void addAll(InstancePairs others) {
        others.strands.long2LongEntrySet().forEach(entry -> {
            long key = entry.getLongKey();
            add((int) (key >>> 32), (int) key, entry.getLongValue());
        });
    }

    boolean isFull() {
        return strands.size() >= MAX;
    }

    /** Writes them out with names. */
    void writeTo(Collection<InstancePair> pairs, IntFunction<String> instance, LongFunction<String> strand) {
        IntUnaryOperator number = coded -> coded - 1;
        strands.long2LongEntrySet().forEach(entry -> {
            int from = (int) (entry.getLongKey() >>> 32);
            int to = (int) entry.getLongKey();
            pairs.add(new InstancePair(
                    from == ANY ? "" : instance.apply(number.applyAsInt(from)),
                    to == ANY ? "" : instance.apply(number.applyAsInt(to)),
                    entry.getLongValue() == Edge.SEVERAL ? "" : strand.apply(entry.getLongValue())));
        });
    }
}
