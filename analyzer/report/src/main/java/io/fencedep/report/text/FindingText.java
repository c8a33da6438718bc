package io.fencedep.report.text;

import io.fencedep.core.detect.Demotion;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingKind;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.graph.Witness;
import io.fencedep.report.Phrases;
import io.fencedep.report.ReportData;
import io.fencedep.report.SafeText;
import io.fencedep.report.Scenario;
import io.fencedep.report.ScenarioBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
        new ChainText(page, data, phrases).print(finding);
        scenario(finding);
        contract(finding);
        demotions(finding);
        if (!finding.advice().isEmpty()) {
            page.blank();
            page.heading("What usually fixes this");
            page.paragraph(2, finding.advice());
        }
        page.blank();
        page.blank();
    }

    private void headline(Finding finding) throws IOException {
        Ink ink = switch (finding.severity()) {
            case ERROR -> Ink.ERROR;
            case WARNING -> Ink.WARNING;
            case NOTE -> Ink.NOTE;
        };
        String label = page.paint(
                ink, finding.severity().text() + ": " + finding.kind().text());
        page.line(0, label + ", " + finding.strength().text() + ", id " + SafeText.escape(finding.id()));
        page.line(0, page.paint(Ink.BOLD, SafeText.escape(finding.title())));
    }

    /** Who holds what and waits for what, a line for each dependency. */
    private void waiters(Finding finding) throws IOException {
        List<String> names = new ArrayList<>();
        for (FindingStep step : finding.steps()) {
            Witness witness = step.witness();
            names.add(witness == null ? "somebody" : Phrases.actor(witness));
        }
        int width = Math.min(40, names.stream().mapToInt(SafeText::width).max().orElse(0));
        page.blank();
        for (int i = 0; i < names.size(); i++) {
            FindingStep step = finding.steps().get(i);
            page.line(
                    2,
                    SafeText.pad(names.get(i), width) + "  " + phrases.holds(step.from()) + " and "
                            + phrases.waits(step));
        }
    }

    private void details(Finding finding) throws IOException {
        if (!finding.detail().isEmpty()) {
            page.blank();
        }
        for (String sentence : finding.detail()) {
            page.paragraph(2, sentence);
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
        if (contracts.isEmpty() && finding.rule().isEmpty()) {
            return;
        }
        page.blank();
        if (!finding.rule().isEmpty()) {
            String of = contracts.isEmpty() ? "" : " of the contract " + String.join(", ", contracts);
            page.line(0, page.paint(Ink.BOLD, "Rule") + "  " + SafeText.escape(finding.rule()) + of);
        } else {
            page.line(
                    0,
                    page.paint(Ink.BOLD, "Contract") + "  " + String.join(", ", contracts)
                            + ": without it, this recording shows no such cycle");
        }
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
}
