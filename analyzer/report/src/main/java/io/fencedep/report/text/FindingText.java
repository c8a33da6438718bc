package io.fencedep.report.text;

import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.report.FindingAdvice;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.Scenario;
import io.fencedep.report.ScenarioBuilder;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** One finding for people. */
final class FindingText {
    private final Page page;
    private final ReportData data;
    private final Phrases phrases;

    FindingText(Page page, ReportData data, Phrases phrases) {
        this.page = page;
        this.data = data;
        this.phrases = phrases;
    }

    void print(Finding finding) throws IOException {
        headline(finding);
        waiters(finding);
        details(finding);
        inputs(finding);
        new ChainText(page, data, phrases).print(finding);
        scenario(finding);
        contract(finding);
        demotions(finding);
        advice(finding);
        page.blank();
        page.blank();
    }

    private void headline(Finding finding) throws IOException {
        Ink ink = switch (finding.severity()) {
            case ERROR -> Ink.ERROR;
            case WARNING -> Ink.WARNING;
            case NOTE -> Ink.NOTE;
        };
        page.line(
                0,
                page.paint(ink, finding.severity().text() + ": " + kind(finding)) + ", "
                        + finding.strength().text() + ", id " + SafeText.escape(finding.id())
                        + (data.acceptance().knows(finding) ? ", known" : ""));
        page.title(finding.title());
    }

    private static String kind(Finding finding) {
        boolean said = finding.rule().isEmpty() || finding.rule().equals("held");
        return finding.kind().text() + (said ? "" : " (" + SafeText.escape(finding.rule()) + ")");
    }

    /** Who holds what and waits for what, a line for each dependency. */
    private void waiters(Finding finding) throws IOException {
        List<StepWords> steps = finding.steps().stream()
                .map(step -> StepWords.of(step, finding, phrases))
                .toList();
        int width = Math.min(
                40,
                steps.stream()
                        .mapToInt(step -> SafeText.width(step.holder()))
                        .max()
                        .orElse(0));
        page.blank();
        for (StepWords step : steps) {
            String waiter = step.waiter().equals(step.holder()) ? "" : step.waiter() + " ";
            page.line(2, SafeText.pad(step.holder(), width) + "  " + step.holds() + " and " + waiter + step.waits());
        }
    }

    private void details(Finding finding) throws IOException {
        if (!finding.detail().isEmpty()) {
            page.blank();
        }
        for (String sentence : finding.detail()) {
            page.paragraph(2, Page.sentence(sentence));
        }
    }

    /** Which inputs it takes, when one alone does not show it. */
    private void inputs(Finding finding) throws IOException {
        Set<String> paths = data.pathsOf(finding);
        if (paths.size() > 1) {
            page.blank();
            page.paragraph(2, "No one input shows it; it takes these: ", String.join(", ", paths));
        }
    }

    private void scenario(Finding finding) throws IOException {
        if (finding.steps().isEmpty()) {
            return;
        }
        Scenario scenario = ScenarioBuilder.of(finding, phrases);
        page.blank();
        page.heading(finding.kind() == FindingKind.DEADLOCK ? "How it hung" : "How it goes wrong");
        new ScenarioTable(page).print(scenario);
    }

    private void contract(Finding finding) throws IOException {
        List<String> contracts =
                finding.contracts().stream().map(SafeText::escape).toList();
        if (contracts.isEmpty()) {
            return;
        }
        String names = String.join(", ", contracts);
        page.blank();
        page.line(
                0,
                finding.kind() == FindingKind.CONTRACT
                        ? page.paint(Ink.BOLD, "Rule") + " " + SafeText.escape(finding.rule()) + " of the contract "
                                + names
                        : page.paint(Ink.BOLD, "Contract") + " " + names
                                + ": without it, nothing here closes the ring.");
    }

    private void demotions(Finding finding) throws IOException {
        if (finding.demotions().isEmpty()) {
            return;
        }
        page.blank();
        page.heading("Why it counts less than it looks");
        for (Demotion demotion : finding.demotions()) {
            page.paragraph(2, SafeText.escape(demotion.filter()) + ": ", demotion.reason());
        }
    }

    private void advice(Finding finding) throws IOException {
        page.blank();
        page.heading("What usually fixes this");
        page.paragraph(2, FindingAdvice.of(finding));
        page.line(2, "More: fencedep explain " + SafeText.escape(FindingAdvice.word(finding)));
    }
}
