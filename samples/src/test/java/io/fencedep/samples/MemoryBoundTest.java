package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory grows with what there is to tell, not with how long the trace is. */
@Tag("bounds")
class MemoryBoundTest {
    private static final String HEAP = "-Xmx64m";

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 10_000_000})
    void ten_million_events_run_in_the_heap_of_one_million(long events) throws IOException, InterruptedException {
        assertThat(run(GeneratedTrace.class, events)).isEqualTo(events + " events, 521 dependencies, 0 findings");
    }

    @Test
    void three_million_tasks_that_come_and_go_run_in_that_heap_too() throws IOException, InterruptedException {
        assertThat(run(ShortTasks.class, 3_000_000)).isEqualTo("3000000 tasks, 50 dependencies");
    }

    private static String run(Class<?> program, long size) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        Long.toString(size))
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(said).isZero();
        return said.strip();
    }
}
