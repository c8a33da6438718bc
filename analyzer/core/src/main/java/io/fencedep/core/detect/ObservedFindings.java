package io.fencedep.core.detect;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Observation;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceClass;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Sightings;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Recording.Lack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Turns facts that no cycle carries into findings. */
final class ObservedFindings {
    private final DependencyGraph graph;

    ObservedFindings(DependencyGraph graph) {
        this.graph = graph;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        graph.observations().forEach((observation, sightings) -> {
            Finding finding = switch (observation.kind()) {
                case DEADLOCK -> deadlock(observation, sightings);
                case RECURSION -> recursion(observation, sightings);
                case WAIT_CONTEXT -> waitContext(observation, sightings);
                case UNBOUNDED -> unbounded(observation, sightings);
                case RULE -> null;
            };
            if (finding != null) {
                findings.add(finding);
            }
        });
        return findings;
    }

    private Finding deadlock(Observation observation, SortedMap<String, Sightings> sightings) {
        List<FindingStep> steps = rotate(steps(observation, sightings));
        List<String> detail = new ArrayList<>();
        int ring = steps.size();
        int stuck = Integer.parseInt(observation.details().getOrDefault("tasks", Integer.toString(ring)));
        detail.add(
                stuck > ring
                        ? "when the recording ends " + stuck + " tasks are stuck: these " + ring
                                + ", and others behind them"
                        : "when the recording ends " + (ring == 1 ? "this task is" : "these tasks are") + " stuck");
        if (observation.details().containsKey("signaller")) {
            detail.add("who was to signal was not seen, but nobody else runs who still could");
        }
        String ended = observation.details().get("ended");
        if (ended != null) {
            detail.add("the task " + ended + " has ended without giving back what it holds, and nobody else can");
        }
        return finding(
                FindingKind.DEADLOCK, Severity.ERROR, Strength.OBSERVED, "", ring(steps), List.of(), steps, detail);
    }

    private Finding recursion(Observation observation, SortedMap<String, Sightings> sightings) {
        Map<String, String> details = observation.details();
        List<FindingStep> steps = rotate(steps(observation, sightings));
        List<String> detail = new ArrayList<>();
        List<Demotion> demotions = demotions(details);
        steps.stream()
                .map(step -> graph.classOf(step.from()))
                .filter(held -> held != null && held.handedOver())
                .findFirst()
                .ifPresent(held -> demotions.add(ProgramFilters.handedOver(held)));
        Strength strength = Strength.POTENTIAL;
        String capacity = details.get("capacity");
        if (capacity != null) {
            strength = Strength.SUSPECT;
            detail.add(
                    "there is room for " + capacity + ": it takes as many tasks that each hold one and want another");
        }
        if ("other".equals(details.get("instance")) && allLack(sightings)) {
            strength = Strength.SUSPECT;
            detail.add("the source tells no subclass and no nest lock, which could make this order right; a recording"
                    + " with the arguments of lock_acquire would settle it");
        }
        if (steps.size() == 1 && steps.get(0).from().state() == NodeState.SHARED && lackReaders(sightings)) {
            strength = Strength.SUSPECT;
            detail.add(
                    "the source does not tell which readers may take it again, as those of SRCU may; a recording with"
                            + " the arguments of lock_acquire would settle it");
        }
        if (details.containsKey("class")) {
            strength = Strength.SUSPECT;
            detail.add(
                    "no line tells the class of these, or a place, so that all of their kind count as one class; give"
                            + " them a class");
        }
        addRest(sightings.values().iterator().next().witnesses(), steps.size(), detail);
        boolean timed = details.containsKey("timed");
        FindingKind kind = timed ? FindingKind.STALL : FindingKind.RECURSION;
        Severity severity = !demotions.isEmpty()
                ? Severity.NOTE
                : timed || strength == Strength.SUSPECT ? Severity.WARNING : Severity.ERROR;
        String title = recursionTitle(observation, steps);
        return finding(kind, severity, strength, observation.rule(), title, demotions, steps, detail);
    }

