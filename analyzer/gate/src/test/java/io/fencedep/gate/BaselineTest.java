package io.fencedep.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fencedep.core.detect.Analysis;
import io.fencedep.core.detect.Finding;
import io.fencedep.core.detect.Severity;
import io.fencedep.formats.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaselineTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_accepted_is_no_reason_to_fail_and_what_is_new_is() throws IOException {
        Baseline accepted = written(Baseline.of(findings("a b", "b a")));
        Analysis later = Graphs.analyse(Graphs.of("a b", "b a", "c d", "d c"), Suppressions.NONE);
        Verdict verdict = Verdict.of(later, accepted, Suppressions.NONE);
        assertThat(verdict.fresh(Severity.ERROR))
                .singleElement()
                .satisfies(finding -> assertThat(finding.title()).isEqualTo("c -> d -> c"));
        assertThat(Verdict.of(later, null, Suppressions.NONE).fresh(Severity.ERROR))
                .hasSize(2);
    }

    @Test
    void entries_that_vanished_are_named() throws IOException {
        Baseline accepted = written(Baseline.of(findings("a b", "b a", "c d", "d c")));
        Analysis later = Graphs.analyse(Graphs.of("a b", "b a"), Suppressions.NONE);
        assertThat(Verdict.of(later, accepted, Suppressions.NONE).acceptance().vanished())
                .singleElement()
                .satisfies(gone -> assertThat(gone.about()).isEqualTo("cycle  c -> d -> c"));
    }

    @Test
    void the_file_is_sorted_and_holds_nothing_that_changes_by_itself() throws IOException {
        Path file = folder.resolve("known.txt");
        Baseline.of(findings("c d", "d c", "b a", "a b")).write(file);
        String one = Files.readString(file);
        Baseline.of(findings("a b", "b a", "c d", "d c")).write(file);
        assertThat(Files.readString(file)).isEqualTo(one);
        assertThat(one.lines().filter(line -> !line.startsWith("#")))
                .isSorted()
                .hasSize(2)
                .allMatch(line -> line.matches("[0-9a-f]{12}  cycle  . -> . -> ."));
    }

    @Test
    void what_people_wrote_stays_with_the_entry_that_it_is_about() throws IOException {
        Path file = folder.resolve("known.txt");
        Baseline.of(findings("a b", "b a", "c d", "d c")).write(file);
        List<String> ids = List.copyOf(Baseline.read(file.toString()).entries().keySet());
        String commented = Files.readString(file)
                .replace(ids.get(0), "# of the whole file\n\n# JIRA-12: the probe\n# runs once\n" + ids.get(0))
                .replaceFirst("(?m)^(" + ids.get(1) + ".*)$", "$1  # until 2.0, says Ada");
        Files.writeString(file, commented + "# at the end\n");
        String kept = Files.readString(file);
        Baseline.of(findings("d c", "c d", "b a", "a b")).write(file);
        assertThat(Files.readString(file)).isEqualTo(kept);
        String title = Baseline.read(file.toString()).entries().get(ids.get(1));
        assertThat(title).endsWith("# until 2.0, says Ada");
        String left = title.startsWith("cycle  a") ? "a b" : "c d";
        Baseline.of(findings(left, left.charAt(2) + " " + left.charAt(0))).write(file);
        assertThat(Files.readString(file))
                .contains("# of the whole file", "# until 2.0, says Ada", "# at the end")
                .doesNotContain("JIRA-12");
    }

    @Test
    void a_file_that_is_no_baseline_is_not_overwritten() throws IOException {
        Path file = Files.writeString(folder.resolve("main.c"), "int main(void)\n");
        Baseline baseline = Baseline.of(findings("a b", "b a"));
        assertThatThrownBy(() -> baseline.write(file)).hasMessageStartingWith(file + ":1: id: 'int' is not the id");
        assertThat(Files.readString(file)).isEqualTo("int main(void)\n");
    }

    @Test
    void baselines_are_merged_by_joining_their_lines() throws IOException {
        Path one = folder.resolve("one.txt");
        Path two = folder.resolve("two.txt");
        Baseline.of(findings("a b", "b a", "c d", "d c")).write(one);
        Baseline.of(findings("c d", "d c", "e f", "f e")).write(two);
        Path both = Files.writeString(folder.resolve("both.txt"), Files.readString(one) + Files.readString(two));
        assertThat(Baseline.read(both.toString()).entries()).hasSize(3);
        Path conflict = Files.writeString(folder.resolve("conflict.txt"), "<<<<<<< HEAD\n" + Files.readString(one));
        assertThatThrownBy(() -> Baseline.read(conflict.toString())).hasMessageContaining(":1: id: '<<<<<<<'");
    }

    @Test
    void hostile_names_stay_on_their_line() throws IOException {
        Baseline accepted = Baseline.of(findings("a\n000000000000 b\u202e", "b\u202e a\n000000000000"));
        assertThat(written(accepted).entries()).hasSameSizeAs(accepted.entries());
    }

    @Test
    void errors_name_file_line_and_field() throws IOException {
        Path file = Files.writeString(folder.resolve("known.txt"), "# head\n\n0123456789ab  cycle\nnonsense here\n");
        assertThatThrownBy(() -> Baseline.read(file.toString()))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ":4: id: 'nonsense' is not the id of a finding (12 digits or letters a to f)");
        assertThatThrownBy(() -> Baseline.read(folder.resolve("gone").toString()))
                .hasMessageEndingWith("no such file");
    }

    @Test
    void ids_survive_lines_lambdas_addresses_suffixes_and_versions() {
        String id = id("lock@net/sock.c:12", "x");
        assertThat(id("lock@net/sock.c:4711", "x")).isEqualTo(id);
        same("Pool.java:12", "Pool.java:99");
        same("lambda$run$0", "lambda$run$17");
        same("io.shop.Cart$$Lambda$14/0x0000000800c03000", "io.shop.Cart$$Lambda/0x00007f1234567890");
        same("&dev->lock@ffff_probe+0x12/0x80", "&dev->lock@ffff_probe+0x44/0x90");
        same("submit.isra.0", "submit.constprop.3.cold");
        same("java.base@17.0.15/java.util.Hashtable", "java.base@21.0.2/java.util.Hashtable");
        same("netty-common-4.1.100.Final.jar", "netty-common-4.2.0.jar");
        same("jdk.proxy2.$Proxy12", "jdk.proxy2.$Proxy3");
        assertThat(id("&a->lock", "x")).isNotEqualTo(id("&a->lock/1", "x"));
    }

    @Test
    void two_findings_that_differ_in_lines_only_are_both_told_and_have_ids_of_their_own() {
        List<Finding> two = findings("m@a.c:1 x", "x m@a.c:1", "m@a.c:2 x", "x m@a.c:2");
        assertThat(two).hasSize(2).extracting(Finding::id).doesNotHaveDuplicates();
        List<Finding> drifted = findings("m@a.c:11 x", "x m@a.c:11", "m@a.c:12 x", "x m@a.c:12");
        assertThat(drifted)
                .extracting(Finding::id)
                .containsExactlyElementsOf(two.stream().map(Finding::id).toList());
    }

    private static void same(String before, String after) {
        assertThat(id(after, "other")).as(after).isEqualTo(id(before, "other"));
    }

    private static String id(String one, String other) {
        return findings(one + " " + other, other + " " + one).get(0).id();
    }

    private static List<Finding> findings(String... chains) {
        return Graphs.analyse(Graphs.of(chains), Suppressions.NONE).findings();
    }

    private Baseline written(Baseline baseline) throws IOException {
        Path file = folder.resolve("written.txt");
        baseline.write(file);
        return Baseline.read(file.toString());
    }
}
