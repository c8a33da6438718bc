package io.fencedep.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Red where it must be, green where it must be: what the modules of src/it/wirings left. */
class WiringsIT {
    private static final Path PROJECT = Path.of("target/it/wirings").toAbsolutePath();
    private static final String RING = "bank.Locks.accounts -> bank.Locks.ledger -> bank.Locks.accounts";

    @Test
    void annotation_the_test_that_closes_the_ring_is_red_and_no_other() {
        SortedMap<String, String> tests = SurefireResults.of(PROJECT.resolve("annotated"));

        assertThat(tests)
                .containsOnlyKeys(
                        "AnnotatedTest.books",
                        "AnnotatedTest.books_and_audits",
                        "AnnotatedTest.audits_at_night",
                        "PlainTest.books_and_audits");
        assertThat(tests.get("AnnotatedTest.books_and_audits")).contains(RING, "How it goes wrong", "Locks.java:");
        assertThat(tests.get("AnnotatedTest.books")).isEmpty();
        assertThat(tests.get("PlainTest.books_and_audits")).isEmpty();
    }

    @Test
    void what_an_annotation_accepts_is_green_and_told_to_the_check() throws IOException {
        assertThat(SurefireResults.of(PROJECT.resolve("annotated")).get("AnnotatedTest.audits_at_night"))
                .isEmpty();
        assertThat(left("annotated", ".accepted")).hasSize(1).first().asString().contains("audits run at night only");
        assertThat(Files.readString(PROJECT.resolve("annotated/target/fencedep/check.txt")))
                .contains("known");
    }

    @Test
    void beside_jacoco_both_agents_do_their_work() {
        assertThat(PROJECT.resolve("annotated/target/jacoco.exec")).isNotEmptyFile();
        assertThat(left("annotated", ".json")).hasSize(1);
    }

    @Test
    void auto_registration_a_ring_across_tests_turns_the_run_red_once_with_a_name() {
        redOnce(SurefireResults.of(PROJECT.resolve("detected")));
    }

    private static void redOnce(SortedMap<String, String> tests) {
        assertThat(tests.get("BookingTest.books")).isEmpty();
        assertThat(tests.get("AuditTest.audits")).isEmpty();
        assertThat(tests.values().stream().filter(why -> !why.isEmpty()))
                .singleElement()
                .asString()
                .contains("all tests together", RING, "bank.AuditTest.audits(), bank.BookingTest.books()");
    }

    @Test
    void on_junit_6_a_test_is_red_alone() {
        SortedMap<String, String> tests = SurefireResults.of(PROJECT.resolve("detected-6"));

        assertThat(tests).containsOnlyKeys("BookingTest.books", "AuditTest.audits", "BothTest.books_and_audits");
        assertThat(tests.get("BothTest.books_and_audits")).contains(RING);
        assertThat(tests.get("BookingTest.books")).isEmpty();
        assertThat(tests.get("AuditTest.audits")).isEmpty();
    }

    @Test
    void in_parallel_the_test_whose_threads_did_it_is_red_and_no_other() {
        SortedMap<String, String> tests = SurefireResults.of(PROJECT.resolve("parallel"));

        assertThat(tests.get("ParallelTest.books_and_audits")).contains(RING);
        assertThat(tests.get("ParallelTest.books_one_way")).isEmpty();
        assertThat(tests.get("ParallelTest.does_nothing")).isEmpty();
        assertThat(tests).hasSize(3);
    }

    @Test
    void without_the_agent_tests_pass_and_one_line_says_how_to_attach_it() throws IOException {
        assertThat(SurefireResults.of(PROJECT.resolve("missing")).values())
                .hasSize(3)
                .containsOnly("");
        assertThat(log().lines()
                        .filter(line -> line.contains("fencedep: not recording, because the agent is not attached"))
                        .filter(line -> !line.contains("Exception") && !line.contains("[ERROR]")))
                .as("once in this module, once where the agent is required")
                .hasSize(2);
    }

    @Test
    void without_the_agent_where_it_is_required_classes_fail() {
        SortedMap<String, String> tests = SurefireResults.of(PROJECT.resolve("required"));

        assertThat(tests).isNotEmpty();
        assertThat(tests.values()).allSatisfy(why -> assertThat(why).contains("fencedep.required is true"));
    }

    @Test
    void forks_no_test_is_red_but_the_check_of_all_their_graphs_fails() throws IOException {
        assertThat(SurefireResults.of(PROJECT.resolve("forks")).values())
                .hasSize(2)
                .containsOnly("");
        assertThat(left("forks", ".json")).hasSize(2);
        assertThat(Files.readString(PROJECT.resolve("forks/target/fencedep/check.txt")))
                .contains("error: cycle", RING);
        assertThat(log()).contains("the tests did what can deadlock");
    }

    private static String log() throws IOException {
        return Files.readString(PROJECT.resolve("build.log"));
    }

    /** The contents of the files that the JVMs of a module's tests left. */
    private static List<String> left(String module, String suffix) {
        try (Stream<Path> files = Files.list(PROJECT.resolve(module).resolve("target/fencedep"))) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .map(WiringsIT::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