    private static List<Demotion> demotions(Map<String, String> details) {
        List<Demotion> demotions = new ArrayList<>();
        if (details.containsKey("one-task")) {
            demotions.add(
                    new Demotion(Filters.ONE_TASK, "the thread " + details.get("one-task") + " alone made all of it"));
        }
        if (details.containsKey("happens-before")) {
            demotions.add(new Demotion(Filters.HAPPENS_BEFORE, Filters.ORDERED_BY_STARTS));
        }
        if (details.containsKey("gate")) {
            demotions.add(new Demotion(
                    Filters.GATE_LOCK,
                    "every one of these waits was made with " + details.get("gate") + " held for write"));
        }
        if (details.containsKey("room")) {
            demotions.add(new Demotion(
                    Filters.GATE_LOCK,
                    "every one of these waits was made with a place in " + details.get("room")
                            + ", which has not as many"));
        }
        return demotions;
    }

    /** The other waits of a ring, of which the finding's own step is the last one. */
    private static void addRest(List<Witness> witnesses, int steps, List<String> detail) {
        for (int i = steps; i < witnesses.size(); i++) {
            Witness seen = witnesses.get(i);
            String at = seen.waitedAt().at().isEmpty()
                    ? ""
                    : " at " + seen.waitedAt().at();
            String line =
                    seen.waitedAt().line() > 0 ? " (line " + seen.waitedAt().line() + ")" : "";
            detail.add("earlier " + seen.task() + " made " + seen.fromInstance() + " wait for " + seen.toInstance() + at
                    + line);
        }
    }

    private String recursionTitle(Observation observation, List<FindingStep> steps) {
        Node node = steps.get(0).to();
        return switch (observation.rule()) {
            case "timeline" -> node + " waits for a later fence of its own timeline";
            case "same-fence" -> node + " waits for itself";
            case "fence-ring" -> "fences of " + node + " wait for each other in a ring";
            case "page-ring" -> "holders of " + node + " migrate each other's pages";
            case "reset-owes-fence" -> "a reset waits for " + node + ", which cannot signal before it is through";
            case "instance-order" -> "objects of " + node + " are taken in contradicting orders";
            case "upgrade" -> node + " is taken for write under its own read lock";
            default -> sameClassTitle(node, "same".equals(observation.details().get("instance")));
        };
    }

    private String sameClassTitle(Node node, boolean same) {
        ResourceClass known = graph.classOf(node);
        ResourceKind kind = known == null ? ResourceKind.LOCK : known.kind();
        return switch (kind) {
            case WORK ->
                same ? node + " waits for itself" : "an item of " + node + " waits for another one of its class";
            case QUEUE -> node + " is waited for by one of its own items";
            case NOTIFIER -> node + " is waited for from inside of it";
            default ->
                same
                        ? node + " is taken again by its own holder"
                        : node + " is taken while another one of its class is held";
        };
    }

    private @Nullable Finding waitContext(Observation observation, SortedMap<String, Sightings> sightings) {
        List<FindingStep> steps = steps(observation, sightings);
        FindingStep step = steps.get(0);
        ResourceClass waitedFor = graph.classOf(step.to());
        InterruptContext waiter = Arrays.stream(InterruptContext.values())
                .filter(each ->
                        each.name().equalsIgnoreCase(observation.details().get("reason")))
                .findFirst()
                .orElse(InterruptContext.TASK);
        if (waitedFor != null && waitedFor.isSpunFor(waiter)) {
            return null;
        }
        String where = switch (observation.details().getOrDefault("reason", "")) {
            case "irqs-off" -> "with interrupts disabled";
            case "held" -> "under " + step.from();
            default -> "in " + observation.details().get("reason") + " context";
        };
        return finding(
                FindingKind.WAIT_CONTEXT,
                Severity.ERROR,
                Strength.POTENTIAL,
                observation.details().getOrDefault("reason", ""),
                step.to() + " is waited for " + where,
                List.of(),
                steps,
                List.of());
    }

    private Finding unbounded(Observation observation, SortedMap<String, Sightings> sightings) {
        List<FindingStep> steps = steps(observation, sightings);
        FindingStep step = steps.get(0);
        String title = switch (observation.rule()) {
            case "user-fence" -> step.from() + " is held while user space is waited for (" + step.to() + ")";
            case "across-syscalls" -> step.to() + " is published in one system call and submitted in another";
            case "pinned-page" -> "a page of " + step.to() + " has to move while it is pinned for long";
            case "reference-never-dropped" ->
                "a reference to " + step.to() + " keeps its page from moving, and nobody drops it";
            default -> "a page of " + step.to() + " has to move, and nothing reaches who uses it";
        };
        return finding(
                FindingKind.UNBOUNDED,
                Severity.WARNING,
                Strength.POTENTIAL,
                observation.rule(),
                title,
                List.of(),
                steps,
                List.of());
    }

