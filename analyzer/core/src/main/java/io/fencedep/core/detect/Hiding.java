package io.fencedep.core.detect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Leaves out what only repeats: a cycle that contains all classes of a smaller finding of the same or a higher severity, a
 * second finding with the same id, a cycle that is told as an observed deadlock, and more objects of one class in
 * contradicting orders where fewer show the same.
 */
final class Hiding {
    private Hiding() {}

    /** The findings that say something of their own, in the order given: the worst first. */
    static List<Finding> keep(List<Finding> findings) {
        List<Finding> bySize = new ArrayList<>(findings);
        bySize.sort((left, right) -> {
            int order =
                    Integer.compare(left.classNames().size(), right.classNames().size());
            order = order != 0 ? order : left.severity().compareTo(right.severity());
            return order != 0
                    ? order
                    : Integer.compare(left.steps().size(), right.steps().size());
        });
        Map<String, List<Finding>> byClass = new HashMap<>();
        Set<String> ids = new HashSet<>();
        Set<Finding> kept = new HashSet<>();
        Set<String> contradicting = new HashSet<>();
        for (Finding finding : bySize) {
            boolean again = finding.rule().equals("instance-order") && !contradicting.add(finding.title());
            if (!again && !ids.contains(finding.id()) && !isHidden(finding, byClass)) {
                ids.add(finding.id());
                kept.add(finding);
                if (isRing(finding)) {
                    finding.classNames().stream()
                            .min(String::compareTo)
                            .ifPresent(name -> byClass.computeIfAbsent(name, ignored -> new ArrayList<>())
                                    .add(finding));
                }
            }
        }
        return findings.stream().filter(kept::remove).toList();
    }

    private static boolean isHidden(Finding finding, Map<String, List<Finding>> byClass) {
        if (!isRing(finding) || finding.kind() == FindingKind.DEADLOCK) {
            return false;
        }
        Set<String> names = finding.classNames();
        for (String name : names) {
            for (Finding smaller : byClass.getOrDefault(name, List.of())) {
                if (hides(smaller, finding, names)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hides(Finding smaller, Finding larger, Set<String> names) {
        if (!smaller.severity().atLeast(larger.severity()) || !names.containsAll(smaller.classNames())) {
            return false;
        }
        if (smaller.classNames().size() == names.size()) {
            return smaller.title().equals(larger.title()) && smaller.kind() != FindingKind.IRQ_INVERSION;
        }
        return (smaller.kind() == FindingKind.IRQ_INVERSION) == (larger.kind() == FindingKind.IRQ_INVERSION);
    }

    /** A stall may also be a recursion with a timeout: that says nothing of the rings that its class is on. */
    private static boolean isRing(Finding finding) {
        return switch (finding.kind()) {
            case DEADLOCK, CYCLE, IRQ_INVERSION -> true;
            case STALL -> finding.rule().isEmpty();
            default -> false;
        };
    }
}
