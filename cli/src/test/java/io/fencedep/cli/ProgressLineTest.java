package io.fencedep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.formats.load.ReadProgress.State;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What is said of long inputs, and how. */
class ProgressLineTest {
    @Test
    void bytesEventsAndTheirRate() {
        assertThat(ProgressLine.text(new State(120_500_000, 208_000_000, 1_234_567), 2_000_000_000L))
                .isEqualTo("read 120 of 208 MB (57 %), 1.2 million events, 617,284 a second");
        assertThat(ProgressLine.text(new State(3_000_000, -1, 900), 1_000_000_000L))
                .isEqualTo("read 3 MB, 900 events, 900 a second");
    }

    @Test
    void onATerminalOneLineIsWrittenAnewAndWipedAtTheEnd() throws InterruptedException {
        String shown = shown(true);
        assertThat(shown)
                .doesNotContain("\n")
                .contains("\r\u001b[K\u001b[?7lread 1 of 2 MB")
                .endsWith("\r\u001b[K");
    }

    @Test
    void elsewhereLinesArePlain() throws InterruptedException {
        assertThat(shown(false)).matches("(?:fencedep: read 1 of 2 MB\n)+");
    }

    @Test
    void whatIsOverSoonIsNotSpokenOf() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ProgressLine line =
                new ProgressLine(() -> "text", new PrintStream(out, true, StandardCharsets.UTF_8), true, 1_000_000);
        line.start();
        line.close();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static String shown(boolean terminal) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CountDownLatch asked = new CountDownLatch(2);
        ProgressLine line = new ProgressLine(
                () -> {
                    asked.countDown();
                    return "read 1 of 2 MB";
                },
                new PrintStream(out, true, StandardCharsets.UTF_8),
                terminal,
                1);
        line.start();
        asked.await();
        line.close();
        return out.toString(StandardCharsets.UTF_8);
    }
}
