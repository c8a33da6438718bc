package io.fencedep.core.reference;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.Dependency;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a finding says, as far as the design settles it.
 *
 * @param title of rings their nodes; of everything else its rule and classes
 */
record NaiveVerdict(
        FindingKind kind,
        String title,
        Severity severity,
        Strength strength,
        Set<String> demotions,
        Set<String> contracts,
        Set<String> classNames) {

    static NaiveVerdict of(DependencyGraph graph, NaiveRing ring) {
        NaiveFilters filters = new NaiveFilters(graph, ring);
        Set<String> demotions = filters.demotions();
        boolean stall = ring.grade() == NaiveLink.TIMED || ring.links().stream().anyMatch(NaiveLink::isTimed);
        boolean doubt = ring.grade() == NaiveLink.FAIR
                || ring.grade() == NaiveLink.WEAK
                || ring.links().stream()
                        .anyMatch(link ->
                                NaiveLink.founded(graph, link.dependency()).doubtful()
                                        || hasRoom(graph, link)
                                                && !ring.links().stream().anyMatch(before -> asksForAll(before, link)))
                || demotions.contains("instances")
                || filters.mayBeMerged()
                || filters.mayBeGated();
        boolean note =
                ring.grade() >= NaiveLink.WEAK || demotions.stream().anyMatch(filter -> !filter.equals("instances"));
        FindingKind plain = ring.hasInterrupt() ? FindingKind.IRQ_INVERSION : FindingKind.CYCLE;
        Set<String> contracts = ring.links().stream()
                .map(NaiveLink::contract)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        return new NaiveVerdict(
                stall ? FindingKind.STALL : plain,
                ring.title(),
                note ? Severity.NOTE : stall || doubt ? Severity.WARNING : Severity.ERROR,
                doubt ? Strength.SUSPECT : Strength.POTENTIAL,
                demotions,
                contracts,
                ring.classNames());
    }

    /** Of a finding of the real detector. */
    static NaiveVerdict of(Finding finding) {
        return new NaiveVerdict(
                finding.kind(),
                finding.title(),
                finding.severity(),
                finding.strength(),
                finding.demotions().stream().map(each -> each.filter()).collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(finding.contracts()),
                new TreeSet<>(finding.classNames()));
    }

    /** Whether one link leads to where the other one begins, by a wait for all that there is room for. */
    private static boolean asksForAll(NaiveLink before, NaiveLink link) {
        Dependency wait = before.dependency();
        return before.to().equals(link.from())
                && wait != null
                && wait.byRecording().values().stream().anyMatch(seen -> seen.asksAll);
    }

    /** Whether fewer than all of several holders were seen in this wait at once. */
    private static boolean hasRoom(DependencyGraph graph, NaiveLink link) {
        ResourceClass from = graph.classOf(link.from());
        Dependency dependency = link.dependency();
        return from != null
                && dependency != null
                && (from.kind() == ResourceKind.PLACE || from.kind() == ResourceKind.LOCK)
                && from.capacity() > 1
                && dependency.byRecording().values().stream().allMatch(seen -> seen.holdersAtOnce < from.capacity());
    }

    /** Whether a filter speaks against it. */
    boolean isDemoted() {
        return !demotions.isEmpty();
    }

    boolean isRing() {
        return Set.of(FindingKind.DEADLOCK, FindingKind.CYCLE, FindingKind.IRQ_INVERSION, FindingKind.STALL)
                        .contains(kind)
                && title.contains(" -> ");
    }

    /** Whether a larger ring, or the same told again, says nothing that this one does not. */
    boolean hides(NaiveVerdict other) {
        if (!isRing() || !other.isRing() || other.kind == FindingKind.DEADLOCK) {
            return false;
        }
        boolean worse = severity.atLeast(other.severity) && other.classNames.containsAll(classNames);
        if (classNames.size() == other.classNames.size()) {
            return worse && title.equals(other.title) && kind != FindingKind.IRQ_INVERSION;
        }
        return worse && (kind == FindingKind.IRQ_INVERSION) == (other.kind == FindingKind.IRQ_INVERSION);
    }
}
