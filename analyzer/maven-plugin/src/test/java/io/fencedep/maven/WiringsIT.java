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
                .contains("error: cycle", RING)
                .as("what Surefire prints to")
                .doesNotContain("java.io.BufferedOutputStream ->");
        assertThat(log()).contains("the tests did what can deadlock");
    }

    @Test
    void each_invocation_is_a_test_and_a_factory_is_one() {
        SortedMap<String, String> tests = SurefireResults.of(PROJECT.resolve("kinds"));

        assertThat(tests)
                .hasEntrySatisfying("KindsTest$Inside.nested_books_and_audits", WiringsIT::isRed)
                .hasEntrySatisfying("KindsTest.with_parameters(int)[2]", WiringsIT::isRed)
                .hasEntrySatisfying("KindsTest.repeated(RepetitionInfo)[1]", WiringsIT::isRed)
                .hasEntrySatisfying("KindsTest.made_by_a_factory", WiringsIT::isRed)
                .containsEntry("KindsTest.with_parameters(int)[1]", "")
                .containsEntry("KindsTest.repeated(RepetitionInfo)[2]", "")
                .containsEntry("KindsTest.books_only", "");
    }

    private static void isRed(String why) {
        assertThat(why).contains("by what this test did", RING);
    }

    @Test
    void what_runs_once_more_is_red_again_and_not_flaky() throws IOException {
        String results = Files.readString(PROJECT.resolve("kinds/target/surefire-reports/TEST-bank.KindsTest.xml"));

        assertThat(results)
                .contains("<rerunFailure message=\"a deadlock is possible")
                .doesNotContain("flaky");
    }

    @Test
    void threads_that_are_older_than_a_test_or_outlive_it_blame_no_other_one() {
        assertThat(SurefireResults.of(PROJECT.resolve("kinds")))
                .hasEntrySatisfying("PoolTest.audits_in_the_pool_of_the_class_and_books", WiringsIT::isRed)
                .containsEntry("PoolTest.starts_a_pool_and_leaves_it", "")
                .containsEntry("PoolTest.does_nothing", "");
    }

    @Test
    void a_test_that_hangs_and_gives_up_says_why() {
        assertThat(SurefireResults.of(PROJECT.resolve("kinds")).get("HangsTest.meets_and_hangs"))
                .contains("execution timed out", "Suppressed: io.fencedep.junit.DeadlockError", RING);
    }

    @Test
    void an_annotation_that_accepts_nothing_is_named() throws IOException {
        assertThat(log())
                .containsOnlyOnce(
                        "fencedep: @AllowedCycle(reason = \"audits were wild once\") at bank.KindsTest.books_only()"
                                + " accepts nothing that the tests showed");
    }

    @Test
    void what_a_pom_says_of_the_check_is_done_also_for_failsafe() throws IOException {
        Path target = PROJECT.resolve("configured/target");

        assertThat(left("configured", ".json"))
                .as("Surefire's JVM and Failsafe's")
                .hasSize(2);
        assertThat(log())
                .contains("2 recorded, nothing new that can deadlock")
                .contains("accepted, but not found any more: 00000000feed")
                .containsPattern("a suppression fits nothing: .*class bank.Locks.vault");
        assertThat(target.resolve("reports/deadlocks.html")).isNotEmptyFile();
        assertThat(target.resolve("reports/deadlocks.json")).content().contains("fencedep-report", "7a5f82091f9c");
    }

    @Test
    void an_arg_line_that_shuts_the_agent_out_is_named_and_the_check_says_that_nothing_was_recorded()
            throws IOException {
        assertThat(log())
                .contains("maven-surefire-plugin has an argLine of its own, without @{argLine}")
                .containsPattern("no test was recorded: .*collision.*holds no graph");
    }

    @Test
    void a_module_that_looks_at_all_others_reads_every_graph_and_knows_what_annotations_there_accept()
            throws IOException {
        long graphs;
        try (Stream<Path> files = Files.walk(PROJECT)) {
            graphs = files.filter(file -> file.toString().matches(".*/target/fencedep/\\d+\\.json"))
                    .count();
        }
        assertThat(graphs).isGreaterThan(8);
        assertThat(left("together", ".json")).isEmpty();
        assertThat(Files.readString(PROJECT.resolve("together/target/fencedep/check.txt")))
                .contains(graphs + " inputs, ", "known")
                .doesNotContain(RING);
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
