package io.fencedep.agent.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several processes with the same files, none takes another one's away. */
class OwnFilesTest {
    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    private void write(OwnFiles files, String text) throws IOException {
        files.write(folder.resolve("r.txt").toString(), file -> Files.writeString(file, text));
    }

    private List<String> contents() throws IOException {
        try (var files = Files.list(folder)) {
            List<String> texts = new ArrayList<>();
            for (Path each : files.toList()) {
                texts.add(Files.readString(each));
            }
            texts.sort(null);
            return texts;
        }
    }

    @Test
    void a_file_of_an_older_run_is_replaced_and_so_is_ones_own() throws IOException {
        Files.writeString(folder.resolve("r.txt"), "old");
        Files.setLastModifiedTime(folder.resolve("r.txt"), FileTime.fromMillis(System.currentTimeMillis() - 1000));
        OwnFiles files = new OwnFiles(said::add);
        write(files, "first");
        write(files, "second");

        assertThat(contents()).containsExactly("second");
        assertThat(said).isEmpty();
    }

    @Test
    void a_file_for_which_there_was_no_room_is_ones_own() throws IOException {
        OwnFiles files = new OwnFiles(said::add);
        assertThatThrownBy(() -> files.write(folder.resolve("r.txt").toString(), file -> {
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class);
        write(files, "later");
        assertThat(contents()).containsExactly("later");
        assertThat(said).isEmpty();
    }

    @Test
    void a_file_that_another_one_wrote_meanwhile_stays_also_when_it_was_ones_own_before() throws IOException {
        OwnFiles one = new OwnFiles(said::add);
        OwnFiles other = new OwnFiles(said::add);
        write(one, "one");
        Files.setLastModifiedTime(folder.resolve("r.txt"), FileTime.fromMillis(System.currentTimeMillis() + 5000));
        write(other, "other");
        write(other, "other, again");
        assertThat(contents()).containsExactly("one", "other, again");
        assertThat(said).singleElement().asString().contains("another process writes", "r.txt", "%p");
    }

    @Test
    void where_nothing_can_be_written_nothing_is_left() {
        OwnFiles files = new OwnFiles(said::add);
        String name = folder.resolve("none/r.txt").toString();

        assertThatThrownBy(() -> files.write(name, file -> Files.writeString(file, "text")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(folder).isEmptyDirectory();
    }
}
