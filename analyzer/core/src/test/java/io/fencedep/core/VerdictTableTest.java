package io.fencedep.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every situation of {@code verdicts.txt} with all that is found in it. A situation is a heading, a {@link Scene} and a
 * line that begins with an arrow for each finding; behind "(program)" the scene is one of threads of a program.
 */
class VerdictTableTest {
    private static final String VERDICT = "=> ";
    private static final String PROGRAM = "(program)";

    @TestFactory
    Stream<DynamicTest> every_situation_has_its_verdict() throws IOException {
        return Stream.of(table().split("(?m)^## "))
                .skip(1)
                .map(situation -> dynamicTest(heading(situation), () -> check(situation)));
    }

    private static String table() throws IOException {
        try (InputStream in = VerdictTableTest.class.getResourceAsStream("verdicts.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String heading(String situation) {
        return situation.lines().findFirst().orElseThrow();
    }

    private static void check(String situation) {
        List<String> lines = situation
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("# "))
                .toList();
        String text = lines.stream().filter(line -> !line.startsWith(VERDICT)).collect(Collectors.joining("\n"));
        List<String> expected = lines.stream()
                .filter(line -> line.startsWith(VERDICT))
                .map(line -> line.substring(VERDICT.length()))
                .toList();
        Scene scene = heading(situation).endsWith(PROGRAM) ? Scene.program(text) : Scene.kernel(text);
        assertThat(scene.verdicts()).as(text).containsExactlyElementsOf(expected);
    }
}
