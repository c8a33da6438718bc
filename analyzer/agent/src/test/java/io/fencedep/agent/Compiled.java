package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** Programs that a test compiles itself, for the oldest Java that the agent knows. */
final class Compiled {
    private Compiled() {}

    /** Compiles sources, by their names, into a folder. */
    static Path of(Path folder, Map<String, String> sources) throws IOException {
        Path classes = folder.resolve("classes");
        List<String> arguments =
                new ArrayList<>(List.of("-nowarn", "--release", "17", "-proc:none", "-d", classes.toString()));
        for (Map.Entry<String, String> each : sources.entrySet()) {
            Path file = folder.resolve("sources").resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
        return classes;
    }
}
