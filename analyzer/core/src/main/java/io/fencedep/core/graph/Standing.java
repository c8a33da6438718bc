package io.fencedep.core.graph;

import io.fencedep.core.model.ClassNames;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How well a dependency is founded, by what all recordings together have shown of it.
 *
 * <p>An explicit hold and a traced hand-over are certain. What was inferred from signals alone rests on counts: of
 * {@code n} signals of the class on its left, so many lay behind the wait on its right.
 *
 * @param evidence why it is believed
 * @param weight how far that carries
 * @param k how many signals bear it out, {@link Evidence#AWAITED}: with a waiter asleep; 0 when it is not inferred
 * @param n of how many that could have contradicted it; 0 when it is not inferred
 * @param refuted whether a signal came without that wait, where such a signal counts against it
 */
public record Standing(Evidence evidence, Weight weight, long k, long n, boolean refuted) {
    /** What only a contract states. */
    public static final Standing PROMISED = new Standing(Evidence.CONTRACT, Weight.CERTAIN, 0, 0, false);

    /** What was seen itself, with a hold. */
    public static final Standing SEEN = new Standing(Evidence.SECTION, Weight.CERTAIN, 0, 0, false);

    private static final Standing CAUSAL = new Standing(Evidence.CAUSAL, Weight.CERTAIN, 0, 0, false);

    /**
     * The standing of a dependency.
     *
     * @param dependency the dependency
     * @param from the class on its left; null when nothing is known of it
     * @param turns whether both are fences of a program: then one signal without the wait is the first of an exchange, in
     *     which each side waits for what the other did before, and sleeping meanwhile shows nothing
     */
    static Standing of(Dependency dependency, @Nullable ResourceClass from, boolean turns) {
        switch (dependency.basis()) {
            case SECTION:
                return SEEN;
            case CAUSAL:
                return CAUSAL;
            default:
                return inferred(dependency, from, turns);
        }
    }

    /** The same, too weak to be more than a note. */
    Standing asNote() {
        return new Standing(evidence, Weight.WEAK, k, n, refuted);
    }

    private static Standing inferred(Dependency dependency, @Nullable ResourceClass from, boolean turns) {
        Collection<Occurrences> all = dependency.byRecording().values();
        long support = all.stream().mapToLong(seen -> seen.support).sum();
        long awaited = all.stream().mapToLong(seen -> seen.awaited).sum();
        long inUnit = all.stream().mapToLong(seen -> seen.inUnit).sum();
        long n = Math.max(support, signalsThatCount(from, dependency.to()));
        if (awaited > 0 && turns && support < n) {
            return new Standing(Evidence.AWAITED, Weight.WEAK, awaited, n, true);
        }
        if (from != null && ClassNames.isNotification(from.name())) {
            return notified(support, awaited, Math.max(n, signalsOf(from)), all);
        }
        if (awaited > 0) {
            boolean always = awaited == n && n >= 2;
            boolean strong = always || all.stream().anyMatch(seen -> seen.awaitedStillHeld > 0);
            return new Standing(Evidence.AWAITED, strong ? Weight.STRONG : Weight.FAIR, awaited, n, false);
        }
        if (all.stream().anyMatch(seen -> seen.stillHeld > 0)) {
            return new Standing(Evidence.HABITUAL, Weight.FAIR, support, n, false);
        }
        if (support > 0 && inUnit == support) {
            return new Standing(Evidence.HABITUAL, Weight.FAIR, support, n, support < n);
        }
        return new Standing(Evidence.WINDOW, Weight.WEAK, support, n, support < n);
    }

    /**
     * At a monitor any notification ends the wait: one that came without the other wait is a way out, and so is one that
     * came while the waiter held what the others took first.
     */
    private static Standing notified(long support, long awaited, long n, Collection<Occurrences> all) {
        boolean refuted = support < n;
        if (awaited > 0) {
            boolean strong = !refuted && all.stream().anyMatch(seen -> seen.awaitedStillHeld > 0);
            return new Standing(Evidence.AWAITED, strong ? Weight.STRONG : Weight.FAIR, awaited, n, refuted);
        }
        boolean habitual = all.stream().anyMatch(seen -> seen.stillHeld > 0 || seen.inUnit == support);
        return new Standing(
                habitual ? Evidence.HABITUAL : Evidence.WINDOW,
                habitual ? Weight.FAIR : Weight.WEAK,
                support,
                n,
                refuted);
    }

    private static long signalsOf(ResourceClass from) {
        return from.signals().values().stream()
                .mapToLong(ResourceClass.Signals::total)
                .sum();
    }

    /** Every signal of the class, but for those whose waiter held the node: these could not have waited for it. */
    private static long signalsThatCount(@Nullable ResourceClass from, Node node) {
        long signals = 0;
        if (from != null) {
            for (ResourceClass.Signals counted : from.signals().values()) {
                signals += counted.total() - counted.excluded().getOrDefault(node, 0L);
            }
        }
        return signals;
    }
}
