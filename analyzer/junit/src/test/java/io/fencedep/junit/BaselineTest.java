package io.fencedep.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    private Path folder;

    @Test
    void every_line_begins_with_an_id_but_for_comments_and_blank_ones() throws IOException {
        Path file = file("# known\n\n7a5f82091f9c  cycle  a -> b\n0123456789ab\n");

        assertThat(Baseline.read(file)).containsExactlyInAnyOrder("7a5f82091f9c", "0123456789ab");
    }

    @Test
    void no_file_means_that_nothing_is_known() {
        assertThat(Baseline.read(null)).isEmpty();
    }

    @Test
    void what_is_no_id_is_named_with_file_and_line() throws IOException {
        Path file = file("# known\ncycle a -> b\n");

        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> Baseline.read(file))
                .withMessageContaining(file + ":2");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> Baseline.read(folder.resolve("none")))
                .withMessageContaining("none");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("baseline.txt"), text);
    }
}
