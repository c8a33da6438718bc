package io.fencedep.core.graph;

import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What contract rules may ask of a hold and a wait, besides their classes.
 *
 * @param driver whose code waited; empty when unknown
 * @param model the notifier model that the hold stands for, as a trace writes it; empty when it is no notifier
 * @param nonBlocking whether the hold is a notifier that was told not to block
 */
public record Traits(String driver, String model, boolean nonBlocking) implements Comparable<Traits> {
    private static final Comparator<Traits> ORDER =
            Comparator.comparing(Traits::driver).thenComparing(Traits::model).thenComparing(Traits::nonBlocking);

    // By hand: what a record has by itself is made anew in each JVM, at five milliseconds a record.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof Traits that
                        && nonBlocking == that.nonBlocking
                        && driver.equals(that.driver)
                        && model.equals(that.model);
    }

    @Override
    public int hashCode() {
        return Objects.hash(driver, model, nonBlocking);
    }

    @Override
    public int compareTo(Traits other) {
        return ORDER.compare(this, other);
    }
}
