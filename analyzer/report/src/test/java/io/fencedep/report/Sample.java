package io.fencedep.report;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.detect.Strength;
import io.fencedep.core.graph.Basis;
import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Node;
import io.fencedep.core.graph.NodeState;
import io.fencedep.core.graph.Occurrences;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.RecordingSummary;
import io.fencedep.core.graph.ResourceKind;
import io.fencedep.core.graph.Stamp;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Builds graphs and findings by hand: names in, report data out. */
public final class Sample {
    private final DependencyGraph graph = new DependencyGraph();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<Analysis.Cut> cuts = new ArrayList<>();
    private final List<InputSummary> inputs = new ArrayList<>();

    /** An input with one recording, whose id is its path. */
    public Sample input(String path, long events, Map<String, RecordingSummary.Anomaly> anomalies) {
        Recording recording = new Recording(path, path, "jsonl", "linux", Set.of());
        RecordingSummary summary = new RecordingSummary(recording, events, 0, 2, new TreeMap<>(anomalies), List.of());
        graph.addRecording(summary);
        inputs.add(new InputSummary(path, "jsonl", List.of(summary), List.of(), List.of(), ""));
        return this;
    }

    public Sample input(InputSummary input) {
        input.recordings().forEach(graph::addRecording);
        inputs.add(input);
        return this;
    }

    public Sample add(Finding finding) {
        findings.add(finding);
        for (FindingStep step : finding.steps()) {
            if (step.witness() != null
                    && Phrases.interrupt(step.from()) == null
                    && Phrases.interrupt(step.to()) == null) {
                Occurrences seen = new Occurrences();
                seen.count = step.count();
                seen.addWitnesses(List.of(step.witness()));
                graph.addDependency(step.from(), step.to(), Basis.SECTION, step.waitKind(), step.recording(), seen);
            }
        }
        return this;
    }

    public Sample leftOut(String sentence) {
        leftOut.add(sentence);
        return this;
    }

    public Sample cut(String from, String to, int broken, int cycles) {
        cuts.add(new Analysis.Cut(from, to, broken, cycles));
        return this;
    }

    public ReportData data() {
        return new ReportData(inputs, graph, new Analysis(findings, leftOut, cuts));
    }

    public Node lock(String name) {
        graph.addClass(name, ResourceKind.LOCK);
        return new Node(name, NodeState.WRITE);
    }

    public Node shared(String name) {
        graph.addClass(name, ResourceKind.LOCK);
        return new Node(name, NodeState.SHARED);
    }

    public Node thing(String name, ResourceKind kind) {
        graph.addClass(name, kind);
        return new Node(name, NodeState.NONE);
    }

    public Node fence(String name) {
        return thing(name, ResourceKind.FENCE);
    }

    /** A place on a line, with frames. */
    public static Place at(long line, String at, String... stack) {
        return new Place(line, at, List.of(stack));
    }

    /** A finding that can be changed before it is built. */
    public static FindingBuilder finding(FindingKind kind, String title) {
        return new FindingBuilder(kind, title);
    }

    /** A finding in the making. */
    public static final class FindingBuilder {
        private final FindingKind kind;
        private final String title;
        private Severity severity = Severity.ERROR;
        private Strength strength = Strength.POTENTIAL;
        private String rule = "";
        private List<String> contracts = List.of();
        private final List<Demotion> demotions = new ArrayList<>();
        private final List<FindingStep> steps = new ArrayList<>();
        private final List<String> detail = new ArrayList<>();

        private FindingBuilder(FindingKind kind, String title) {
            this.kind = kind;
            this.title = title;
        }

        public FindingBuilder as(Severity newSeverity, Strength newStrength) {
            severity = newSeverity;
            strength = newStrength;
            return this;
        }

        public FindingBuilder rule(String newRule) {
            rule = newRule;
            return this;
        }

        public FindingBuilder contract(String... names) {
            contracts = List.of(names);
            return this;
        }

        public FindingBuilder demotion(String filter, String reason) {
            demotions.add(new Demotion(filter, reason));
            return this;
        }

        public FindingBuilder detail(String sentence) {
            detail.add(sentence);
            return this;
        }

        public FindingBuilder step(StepBuilder step) {
            steps.add(step.build());
            return this;
        }

        public FindingBuilder promised(Node from, Node to, String note) {
            steps.add(new FindingStep(from, to, Evidence.CONTRACT, WaitKind.BLOCKING, 0, 0, 0, "", null, note));
            return this;
        }

        public Finding build() {
            return new Finding(
                    "0123456789ab",
                    kind,
                    severity,
                    strength,
                    title,
                    rule,
                    contracts,
                    demotions,
                    steps,
                    detail,
                    "Do it the other way round.");
        }
    }

    /** A step with a witness. */
    public static StepBuilder step(String task, String driver, Node from, Node to) {
        return new StepBuilder(task, driver, from, to);
    }

    /** A step in the making. */
    public static final class StepBuilder {
        private final String task;
        private final String driver;
        private final Node from;
        private final Node to;
        private Evidence evidence = Evidence.SECTION;
        private WaitKind waitKind = WaitKind.BLOCKING;
        private long support;
        private long signals;
        private long count = 1;
        private String recording = "trace.jsonl";
        private InterruptContext context = InterruptContext.TASK;
        private String fromInstance = "";
        private String toInstance = "";
        private Place heldAt = Place.UNKNOWN;
        private Place waitedAt = Place.UNKNOWN;
        private final List<Held> held = new ArrayList<>();
        private long timeout = -1;

        private StepBuilder(String task, String driver, Node from, Node to) {
            this.task = task;
            this.driver = driver;
            this.from = from;
            this.to = to;
        }

        public StepBuilder places(Place newHeldAt, Place newWaitedAt) {
            heldAt = newHeldAt;
            waitedAt = newWaitedAt;
            return this;
        }

        public StepBuilder instances(String newFrom, String newTo) {
            fromInstance = newFrom;
            toInstance = newTo;
            return this;
        }

        public StepBuilder evidence(Evidence newEvidence, long k, long n) {
            evidence = newEvidence;
            support = k;
            signals = n;
            return this;
        }

        public StepBuilder wait(WaitKind kind, long nanos) {
            waitKind = kind;
            timeout = nanos;
            return this;
        }

        public StepBuilder seen(long times, String newRecording) {
            count = times;
            recording = newRecording;
            return this;
        }

        public StepBuilder in(InterruptContext newContext) {
            context = newContext;
            return this;
        }

        public StepBuilder alsoHeld(Node node, String instance) {
            return alsoHeld(node, instance, Place.UNKNOWN);
        }

        public StepBuilder alsoHeld(Node node, String instance, Place since) {
            held.add(new Held(node, instance, true, since));
            return this;
        }

        private FindingStep build() {
            Witness witness = new Witness(
                    task, context, driver, fromInstance, toInstance, heldAt, waitedAt, held, Stamp.NONE, timeout);
            return new FindingStep(from, to, evidence, waitKind, support, signals, count, recording, witness, "");
        }
    }
}
