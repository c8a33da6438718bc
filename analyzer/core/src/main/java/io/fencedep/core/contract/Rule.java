package io.fencedep.core.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a contract forbids: a wait under a hold, or a fact that lowering records.
 *
 * @param id how findings name it
 * @param held what must not be held; null for a rule about a fact
 * @param awaited what must not be waited for meanwhile; null for a rule about a fact
 * @param fact the fact that breaks it, such as {@code reset-leaves-fences}; empty for a rule about a hold and a wait
 * @param severity {@code error}, {@code warning} or {@code note}
 * @param why the reason, as a sentence
 */
public record Rule(
        String id, @Nullable Selector held, @Nullable Selector awaited, String fact, String severity, String why) {

    /**
     * Selects holds or waits. A field that is empty or null does not restrict; all that are set must fit.
     *
     * @param role a role of the contract
     * @param kinds kinds of resources, such as {@code fence}, {@code sleeping-lock}, {@code reclaim}, {@code blocking}
     * @param match a class name, in which {@code *} stands for any text
     * @param model a notifier model
     * @param blocking {@code false}: only notifiers that were told not to block
     * @param tries whether waits by a try count as well
     * @param driversExcept drivers that may; only known drivers outside this list break the rule. Empty: any driver
     */
    public record Selector(
            String role,
            List<String> kinds,
            String match,
            String model,
            @Nullable Boolean blocking,
            boolean tries,
            List<String> driversExcept) {
        public Selector {
            kinds = List.copyOf(kinds);
            driversExcept = List.copyOf(driversExcept);
        }
    }
}
