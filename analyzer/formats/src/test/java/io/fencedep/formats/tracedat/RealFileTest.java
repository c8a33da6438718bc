package io.fencedep.formats.tracedat;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A file of {@code trace-cmd record}, held against what {@code trace-cmd report -l} prints of it. */
class RealFileTest {
    private static final Path FOLDER = Told.SAMPLES.resolve("trace-cmd");

    @Test
    void tellsWhatTheReportTells() throws InputException {
        Told binary = Told.file(new TraceDatFormat(), FOLDER.resolve("swsync.dat"));
        Told text = Told.file(FOLDER.resolve("swsync-latency.trace.zst"));

        assertThat(binary.report().skipped()).isEmpty();
        assertThat(binary.report().lines()).isEqualTo(41_159);
        assertThat(binary.count(EventKind.ACQUIRE)).isGreaterThan(19_000);
        assertThat(withoutComms(binary.events)).isEqualTo(withoutComms(text.events));
        assertThat(binary.recording().lacks()).isEqualTo(text.recording().lacks());
        assertThat(binary.report().unused()).isEqualTo(text.report().unused());
    }

    /** The report cuts names of tasks off after eight characters. */
    private static List<String> withoutComms(List<String> events) {
        return events.stream().map(words -> words.replaceFirst(" \\S+-", " ")).toList();
    }
}
