package io.fencedep.report.diff;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.graph.Dependency;
import java.util.List;

/**
 * What a change brought.
 *
 * @param introduced findings that are there only after the change
 * @param fixed findings that were there only before
 * @param remaining findings that were there and still are, as they are after the change
 * @param appeared dependencies that are there only after the change, one for each pair of ends
 * @param vanished dependencies that were there only before, one for each pair of ends
 */
public record Change(
        List<Finding> introduced,
        List<Fixed> fixed,
        List<Finding> remaining,
        List<Dependency> appeared,
        List<Dependency> vanished) {

    /**
     * A finding that is not found any more.
     *
     * @param finding as it was before the change
     * @param notSeen classes of it that do not occur after the change: perhaps its code just did not run
     */
    public record Fixed(Finding finding, List<String> notSeen) {
        public Fixed {
            notSeen = List.copyOf(notSeen);
        }
    }

    public Change {
        introduced = List.copyOf(introduced);
        fixed = List.copyOf(fixed);
        remaining = List.copyOf(remaining);
        appeared = List.copyOf(appeared);
        vanished = List.copyOf(vanished);
    }
}
