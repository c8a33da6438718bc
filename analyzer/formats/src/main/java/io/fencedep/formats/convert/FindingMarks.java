package io.fencedep.formats.convert;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.FindingStep;
import io.fencedep.core.detect.Severity;
import io.fencedep.core.graph.Witness;
import io.fencedep.formats.perfetto.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where on a timeline findings are: at the hold and the wait of each of their steps. */
public final class FindingMarks {
    private FindingMarks() {}

    /** The marks of all findings but notes; an arrow joins the wait of each step with the hold of the next. */
    public static List<Mark> of(List<Finding> findings) {
        List<Mark> marks = new ArrayList<>();
        int arrow = Mark.NO_ARROW;
        for (Finding finding : findings) {
            if (finding.severity() != Severity.NOTE) {
                add(marks, finding, arrow);
                arrow += finding.steps().size();
            }
        }
        return marks;
    }

    private static void add(List<Mark> marks, Finding finding, int before) {
        List<FindingStep> steps = finding.steps();
        String kind = finding.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        String name = kind + " " + finding.id();
        for (int i = 0; i < steps.size(); i++) {
            FindingStep step = steps.get(i);
            Witness witness = step.witness();
            if (witness == null) {
                continue;
            }
            int in = before + 1 + i;
            int out = before + 1 + (i + 1) % steps.size();
            if (witness.heldAt().line() > 0) {
                marks.add(new Mark(
                        witness.heldAt().line(), name + ": holds " + step.from().className(), finding.title(), in));
            }
            if (witness.waitedAt().line() > 0) {
                marks.add(new Mark(
                        witness.waitedAt().line(),
                        name + ": waits for " + step.to().className(),
                        finding.title(),
                        out));
            }
        }
    }
}
