package io.fencedep.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.core.model.Timing;
import io.fencedep.report.Timeline.Bar;
import io.fencedep.report.Timeline.End;
import io.fencedep.report.Timeline.Moment;
import io.fencedep.report.Timeline.Sort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimelineBuilderTest {
    @Test
    void bars_last_from_the_line_where_they_began_to_the_line_where_they_ended() {
        ReportData data = Samples.reset();
        Finding finding = data.analysis().findings().get(0);
        String recording = finding.steps().get(0).recording();
        long hold = finding.steps().get(0).witness().heldAt().line();
        long wait = finding.steps().get(0).witness().waitedAt().line();
        Excerpts told = new Excerpts(
                Map.of(),
                Map.of(
                        recording,
                        new TreeMap<>(Map.of(
                                hold,
                                new Timing(100, true, new Timing.Moment(hold + 50, 900), null),
                                wait,
                                new Timing(200, false, null, new Timing.Moment(wait + 1, 300))))));
        Timeline timeline = timelines(data, told).get(0);
        assertThat(timeline.moments())
                .containsExactly(
                        new Moment(hold, 100),
                        new Moment(wait, 200),
                        new Moment(wait + 1, 300),
                        new Moment(hold + 50, 900));
        assertThat(timeline.hasTimes()).isTrue();
        List<Bar> bars = timeline.lanes().get(0).bars();
        assertThat(bars)
                .filteredOn(bar -> bar.sort() == Sort.HOLD)
                .singleElement()
                .satisfies(bar -> {
                    assertThat(bar.from()).isZero();
                    assertThat(bar.to()).isEqualTo(3);
                    assertThat(bar.end()).isEqualTo(End.KNOWN);
                });
        assertThat(bars)
                .filteredOn(bar -> bar.sort() == Sort.WAIT)
                .singleElement()
                .satisfies(bar -> {
                    assertThat(bar.from()).isEqualTo(1);
                    assertThat(bar.to()).isEqualTo(2);
                });
    }

    @Test
    void without_the_trace_lines_give_the_order_and_a_hold_lasts_until_its_wait_at_least() {
        ReportData data = Samples.reset();
        for (Timeline timeline : timelines(data, Excerpts.NONE)) {
            assertThat(timeline.hasTimes()).isFalse();
            assertThat(timeline.lanes())
                    .isNotEmpty()
                    .allSatisfy(lane -> assertThat(lane.bars())
                            .allSatisfy(bar -> assertThat(bar.end()).isEqualTo(End.UNKNOWN)));
        }
    }

    @Test
    void what_no_recording_places_has_no_timeline() {
        Sample sample = new Sample().input("t.json", 1, Map.of());
        var one = sample.lock("a");
        var two = sample.lock("b");
        sample.add(Sample.finding(io.fencedep.core.detect.FindingKind.CYCLE, "a -> b -> a")
                .step(Sample.step("x", "", one, two).places(Sample.at(0, "A.java:1"), Sample.at(0, "A.java:2")))
                .step(Sample.step("y", "", two, one).places(Sample.at(0, "A.java:3"), Sample.at(0, "A.java:4")))
                .build());
        assertThat(timelines(sample.data(), Excerpts.NONE)).isEmpty();
    }

    private static List<Timeline> timelines(ReportData data, Excerpts told) {
        ReportData whole = new ReportData(data.inputs(), data.graph(), data.analysis(), data.acceptance(), told);
        return TimelineBuilder.of(data.analysis().findings().get(0), new Phrases(data.graph()), whole);
    }
}
