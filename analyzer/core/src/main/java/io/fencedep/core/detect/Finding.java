package io.fencedep.core.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing that can deadlock, or breaks a rule.
 *
 * @param id survives edits: a hash of kind, class names and states in canonical rotation
 * @param kind what sort of trouble
 * @param severity how much it matters, demotions included
 * @param strength how sure it is
 * @param title one line that names it
 * @param rule the rule that it breaks, or the fact behind it, such as {@code pinned-page}; empty for a plain cycle
 * @param contracts the contracts that it needs, by name
 * @param demotions why it counts less than it looks; empty when it does not
 * @param steps the dependencies, in canonical rotation; for facts the hold and the wait that showed it
 * @param detail what else there is to say, as sentences: the bound of a stall, the rule's reason
 * @param advice what usually fixes this
 */
public record Finding(
        String id,
        FindingKind kind,
        Severity severity,
        Strength strength,
        String title,
        String rule,
        List<String> contracts,
        List<Demotion> demotions,
        List<FindingStep> steps,
        List<String> detail,
        String advice) {

    public Finding {
        contracts = List.copyOf(contracts);
        demotions = List.copyOf(demotions);
        steps = List.copyOf(steps);
        detail = List.copyOf(detail);
    }

    /** The worst first, then in a fixed order that depends on what the findings say only. */
    public static final Comparator<Finding> WORST_FIRST = Comparator.comparing(Finding::severity)
            .thenComparing(Finding::kind)
            .thenComparing(Finding::strength)
            .thenComparingInt(finding -> finding.classNames().size())
            .thenComparing(Finding::title)
            .thenComparing(Finding::id);

    Finding withId(String newId) {
        return new Finding(newId, kind, severity, strength, title, rule, contracts, demotions, steps, detail, advice);
    }

    /** The same with one more sentence. */
    Finding withDetail(String sentence) {
        List<String> all = new ArrayList<>(detail);
        all.add(sentence);
        return new Finding(id, kind, severity, strength, title, rule, contracts, demotions, steps, all, advice);
    }

    /** The same as a note, for one more reason. */
    Finding demoted(Demotion demotion) {
        List<Demotion> all = new ArrayList<>(demotions);
        all.add(demotion);
        return new Finding(id, kind, Severity.NOTE, strength, title, rule, contracts, all, steps, detail, advice);
    }

    /** The names of its classes, in the order of its steps. */
    public Set<String> classNames() {
        Set<String> names = new LinkedHashSet<>();
        for (FindingStep step : steps) {
            names.add(step.from().className());
            names.add(step.to().className());
        }
        return names;
    }
}
