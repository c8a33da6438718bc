package io.fencedep.report.text;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Evidence;
import io.fencedep.core.graph.Held;
import io.fencedep.core.graph.Place;
import io.fencedep.core.graph.Witness;
import io.fencedep.core.model.InterruptContext;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** The dependencies of a finding one by one: who, since where, until where, and why it is believed. */
final class ChainText {
    private static final int MAX_FRAMES = 30;

    private final Page page;
    private final ReportData data;
    private final Phrases phrases;

    ChainText(Page page, ReportData data, Phrases phrases) {
        this.page = page;
        this.data = data;
        this.phrases = phrases;
    }

    void print(Finding finding) throws IOException {
        if (finding.steps().isEmpty()) {
            return;
        }
        page.blank();
        page.heading(finding.steps().size() == 1 ? "Where" : "Where, one after the other");
        int number = 1;
        for (FindingStep step : finding.steps()) {
            String mark = finding.steps().size() == 1 ? "  " : number++ + ". ";
            Witness witness = step.witness();
            if (witness == null) {
                promised(mark, finding, step);
            } else {
                seen(mark, finding, step, witness);
            }
        }
    }

    private void promised(String mark, Finding finding, FindingStep step) throws IOException {
        int indent = mark.length();
        StepWords words = StepWords.of(step, finding, phrases);
        page.line(0, mark + words.holder() + " " + words.holds());
        page.line(indent, "and " + words.waits());
        page.line(indent, "Nobody was seen doing it here; evidence: contract.");
        note(indent, step);
    }

    private void seen(String mark, Finding finding, FindingStep step, Witness witness) throws IOException {
        int indent = mark.length();
        StepWords words = StepWords.of(step, finding, phrases);
        boolean interrupt = witness.context() != InterruptContext.TASK && Phrases.interrupt(step.from()) == null;
        String context = interrupt ? " in " + witness.context().name().toLowerCase(Locale.ROOT) : "";
        page.line(0, mark + words.holder() + context + " " + words.held());
        boolean signal = StepWords.isSignal(step, phrases);
        if (StepWords.knowsHold(step)) {
            place(indent + 2, signal ? "at" : "since", witness.heldAt(), step.recording());
        }
        String waiter = words.waiter().equals(words.holder()) ? "" : words.waiter() + " ";
        page.line(
                indent,
                "and " + (signal && !phrases.isPlace(step.to()) ? "before that " : "") + waiter + words.waited());
        if (!witness.waitedAt().equals(witness.heldAt())) {
            place(indent + 2, "at", witness.waitedAt(), step.recording());
        }
        others(indent, step, witness);
        stillHeld(indent, step, witness);
        String evidence = isFact(finding, step) ? "" : "; evidence: " + evidence(step);
        page.line(indent, "Seen " + Phrases.times(step.count()) + evidence + ".");
        note(indent, step);
    }

    private void place(int indent, String word, Place place, String recording) throws IOException {
        String line = place.line() == 0
                ? ""
                : data.manyRecordings()
                        ? SafeText.escape(data.pathOf(recording)) + ":" + place.line()
                        : "line " + place.line();
        List<String> stack = place.stack();
        String at = place.at().isEmpty() && !stack.isEmpty() ? stack.get(0) : place.at();
        String where = at.isEmpty() ? "" : SafeText.escape(at);
        String both = where.isEmpty() || line.isEmpty()
                ? where + line
                : where + "  " + page.paint(Ink.FAINT, "(" + line + ")");
        page.line(indent, word + " " + (both.isEmpty() ? "an unknown place" : both));
        int first = !stack.isEmpty() && stack.get(0).equals(at) ? 1 : 0;
        for (int i = first; i < Math.min(stack.size(), MAX_FRAMES); i++) {
            page.line(indent + word.length() + 1, SafeText.escape(stack.get(i)));
        }
        if (stack.size() > MAX_FRAMES) {
            page.line(indent + word.length() + 1, "and " + Phrases.count(stack.size() - MAX_FRAMES, "more frame"));
        }
    }

    private void others(int indent, FindingStep step, Witness witness) throws IOException {
        Held device = phrases.device(step);
        List<String> others = witness.held().stream()
                .filter(held -> !held.equals(device))
                .filter(held ->
                        !held.node().equals(step.from()) || !held.instance().equals(witness.fromInstance()))
                // What the wait was for is told by itself where it is still held at the signal.
                .filter(held ->
                        !held.node().equals(step.to()) || !held.instance().equals(witness.toInstance()))
                .map(ChainText::name)
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            page.paragraph(indent, "Held as well: ", String.join(", ", others));
        }
    }

    /** Why so few signals are enough: they could not come before the release of what was waited for. */
    private void stillHeld(int indent, FindingStep step, Witness witness) throws IOException {
        boolean inferred = step.evidence() == Evidence.AWAITED || step.evidence() == Evidence.HABITUAL;
        if (inferred && witness.held().stream().anyMatch(held -> held.node().equals(step.to()))) {
            page.line(indent, "The signal came while it still held that.");
        }
    }

    private static String name(Held held) {
        return held.instance().isEmpty() ? held.node().toString() : held.node() + " [" + held.instance() + "]";
    }

    /** Whether it was seen as such, so that there is no more to say of its evidence. */
    private static boolean isFact(Finding finding, FindingStep step) {
        return switch (finding.kind()) {
            case CYCLE, STALL, IRQ_INVERSION -> false;
            default -> step.evidence() == Evidence.SECTION;
        };
    }

    private static String evidence(FindingStep step) {
        String signals = step.support() + " of " + step.signals() + " signals";
        return switch (step.evidence()) {
            case SECTION -> "section (an explicit hold)";
            case CAUSAL -> "causal (the trace shows the hand-over)";
            case AWAITED -> "awaited (somebody slept meanwhile), " + signals;
            case HABITUAL ->
                step.support() == step.signals()
                        ? "habitual (nobody slept, but it is done every time), " + signals
                        : "habitual (nobody slept, and it is not done every time), " + signals;
            case WINDOW -> "window (it lay somewhere before the signal), " + signals;
            case CONTRACT -> "contract";
        };
    }

    private void note(int indent, FindingStep step) throws IOException {
        if (!step.note().isEmpty()) {
            page.paragraph(indent, Page.sentence(step.note()));
        }
    }
}
