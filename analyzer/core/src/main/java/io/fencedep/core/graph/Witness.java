package io.fencedep.core.graph;

import io.fencedep.core.model.ClassNames;
import io.fencedep.core.model.InterruptContext;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a dependency, with all that filters and reports need.
 *
 * @param task who held and waited
 * @param context on top of which task-level code it ran
 * @param driver whose code it was; empty when unknown
 * @param fromInstance the instance that was held; empty when it has no name
 * @param toInstance the instance that was waited for; empty when it has no name
 * @param heldAt since where the first was held
 * @param waitedAt where the second was waited for
 * @param held everything that the task held at that moment, in the order in which it was taken
 * @param stamp when, as far as starts and joins tell
 * @param timeout after how many nanoseconds the wait would have given up; negative when never
 */
public record Witness(
        String task,
        InterruptContext context,
        String driver,
        String fromInstance,
        String toInstance,
        Place heldAt,
        Place waitedAt,
        List<Held> held,
        Stamp stamp,
        long timeout)
        implements Comparable<Witness> {

    /** The timeout of a wait that was interrupted by who held the lock. */
    public static final long UNTIL_INTERRUPTED = Long.MAX_VALUE;

    private static final Comparator<Witness> ORDER = Comparator.comparing(Witness::waitedAt)
            .thenComparing(Witness::heldAt)
            .thenComparing(Witness::task)
            .thenComparing(Witness::context)
            .thenComparing(Witness::driver)
            .thenComparing(Witness::fromInstance)
            .thenComparing(Witness::toInstance)
            .thenComparingLong(Witness::timeout)
            .thenComparing(Witness::held, Witness::compare)
            .thenComparing(Witness::stamp);

    public Witness {
        held = List.copyOf(held);
    }

    /** The same, of a wait that begins here and lasts longer than what its task does: it comes before nothing. */
    public Witness lasting() {
        SortedMap<String, Integer> clock = new TreeMap<>(stamp.clock());
        clock.put(task, Integer.MAX_VALUE);
        Stamp open = Stamp.of(clock);
        return new Witness(task, context, driver, fromInstance, toInstance, heldAt, waitedAt, held, open, timeout);
    }

    /** The same, of something that holds at any time: no start or join comes before or after it. */
    public Witness unordered() {
        Stamp never = Stamp.of(new TreeMap<>(Map.of(task, Integer.MAX_VALUE)));
        return new Witness(task, context, driver, fromInstance, toInstance, heldAt, waitedAt, held, never, timeout);
    }

    /** Whether it was an item of a pool that runs several at a time, which another thread may run as well. */
    public boolean isPooled() {
        boolean queued = false;
        for (Held each : held) {
            queued |= ClassNames.isQueue(each.node().className());
            if (ClassNames.isQueuePlace(each.node().className()) && each.excludes()) {
                return false;
            }
        }
        return queued;
    }

    // By hand: what a record has by itself is made anew in each JVM, at five milliseconds a record.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Witness that
                        && timeout == that.timeout
                        && context == that.context
                        && task.equals(that.task)
                        && driver.equals(that.driver)
                        && fromInstance.equals(that.fromInstance)
                        && toInstance.equals(that.toInstance)
                        && heldAt.equals(that.heldAt)
                        && waitedAt.equals(that.waitedAt)
                        && held.equals(that.held)
                        && stamp.equals(that.stamp);
    }

    @Override
    public int hashCode() {
        return Objects.hash(task, fromInstance, toInstance, heldAt, waitedAt, held);
    }

    @Override
    public int compareTo(Witness other) {
        return this == other ? 0 : ORDER.compare(this, other);
    }

    private static int compare(List<Held> left, List<Held> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    }
}
