package io.fencedep.formats.std;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.model.EventKind;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.ReadReport;
import io.fencedep.formats.Told;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StdReaderTest {
    @Test
    void everyOperationIsUnderstood() throws InputException {
        Told told = read("""
                T0|begin()|0
                T0|fork(T1)|1
                T1|req(L15)|414
                T1|acq(L15)|415
                T1|r(V1.290)|Main.java:390
                T1|w(V1.290[3])|391
                T1|rel(L15)|500
                T0|join(T1)|7
                T0|end()|8
                T0|acq(L2)
                """);

        assertThat(told.events)
                .containsExactly(
                        "task-start T0 at=1",
                        "acquire T1 L15 @L15 monitor at=414",
                        "acquired T1 L15 @L15 monitor at=415",
                        "read T1 at=Main.java:390 text=V1.290",
                        "write T1 at=391 text=V1.290[3]",
                        "release T1 L15 @L15 monitor at=500",
                        "task-join T0 at=7",
                        "task-joined T0 at=7",
                        "acquire T0 L2 @L2 monitor");
        assertThat(told.recording().source()).isEqualTo("std");
        assertThat(told.recording().lacks()).isEmpty();
        assertThat(told.report().unused()).isEqualTo(Map.of("begin", 1L, "end", 1L));
    }

    @Test
    void anAcquisitionOfAnotherLockThanWasAskedForWaitsForItself() throws InputException {
        assertThat(read("T|req(a)|1\nT|acq(b)|2\n").only(EventKind.ACQUIRE)).hasSize(2);
    }

    @Test
    void otherLinesAreErrors() {
        for (String bad : new String[] {"T1|take(L)|1", "T1|acq()|1", "T1", "|acq(L)|1", "T1|acq(L|1"}) {
            assertThatThrownBy(() -> read("T0|acq(a)|1\n" + bad + "\nT0|rel(a)|1\n"))
                    .hasMessage("text:2: not THREAD|operation(operand)|location: " + bad);
        }
    }

    @Test
    void aLastLineThatIsCutOffIsAccepted() throws InputException {
        Told told = read("T0|acq(a)|1\nT0|re");

        assertThat(told.events).hasSize(1);
        assertThat(told.report().warnings()).containsExactly(new ReadReport.Warning(2, "the last line is cut off"));
    }

    @Test
    void onlySuchLinesAreTheFormat() {
        assertThat(new StdFormat().matches("\r\nT0|fork(T1)|1\r\n".getBytes(UTF_8)))
                .isTrue();
        assertThat(new StdFormat().matches("a|b(c)|d\n".getBytes(UTF_8))).isFalse();
        assertThat(new StdFormat().matches("".getBytes(UTF_8))).isFalse();
    }

    private static Told read(String text) throws InputException {
        return Told.read(new StdFormat(), text.getBytes(UTF_8), ReadOptions.STRICT);
    }
}
