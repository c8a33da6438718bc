package io.fencedep.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicOutputTest {
    @TempDir
    private Path folder;

    @Test
    void a_file_is_replaced_as_a_whole() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "old and longer");
        AtomicOutput.write(file, AtomicOutput.text(out -> out.write("new")));
        assertThat(file).hasContent("new");
        assertThat(folder).isDirectoryContaining(path -> path.equals(file)).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void what_fails_leaves_the_old_file_and_nothing_else() throws IOException {
        Path file = Files.writeString(folder.resolve("report.txt"), "old");
        assertThatThrownBy(() -> AtomicOutput.write(file, out -> {
                    out.write('x');
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasContent("old");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void a_link_stays_a_link() throws IOException {
        Path file = Files.writeString(folder.resolve("real.txt"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), file);
        AtomicOutput.write(link, AtomicOutput.text(out -> out.write("new")));
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
    }

    @Test
    void a_folder_that_does_not_exist_is_named() {
        assertThatThrownBy(() -> AtomicOutput.write(folder.resolve("no/report.txt"), out -> {}))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void devices_are_written_to_directly() throws IOException {
        AtomicOutput.write(Path.of("/dev/null"), AtomicOutput.text(out -> out.write("gone")));
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }
}
