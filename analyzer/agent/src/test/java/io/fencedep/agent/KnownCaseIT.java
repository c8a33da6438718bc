package io.fencedep.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fencedep.programs.RandomLocks;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thread does not tell because it is known already would have told nothing new. */
class KnownCaseIT {
    private static final int PROGRAMS = Integer.getInteger("fuzz.programs", 3);

    @TempDir
    Path folder;

    @Test
    void programsGiveTheSameGraphWithEveryEventToldAsWithNewsOnly() throws Exception {
        for (int seed = 1; seed <= PROGRAMS; seed++) {
            JsonNode told = run("graph=graph.json,trace=trace.jsonl", seed);
            JsonNode known = run("graph=graph.json", seed);

            assertThat(dependencies(known, "dependencies"))
                    .as("program %d", seed)
                    .isNotEmpty();
            assertThat(dependencies(known, "dependencies"))
                    .as("program %d", seed)
                    .isEqualTo(dependencies(told, "dependencies"));
            assertThat(dependencies(known, "tries"))
                    .as("tries of program %d", seed)
                    .isEqualTo(dependencies(told, "tries"));
        }
    }

    private JsonNode run(String options, int seed) throws Exception {
        Host.Run run = Host.run(
                Path.of(System.getProperty("java.home")), folder, options, RandomLocks.class, Integer.toString(seed));
        assertThat(run.status()).as(run.err()).isZero();
        return new ObjectMapper().readTree(folder.resolve("graph.json").toFile());
    }

    private static Set<String> dependencies(JsonNode graph, String where) {
        Set<String> lines = new TreeSet<>();
        for (JsonNode each : graph.path(where)) {
            lines.add(String.join(
                    " ",
                    each.path("from").asText(),
                    each.path("fromState").asText(),
                    "->",
                    each.path("to").asText(),
                    each.path("toState").asText(),
                    each.path("evidence").asText()));
        }
        return lines;
    }
}
