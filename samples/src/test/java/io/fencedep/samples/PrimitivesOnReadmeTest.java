package io.fencedep.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.fencedep.core.detect.Finding;
import io.fencedep.primitives.Recorder;
import io.fencedep.primitives.Scope;
import io.fencedep.primitives.TrackedFence;
import io.fencedep.primitives.TrackedLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README's program is this one, and finds what the page says. */
class PrimitivesOnReadmeTest {
    private static final String SOURCE = "src/test/java/io/fencedep/samples/PrimitivesOnReadmeTest.java";

    @Test
    void the_program_is_on_the_page() throws Exception {
        String source = Files.readString(Path.of(SOURCE));
        String program = source.substring(source.lastIndexOf("// begin") + 9, source.lastIndexOf("        // end"))
                .lines()
                .map(line -> line.isBlank() ? "" : line.substring(8))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("../README.md"))).contains("```java\n" + program + "\n");
    }

    @Test
    @SuppressWarnings({"try", "LockNotBeforeTry"})
    void the_program_finds_the_cycle() throws Exception {
        // begin
        Recorder recorder = Recorder.create();
        TrackedLock ring = recorder.lock("ring");
        TrackedFence job = recorder.fence("job").publish().submit();
        ring.lock();
        try (Scope signalling = job.signalling()) {
            job.signal();
        }
        ring.unlock();

        TrackedFence next = recorder.fence("job").publish().submit();
        try (Scope signalling = next.signalling()) {
            ring.lock();
            ring.unlock();
            next.signal();
        }
        ring.lock();
        next.await();
        ring.unlock();

        List<Finding> found = recorder.analysis().findings();
        // end
        assertThat(found).hasSize(1);
        Finding finding = found.get(0);
        assertThat("// " + finding.severity().text() + ": "
                        + finding.kind().name().toLowerCase(java.util.Locale.ROOT) + " " + finding.title())
                .isEqualTo("// error: cycle job -> ring -> job");
        assertThat(Files.readString(Path.of("../README.md"))).contains("// error: cycle job -> ring -> job");
    }
}
