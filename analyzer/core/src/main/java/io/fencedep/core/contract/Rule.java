package io.fencedep.core.contract;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that a contract forbids: a wait under a hold, or a fact that was recorded.
 *
 * @param id how findings name it
 * @param held what must not be held; of a fact, what its step must hold; null for any
 * @param awaited what must not be waited for meanwhile; of a fact, what its step must wait for; null for any
 * @param fact the fact that breaks it; null for a rule about a hold and a wait, which then has both
 * @param severity one of {@link #SEVERITIES}
 * @param why the reason, as a sentence; may be empty
 */
public record Rule(
        String id,
        @Nullable Hold held,
        @Nullable Wait awaited,
        @Nullable Fact fact,
        String severity,
        String why) {
    /** What {@link #severity()} may be, the worst first. */
    public static final List<String> SEVERITIES = List.of("error", "warning", "note");

    /**
     * Selects classes. What is empty does not restrict; all that is set must fit.
     *
     * @param role a role of the contract
     * @param kinds sorts of classes, of which one must fit
     * @param match a class name, in which {@code *} stands for any text
     */
    public record Target(String role, Set<TargetKind> kinds, String match) {
        public Target {
            kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        }
    }

    /**
     * Selects holds, those that a try gained included.
     *
     * @param target what is held
     * @param model a notifier model as traces write it, such as {@code registration-cache}; empty for any
     * @param blocking {@code false}: only notifiers that were told not to block; {@code true}: all but these; null: any
     */
    public record Hold(
            Target target, String model, @Nullable Boolean blocking) {}

    /**
     * Selects waits.
     *
     * @param target what is waited for
     * @param tries whether a try counts as well, and a try that is repeated until it succeeds
     * @param drivers the drivers whose waits count; empty for any
     * @param driversExcept drivers that may. When it is not empty, only known drivers outside of it break the rule
     */
    public record Wait(Target target, boolean tries, List<String> drivers, List<String> driversExcept) {
        public Wait {
            drivers = List.copyOf(drivers);
            driversExcept = List.copyOf(driversExcept);
        }
    }

    /**
     * Selects facts: observations of kind {@link io.fencedep.core.graph.Observation.Kind#RULE}.
     *
     * @param name the fact, such as {@code reset-leaves-fences}
     * @param where details that it must have, with these values
     */
    public record Fact(String name, SortedMap<String, String> where) {
        public Fact {
            where = Collections.unmodifiableSortedMap(new TreeMap<>(where));
        }
    }

    public Rule {
        if (!SEVERITIES.contains(severity)) {
            throw new IllegalArgumentException("severity: " + severity);
        }
        if (fact == null && (held == null || awaited == null)) {
            throw new IllegalArgumentException("a rule needs a fact, or both a hold and a wait: " + id);
        }
    }
}
