package io.fencedep.core.detect;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rings of class initialisers that all go through one class, or through one lock that initialisers need. A class whose
 * initialiser starts half of a program is in a ring with each class of that half, in hundreds at times, and all of them are
 * mended in that one initialiser; so is a registry under whose lock classes are initialised that enter themselves. So the
 * first few of them are told, and the others are notes.
 */
final class SharedInitialisers {
    private static final String INITIALISER = "class-init:";
    /** So many rings through one class are told before the others are notes. */
    private static final int TOLD = 3;
    /** So many rings through one class are too many to tell one by one. */
    private static final int MANY = 6;

    private SharedInitialisers() {}

    /** Demotes, in place, what repeats; the order of these findings says which come first. */
    static void demote(List<Finding> findings) {
        Map<String, Integer> rings = new HashMap<>();
        for (Finding finding : findings) {
            if (isRing(finding)) {
                finding.classNames().forEach(name -> rings.merge(name, 1, Integer::sum));
            }
        }
        Map<String, Integer> told = new HashMap<>();
        findings.replaceAll(finding -> isRing(finding) ? demote(finding, rings, told) : finding);
    }

    private static Finding demote(Finding finding, Map<String, Integer> rings, Map<String, Integer> told) {
        String shared = shared(finding.classNames(), rings);
        int all = rings.getOrDefault(shared, 0);
        if (all < MANY || told.merge(shared, 1, Integer::sum) <= TOLD) {
            return finding;
        }
        return finding.demoted(new Demotion(
                Filters.SAME_INITIALISER,
                shared + " is in " + all + " such rings, of which " + TOLD
                        + " are warnings: " + (isInitialiser(shared) ? "its initialiser" : "how initialisers get to it")
                        + " is what to mend for all of them"));
    }

    /** The class that is in the most rings. */
    private static String shared(Set<String> names, Map<String, Integer> rings) {
        String shared = "";
        int most = 0;
        for (String name : names) {
            int count = rings.getOrDefault(name, 0);
            if (count > most || count == most && name.compareTo(shared) < 0) {
                shared = name;
                most = count;
            }
        }
        return shared;
    }

    private static boolean isRing(Finding finding) {
        return finding.kind() == FindingKind.CYCLE
                && finding.severity() == Severity.WARNING
                && finding.classNames().stream().anyMatch(SharedInitialisers::isInitialiser);
    }

    private static boolean isInitialiser(String name) {
        return name.startsWith(INITIALISER);
    }
}
