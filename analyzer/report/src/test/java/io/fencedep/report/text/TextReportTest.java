package io.fencedep.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Severity;
import io.fencedep.report.ReportData;
import io.fencedep.report.ReportOptions;
import io.fencedep.report.Samples;
import io.fencedep.report.source.SourceRoot;
import io.fencedep.report.testing.Golden;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static final ReportOptions ALL = new ReportOptions(false, true, Severity.ERROR, SourceRoot.UNKNOWN);

    @Test
    void a_finding_with_stacks_out_of_two_inputs() throws IOException {
        Golden.check("text/reset.txt", print(Samples.reset(), ReportOptions.PLAIN));
    }

    @Test
    void a_ring_that_is_too_wide_for_a_table() throws IOException {
        Golden.check("text/ring.txt", print(Samples.ring(), ReportOptions.PLAIN));
    }

    @Test
    void what_depends_without_being_held_and_what_is_still_held_at_the_signal() throws IOException {
        Golden.check("text/fences.txt", print(Samples.fences(), ReportOptions.PLAIN));
    }

    @Test
    void what_a_device_owes_is_not_said_to_be_owed_by_whoever_resets_it_or_serves_its_fault() throws IOException {
        Golden.check("text/devices.txt", print(Samples.devices(), ReportOptions.PLAIN));
    }

    @Test
    void contracts_evidence_and_demotions() throws IOException {
        Golden.check("text/contract.txt", print(Samples.contract(), ALL));
    }

    @Test
    void every_kind() throws IOException {
        Golden.check("text/kinds.txt", print(Samples.kinds(), ALL));
    }

    @Test
    void hostile_names_and_odd_inputs() throws IOException {
        String text = print(Samples.hostile(), ReportOptions.PLAIN);
        Golden.check("text/hostile.txt", text);
        assertThat(text.codePoints()
                        .filter(c -> c != '\n' && (Character.isISOControl(c) || c >= 0x2028 && c <= 0x202e)))
                .isEmpty();
    }

    @Test
    void nothing_found() throws IOException {
        Golden.check("text/clean.txt", print(Samples.clean(), ReportOptions.PLAIN));
    }

    @Test
    void notes_are_counted_and_not_shown_unless_asked_for() throws IOException {
        assertThat(print(Samples.contract(), ReportOptions.PLAIN))
                .doesNotContain("demoted")
                .contains("1 note (not shown: --all shows them)");
    }

    @Test
    void colour_changes_nothing_but_colour() throws IOException {
        String colourful = print(Samples.kinds(), ALL.withColour(true));
        assertThat(colourful).contains("\u001b[1;31m");
        assertThat(colourful.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(print(Samples.kinds(), ALL));
    }

    @Test
    void tables_stay_within_120_columns() throws IOException {
        for (ReportData data : new ReportData[] {Samples.reset(), Samples.kinds(), Samples.contract()}) {
            assertThat(print(data, ALL).lines()).allMatch(line -> line.length() <= 120);
        }
    }

    private static String print(ReportData data, ReportOptions options) throws IOException {
        StringWriter out = new StringWriter();
        TextReport.write(data, options, out);
        return out.toString();
    }
}
