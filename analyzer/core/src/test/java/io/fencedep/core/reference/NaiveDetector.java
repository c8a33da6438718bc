package io.fencedep.core.reference;

import io.fencedep.core.contract.Contract;
import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Detector;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Interrupt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Holds the findings of the real detector against every ring of waits there is: what it reports is there and told rightly,
 * what must be reported is, and nothing is told twice.
 */
final class NaiveDetector {

    /** Behind how many rings through one wait that something speaks against the search may give up. */
    private static final int DETOURS = 6;

    private record Told(NaiveRing ring, NaiveVerdict verdict) {}

    private final DependencyGraph graph;
    private final List<Contract> contracts;
    private final Set<NaiveVerdict> reported = new LinkedHashSet<>();
    private final Set<String> complaints = new TreeSet<>();

    private NaiveDetector(DependencyGraph graph, List<Contract> contracts) {
        this.graph = graph;
        this.contracts = contracts;
    }

    /** What is wrong with the findings of a graph; empty when nothing is, null when there are too many rings to look at. */
    static Set<String> complaints(DependencyGraph graph, List<Contract> contracts) {
        return new NaiveDetector(graph, contracts).run();
    }

    private Set<String> run() {
        Analysis analysis = Detector.analyse(graph, contracts);
        facts(analysis.findings());
        for (Finding finding : analysis.findings()) {
            if (!reported.add(NaiveVerdict.of(finding)) && finding.kind() == FindingKind.CYCLE) {
                complaints.add("told twice: " + finding.title());
            }
        }
        for (NaiveVerdict one : reported) {
            reported.stream()
                    .filter(other -> !other.equals(one) && one.hides(other))
                    .forEach(other -> complaints.add("not hidden by " + one + ": " + other));
        }
        List<NaiveLink> links = NaiveLinks.of(graph, contracts);
        List<NaiveRing> rings = NaiveRings.of(links);
        if (rings == null) {
            return null;
        }
        List<Told> all = told(rings);
        search(all);
        for (Interrupt interrupt : Interrupt.values()) {
            List<NaiveRing> inversions = NaiveRings.of(graph, links, interrupt);
            if (inversions == null) {
                return null;
            }
            List<Told> more = told(inversions);
            search(more);
            all.addAll(more);
        }
        Set<NaiveVerdict> known = all.stream().map(Told::verdict).collect(Collectors.toSet());
        reported.stream()
                .filter(one -> one.isRing() && one.kind() != FindingKind.DEADLOCK && !known.contains(one))
                .forEach(one -> complaints.add("no such ring: " + one));
        if (!complaints.isEmpty()) {
            reported.forEach(one -> complaints.add("reported: " + one));
        }
        return complaints;
    }

    private List<Told> told(List<NaiveRing> rings) {
        Map<NaiveRing, NaiveVerdict> verdicts = new HashMap<>();
        List<Told> told = new ArrayList<>();
        rings.forEach(ring ->
                told.add(new Told(ring, verdicts.computeIfAbsent(ring, each -> NaiveVerdict.of(graph, each)))));
        return told;
    }

    private void facts(List<Finding> findings) {
        Set<String> shown = new HashSet<>();
        findings.forEach(finding -> shown.add(NaiveFacts.shown(finding)));
        shown.remove("");
        Set<String> expected = NaiveFacts.expected(graph, contracts);
        shown.stream()
                .filter(fact -> !expected.contains(fact))
                .forEach(fact -> complaints.add("no such fact: " + fact));
        expected.stream()
                .filter(fact -> !shown.contains(fact) && shown.stream().noneMatch(one -> tellsOrder(one, fact)))
                .forEach(fact -> complaints.add("fact not told: " + fact));
    }

    /** Contradicting orders of one class are told once, at their worst. */
    private static boolean tellsOrder(String told, String other) {
        String rule = " instance-order ";
        return told.contains(rule)
                && other.contains(rule)
                && firstClass(told, rule).equals(firstClass(other, rule))
                && severity(told).atLeast(severity(other));
    }

    private static String firstClass(String fact, String rule) {
        return fact.substring(fact.indexOf(rule) + rule.length()).split(":shared| ")[0];
    }

    private static Severity severity(String fact) {
        return fact.contains(" ERROR ")
                ? Severity.ERROR
                : fact.contains(" WARNING ") ? Severity.WARNING : Severity.NOTE;
    }

    /**
     * Through each wait that is new in a pass, the shortest of the worst rings must be told, unless a pass before has
     * told one that nothing speaks against.
     */
    private void search(List<Told> all) {
        Map<NaiveLink, Map<Integer, List<Told>>> through = new HashMap<>();
        for (Told told : all) {
            for (NaiveLink link : told.ring().fresh()) {
                boolean inside = !NaiveRing.isInterrupt(link.from()) && !NaiveRing.isInterrupt(link.to());
                if (!told.ring().hasInterrupt() || !inside) {
                    through.computeIfAbsent(link, fresh -> new TreeMap<>())
                            .computeIfAbsent(told.ring().grade(), fresh -> new ArrayList<>())
                            .add(told);
                }
            }
        }
        through.forEach((link, passes) -> passes.forEach((pass, rings) -> {
            List<Told> ofBoth = all.stream()
                    .filter(told -> told.ring().goesThrough(link.from(), link.to()))
                    .collect(Collectors.toList());
            boolean covered = ofBoth.stream()
                    .anyMatch(told -> told.ring().grade() < pass
                            && told.verdict().severity() == worst(told.ring().grade()));
            if (!covered) {
                demand(link, rings, ofBoth);
            }
        }));
    }

    private static Severity worst(int pass) {
        return pass == NaiveLink.CERTAIN ? Severity.ERROR : pass <= NaiveLink.FAIR ? Severity.WARNING : Severity.NOTE;
    }

    private void demand(NaiveLink link, List<Told> rings, List<Told> instead) {
        Severity worst = rings.stream()
                .map(told -> told.verdict().severity())
                .min(Severity::compareTo)
                .orElseThrow();
        int size = rings.stream()
                .filter(told -> told.verdict().severity() == worst)
                .mapToInt(told -> told.ring().links().size())
                .min()
                .orElseThrow();
        long tries = rings.stream()
                .filter(told -> told.ring().links().size() <= size)
                .count();
        boolean met = tries > DETOURS
                || instead.stream()
                        .anyMatch(told -> told.ring().links().size() <= size
                                && told.verdict().severity().atLeast(worst)
                                && isTold(told.verdict()));
        if (!met) {
            complaints.add("not told: " + worst + " of " + size + " through " + link.from() + " -> " + link.to()
                    + ", one of "
                    + rings.stream().map(Told::verdict).collect(Collectors.toSet()));
        }
    }

    /** Whether it is reported, or nothing new beside what is. */
    private boolean isTold(NaiveVerdict ring) {
        return reported.contains(ring)
                || reported.stream()
                        .anyMatch(one -> one.hides(ring)
                                || one.title().equals(ring.title())
                                        && one.severity().atLeast(ring.severity()));
    }
}
