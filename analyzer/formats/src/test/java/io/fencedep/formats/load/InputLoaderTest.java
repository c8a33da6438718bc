package io.fencedep.formats.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.graph.DependencyGraph;
import io.fencedep.formats.InputException;
import io.fencedep.formats.ReadOptions;
import io.fencedep.formats.graphfile.GraphFileWriter;
import io.fencedep.formats.registry.FormatRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void the_graph_does_not_depend_on_order_or_jobs() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            names.add(trace("t" + i + ".jsonl", "a" + i, "a" + (i + 1) % 9));
        }
        String alone = text(load(names, 1).graph());
        assertThat(text(load(names, 4).graph())).isEqualTo(alone);
        java.util.Collections.reverse(names);
        assertThat(text(load(names, 4).graph())).isEqualTo(alone);
    }

    @Test
    void folders_are_walked_in_the_order_of_names_without_what_is_hidden() throws IOException {
        Files.createDirectories(folder.resolve("sub/.hidden"));
        trace("sub/b.jsonl", "a", "b");
        trace("sub/.hidden/c.jsonl", "a", "b");
        trace("a.jsonl", "b", "c");
        Files.writeString(folder.resolve("notes.txt"), "notes");
        Files.createFile(folder.resolve("empty"));
        LoadResult result = load(List.of(folder.toString()), 2);
        assertThat(result.inputs())
                .extracting(LoadedInput::name)
                .containsExactly(
                        folder.resolve("a.jsonl").toString(),
                        folder.resolve("sub/b.jsonl").toString());
        assertThat(result.passedOver())
                .containsExactly(
                        folder.resolve("empty").toString(),
                        folder.resolve("notes.txt").toString());
    }

    @Test
    void an_input_in_a_folder_that_is_broken_is_not_passed_over() throws IOException {
        trace("a.jsonl", "a", "b");
        Files.writeString(folder.resolve("b.jsonl"), "{\"format\":\"fencedep-trace\",\"version\":1}\nnonsense\n{}\n");
        assertThatThrownBy(() -> load(List.of(folder.toString()), 2))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("b.jsonl:2");
    }

    @Test
    void lenient_loading_keeps_the_rest_and_says_what_is_missing() throws IOException {
        String good = trace("a.jsonl", "a", "b");
        String gone = folder.resolve("gone.jsonl").toString();
        LoadResult result =
                new InputLoader(FormatRegistry.standard(), null, ReadOptions.LENIENT, 2).load(List.of(gone, good));
        assertThat(result.unreadable()).extracting(InputException::input).containsExactly(gone);
        assertThat(result.inputs()).hasSize(1);
        assertThatThrownBy(() ->
                        new InputLoader(FormatRegistry.standard(), null, ReadOptions.LENIENT, 2).load(List.of(gone)))
                .hasMessageContaining("no such file");
    }

    @Test
    void the_same_input_twice_is_one() throws IOException {
        String name = trace("a.jsonl", "a", "b");
        assertThat(text(load(List.of(name, name), 2).graph()))
                .isEqualTo(text(load(List.of(name), 1).graph()));
    }

    private String trace(String name, String first, String second) throws IOException {
        String acquire = "{\"event\":\"acquire\",\"task\":\"t\",\"lock\":\"%s\",\"class\":\"%s\"}\n";
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                "{\"format\":\"fencedep-trace\",\"version\":1}\n" + String.format(acquire, first, first)
                        + String.format(acquire, second, second));
        return file.toString();
    }

    private static LoadResult load(List<String> names, int jobs) throws InputException {
        return new InputLoader(FormatRegistry.standard(), null, ReadOptions.STRICT, jobs).load(names);
    }

    private static String text(DependencyGraph graph) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GraphFileWriter.write(graph, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
