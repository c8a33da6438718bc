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
    void the_files_of_the_cpus_are_one_recording_in_the_order_of_time() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String lock = i / 2 % 2 == 0 ? "00aa a" : "00bb b";
            String event = (i % 2 == 0 ? "lock_acquire: " : "lock_release: ") + lock;
            // one task moves from CPU to CPU: only together they tell that it never holds two locks
            lines.add("     sh-7       [%03d] ..... %5d.%06d: %s".formatted(i * 7 / 3 % 3, i / 50, i % 50, event));
        }
        Path whole = Files.writeString(folder.resolve("whole"), "# tracer: nop\n" + String.join("\n", lines) + "\n");
        List<String> names = new ArrayList<>();
        for (int cpu : new int[] {2, 0, 1}) {
            Path file = folder.resolve("per_cpu/cpu" + cpu + "/trace");
            Files.createDirectories(file.getParent());
            String mine = "[%03d]".formatted(cpu);
            Files.writeString(
                    file,
                    "# tracer: nop\n"
                            + lines.stream()
                                    .filter(line -> line.contains(mine))
                                    .reduce("", (before, line) -> before + line + "\n"));
            names.add(file.toString());
        }
        LoadResult expected = load(List.of(whole.toString()), 1);
        assertThat(expected.graph().dependencies()).isEmpty();

        for (List<String> given :
                List.of(names, List.of(folder.resolve("per_cpu").toString()))) {
            LoadResult together = load(given, 2);
            assertThat(together.inputs())
                    .extracting(LoadedInput::name)
                    .containsExactly(folder.resolve("per_cpu/cpu*/trace").toString());
            assertThat(together.graph().dependencies()).isEmpty();
            assertThat(events(together)).isEqualTo(events(expected));
            assertThat(together.inputs().get(0).warnings()).isEmpty();
        }
    }

    private static long events(LoadResult result) {
        return result.graph().recordings().values().iterator().next().events();
    }

    @Test
    void other_files_of_cpus_stay_apart() throws IOException {
        List<String> names = List.of(trace("cpu0.jsonl", "a", "b"), trace("cpu1.jsonl", "b", "c"));
        assertThat(load(names, 1).inputs()).hasSize(2);
        List<String> machines = new ArrayList<>();
        for (String machine : List.of("cpu4-lab", "cpu8-lab")) {
            Path file = folder.resolve(machine + "/trace");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "# tracer: nop\n     sh-7       [001] .....     1.5: lock_acquire: 00aa a\n");
            machines.add(file.toString());
        }
        assertThat(load(machines, 1).inputs()).hasSize(2);
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
