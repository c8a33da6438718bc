package io.fencedep.report;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.WaitKind;
import io.fencedep.core.graph.Witness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Makes the scenario of a finding: first everybody takes what it holds, then everybody waits for the next one.
 *
 * <p>A column is one task. Steps that one task makes one inside the other share a column, as do a holder and the interrupt
 * that hits it. A task that shows up twice at different times stands for two tasks that run the same code.
 */
public final class ScenarioBuilder {
    private static final String MASKED = "masked-by-trylock";
    private static final String SUPPRESSED = "suppressed";

    private final Phrases phrases;
    private final Finding finding;
    private final List<List<FindingStep>> columns = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<Scenario.Row> rows = new ArrayList<>();

    private ScenarioBuilder(Phrases phrases, Finding finding) {
        this.phrases = phrases;
        this.finding = finding;
    }

    /** The scenario of this finding. */
    public static Scenario of(Finding finding, Phrases phrases) {
        return new ScenarioBuilder(phrases, finding).build();
    }

    private Scenario build() {
        arrangeColumns();
        for (int column = 0; column < columns.size(); column++) {
            FindingStep step = columns.get(column).get(0);
            StepWords words = words(step);
            names.add(words.holder());
            rows.add(new Scenario.Row(column, words.holds(), false));
        }
        for (int column = 0; column < columns.size(); column++) {
            addWaits(column);
        }
        return new Scenario(distinct(names), rows, mark(), ending());
    }

    private StepWords words(FindingStep step) {
        return StepWords.of(step, finding, phrases);
    }

    private void arrangeColumns() {
        List<FindingStep> steps = finding.steps();
        int first = 0;
        while (first < steps.size() && isInside(steps.get(first), before(steps, first))) {
            first++;
        }
        for (int i = 0; i < steps.size(); i++) {
            int at = (first % steps.size() + i) % steps.size();
            FindingStep step = steps.get(at);
            if (i > 0 && isInside(step, before(steps, at))) {
                columns.get(columns.size() - 1).add(step);
            } else {
                columns.add(new ArrayList<>(List.of(step)));
            }
        }
    }

    private static FindingStep before(List<FindingStep> steps, int at) {
        return steps.get((at + steps.size() - 1) % steps.size());
    }

    /** Whether the task of the step before makes this step while it waits, or is interrupted by it. */
    private static boolean isInside(FindingStep step, FindingStep before) {
        if (Phrases.interrupt(step.from()) != null) {
            return Phrases.interrupt(before.to()) != null;
        }
        Witness inner = step.witness();
        Witness outer = before.witness();
        return inner != null
                && outer != null
                && !inner.equals(outer)
                && inner.heldAt().line() > 0
                && step.recording().equals(before.recording())
                && inner.task().equals(outer.task())
                && inner.context() == outer.context()
                && inner.heldAt().equals(outer.waitedAt());
    }

    private void addWaits(int column) {
        List<FindingStep> steps = columns.get(column);
        for (int i = 0; i < steps.size(); i++) {
            StepWords words = words(steps.get(i));
            int waiter = column;
            if (!words.waiter().equals(words.holder())) {
                names.add(words.waiter());
                waiter = names.size() - 1;
            }
            if (i > 0) {
                rows.add(new Scenario.Row(column, inner(steps.get(i)), false));
            }
            boolean goesOn = isOnlyTried(steps.get(i));
            String waits = words.waits() + (goesOn ? ", and goes on without it" : "");
            rows.add(new Scenario.Row(waiter, waits, i == steps.size() - 1 && !goesOn));
        }
    }

    /** Whether this is a try, and known to be one: it keeps nobody. */
    private boolean isOnlyTried(FindingStep step) {
        return step.waitKind() == WaitKind.TRIED
                && finding.demotions().stream().anyMatch(each -> each.filter().equals(MASKED));
    }

    private String inner(FindingStep step) {
        if (Phrases.interrupt(step.from()) == null) {
            return "itself " + words(step).holds();
        }
        Witness witness = step.witness();
        return "the handler" + (witness == null ? "" : " (as in " + Phrases.actor(witness) + ")") + " starts";
    }

    private static List<String> distinct(List<String> names) {
        Map<String, Integer> seen = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            int times = seen.merge(name, 1, Integer::sum);
            distinct.add(times == 1 ? name : times == 2 ? "another " + name : "another " + name + " #" + times);
        }
        return distinct;
    }

    private String mark() {
        return switch (finding.kind()) {
            case WAIT_CONTEXT, CONTRACT -> "here";
            default -> "stuck";
        };
    }

    private String ending() {
        return switch (finding.kind()) {
            case DEADLOCK -> "There they were when the trace ended.";
            case CYCLE -> cycleEnding();
            case RECURSION -> recursionEnding();
            case IRQ_INVERSION -> "The handler waits for somebody who cannot go on before the handler has returned.";
            case WAIT_CONTEXT -> "It may sleep where nothing may sleep.";
            case STALL -> stallEnding();
            case UNBOUNDED ->
                finding.rule().equals("across-syscalls")
                        ? "Whether and when it signals is for user space to say."
                        : "Nothing bounds this wait.";
            case CONTRACT -> "The contract forbids it.";
        };
    }

    private String cycleEnding() {
        if (finding.steps().size() == 1) {
            return "It waits for itself.";
        }
        if (finding.steps().stream().anyMatch(this::isOnlyTried)) {
            return "A try waits for nobody. Made to wait there, none of them could go on.";
        }
        boolean spokenAgainst = finding.severity() == Severity.NOTE
                && finding.demotions().stream().anyMatch(each -> !each.filter().equals(SUPPRESSED));
        return spokenAgainst
                ? "Each would wait for the next, but for what speaks against it."
                : "Each waits for the next: none of them can go on.";
    }

    private String recursionEnding() {
        if (finding.rule().endsWith("-ring")) {
            return "Others hold that and wait for what is held here.";
        }
        if (columns.size() > 1) {
            return "Each waits for the next: none of them can go on.";
        }
        Witness seen = finding.steps().get(0).witness();
        boolean another = finding.rule().equals("same-class")
                && seen != null
                && !seen.fromInstance().equals(seen.toInstance());
        return another
                ? "Whoever does the same the other way round is stuck with it: nothing says which of the two comes first."
                : "It waits for what it holds itself.";
    }

    private String stallEnding() {
        OptionalLong bound = finding.steps().stream()
                .filter(step -> step.waitKind() == WaitKind.TIMED)
                .map(FindingStep::witness)
                .filter(witness -> witness != null && witness.timeout() >= 0)
                .mapToLong(witness -> witness == null ? 0 : witness.timeout())
                .min();
        if (bound.isPresent() && bound.getAsLong() == Witness.UNTIL_INTERRUPTED) {
            return "None of them goes on before a wait is interrupted.";
        }
        return bound.isPresent()
                ? "None of them goes on before a wait gives up, after " + Phrases.duration(bound.getAsLong()) + "."
                : "None of them goes on before one gives up and tries again.";
    }
}
