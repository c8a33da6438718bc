package io.fencedep.report.markdown;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.report.Phrases;
import io.fencedep.report.SafeText;
import io.fencedep.report.StepWords;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.Map;

/** The dependencies of a finding as a Mermaid flow chart, which GitHub and GitLab draw. */
final class Mermaid {
    /** More would be no picture any more. */
    private static final int MOST_STEPS = 30;

    private Mermaid() {}

    static void write(Finding finding, Phrases phrases, Writer out) throws IOException {
        if (finding.steps().isEmpty() || finding.steps().size() > MOST_STEPS) {
            return;
        }
        Map<String, String> nodes = new LinkedHashMap<>();
        for (FindingStep step : finding.steps()) {
            nodes.putIfAbsent(step.from().toString(), "n" + nodes.size());
            nodes.putIfAbsent(step.to().toString(), "n" + nodes.size());
        }
        out.write("```mermaid\nflowchart LR\n");
        for (var node : nodes.entrySet()) {
            out.write("  " + node.getValue() + "[\"" + label(node.getKey()) + "\"]\n");
        }
        for (FindingStep step : finding.steps()) {
            String holder = StepWords.of(step, finding, phrases).holder();
            String arrow = step.witness() == null ? "-.->" : "-->";
            out.write("  " + nodes.get(step.from().toString()) + " " + arrow + "|\"" + label(holder) + "\"| "
                    + nodes.get(step.to().toString()) + "\n");
        }
        out.write("```\n\n");
    }

    /** A text in quotes: whatever could end them, or mean anything to Mermaid, as an entity of its own. */
    private static String label(String text) {
        StringBuilder label = new StringBuilder();
        for (char c : SafeText.escape(text).toCharArray()) {
            if (Character.isLetterOrDigit(c) || " .,:/-_()+=".indexOf(c) >= 0) {
                label.append(c);
            } else {
                label.append('#').append((int) c).append(';');
            }
        }
        return label.toString();
    }
}
