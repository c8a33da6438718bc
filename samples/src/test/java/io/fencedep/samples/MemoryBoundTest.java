package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory grows with what there is to tell, not with how long the trace is. */
@Tag("bounds")
class MemoryBoundTest {
    private static final String HEAP = "-Xmx64m";

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 10_000_000})
    void ten_million_events_run_in_the_heap_of_one_million(long events) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        GeneratedTrace.class.getName(),
                        Long.toString(events))
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(events + " events, 521 dependencies, 0 findings");
    }
}
