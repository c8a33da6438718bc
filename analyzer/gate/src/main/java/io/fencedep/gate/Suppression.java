package io.fencedep.gate;

import io.fencedep.core.contract.Glob;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.ClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One thing that is not to be reported, with the reason. Whatever it names must fit the finding: one of its classes, one
 * of its dependencies, one of its frames. In patterns {@code *} stands for any text.
 *
 * @param line where it stands in its file
 * @param reason why it is no trouble
 * @param ids findings, by id; empty for any
 * @param kinds kinds of findings; empty for any
 * @param classes patterns of which one must fit one of the classes; empty for any
 * @param dependencies of which one must fit one of the dependencies; empty for any
 * @param frames patterns of which one must fit a frame of a stack or a place; empty for any
 */
record Suppression(
        long line,
        String reason,
        Set<String> ids,
        Set<FindingKind> kinds,
        List<String> classes,
        List<DependencyPattern> dependencies,
        List<String> frames) {
    Suppression {
        ids = Set.copyOf(ids);
        kinds = Set.copyOf(kinds);
        classes = List.copyOf(classes);
        dependencies = List.copyOf(dependencies);
        frames = List.copyOf(frames);
    }

    /** Whether it says anything about which findings are meant. */
    boolean isSelective() {
        return !(ids.isEmpty() && kinds.isEmpty() && classes.isEmpty() && dependencies.isEmpty() && frames.isEmpty());
    }

    boolean matches(Finding finding) {
        return (ids.isEmpty() || ids.contains(finding.id()))
                && (kinds.isEmpty() || kinds.contains(finding.kind()))
                && (classes.isEmpty() || matchesClass(finding))
                && (dependencies.isEmpty() || matchesDependency(finding))
                && (frames.isEmpty() || matchesFrame(finding));
    }

    private boolean matchesClass(Finding finding) {
        return finding.classNames().stream()
                .anyMatch(name -> classes.stream().anyMatch(pattern -> Glob.matches(pattern, name)));
    }

    private boolean matchesDependency(Finding finding) {
        return finding.steps().stream()
                .anyMatch(step -> dependencies.stream().anyMatch(pattern -> pattern.matches(step.from(), step.to())));
    }

    private boolean matchesFrame(Finding finding) {
        return finding.steps().stream()
                .flatMap(step -> frames(step).stream())
                .anyMatch(frame -> frames.stream()
                        .anyMatch(pattern ->
                                Glob.matches(pattern, frame) || Glob.matches(pattern, ClassNames.canonical(frame))));
    }

    private static List<String> frames(FindingStep step) {
        Witness witness = step.witness();
        List<String> frames = new ArrayList<>();
        if (witness != null) {
            for (Place place : List.of(witness.heldAt(), witness.waitedAt())) {
                frames.addAll(place.stack());
                frames.add(place.at());
            }
        }
        return frames;
    }

    /** What it selects, for whoever has to find it again. */
    String selects() {
        List<String> parts = new ArrayList<>();
        add(parts, "id", ids.stream().sorted().toList());
        add(parts, "kind", kinds.stream().map(FindingKind::text).sorted().toList());
        add(parts, "class", classes);
        add(
                parts,
                "dependency",
                dependencies.stream().map(DependencyPattern::toString).toList());
        add(parts, "frame", frames);
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + " " + String.join(" or ", values));
        }
    }
}