    private Finding finding(
            FindingKind kind,
            Severity severity,
            Strength strength,
            String rule,
            String title,
            List<Demotion> demotions,
            List<FindingStep> steps,
            List<String> detail) {
        List<Node> nodes = new ArrayList<>();
        steps.forEach(step -> nodes.add(step.from()));
        if (kind != FindingKind.DEADLOCK) {
            steps.forEach(step -> nodes.add(step.to()));
        }
        return new Finding(
                FindingIds.of(kind, rule, nodes),
                kind,
                severity,
                strength,
                title,
                rule,
                List.of(),
                demotions,
                steps,
                detail,
                rule.equals("same-class") && hasRoom(nodes.get(0))
                        ? Advice.room()
                        : Advice.of(kind, rule, parts(nodes, steps), allPrograms(steps)));
    }

    private boolean hasRoom(Node node) {
        ResourceClass known = graph.classOf(node);
        return known != null && known.kind() == ResourceKind.LOCK && known.capacity() > 1;
    }

    private Set<ResourceKind> parts(List<Node> nodes, List<FindingStep> steps) {
        Set<ResourceKind> parts = EnumSet.noneOf(ResourceKind.class);
        for (Node node : nodes) {
            ResourceClass known = graph.classOf(node);
            if (known != null) {
                parts.add(known.kind());
            }
        }
        Advice.addDevices(parts, steps, graph::classOf);
        return parts;
    }

    private boolean allPrograms(List<FindingStep> steps) {
        return steps.stream().allMatch(step -> {
            RecordingSummary summary = graph.recordings().get(step.recording());
            return summary != null && summary.recording().isProgram();
        });
    }

    private boolean allLack(SortedMap<String, Sightings> sightings) {
        return sightings.keySet().stream().allMatch(recording -> {
            RecordingSummary summary = graph.recordings().get(recording);
            return summary != null
                    && (summary.recording().lacks().contains(Lack.SUBCLASS)
                            || summary.recording().lacks().contains(Lack.NEST));
        });
    }

    private boolean lackReaders(SortedMap<String, Sightings> sightings) {
        return sightings.keySet().stream().allMatch(recording -> {
            RecordingSummary summary = graph.recordings().get(recording);
            return summary != null && summary.recording().lacks().contains(Lack.READER);
        });
    }

    private static List<FindingStep> steps(Observation observation, SortedMap<String, Sightings> sightings) {
        String recording = sightings.firstKey();
        List<Witness> witnesses = sightings.values().iterator().next().witnesses();
        long count = sightings.values().stream().mapToLong(Sightings::count).sum();
        List<FindingStep> steps = new ArrayList<>();
        for (int i = 0; i < observation.steps().size(); i++) {
            Observation.Step step = observation.steps().get(i);
            Witness witness = i < witnesses.size() ? witnesses.get(i) : null;
            steps.add(new FindingStep(
                    step.from(), step.to(), Evidence.SECTION, waitKind(witness), 0, 0, count, recording, witness, ""));
        }
        return steps;
    }

    private static WaitKind waitKind(@Nullable Witness witness) {
        return witness != null && witness.timeout() > 0 ? WaitKind.TIMED : WaitKind.BLOCKING;
    }

    /** The same ring, beginning where its held nodes are smallest, read as a sequence. */
    private static List<FindingStep> rotate(List<FindingStep> steps) {
        int size = steps.size();
        List<FindingStep> best = steps;
        for (int i = 1; i < size; i++) {
            List<FindingStep> rotated = new ArrayList<>(steps.subList(i, size));
            rotated.addAll(steps.subList(0, i));
            if (compare(rotated, best) < 0) {
                best = rotated;
            }
        }
        return best;
    }

    private static int compare(List<FindingStep> left, List<FindingStep> right) {
        for (int i = 0; i < left.size(); i++) {
            int order = left.get(i).from().compareTo(right.get(i).from());
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String ring(List<FindingStep> steps) {
        StringBuilder title = new StringBuilder();
        steps.forEach(step -> title.append(step.from()).append(" -> "));
        return title.append(steps.get(0).from()).toString();
    }
}
