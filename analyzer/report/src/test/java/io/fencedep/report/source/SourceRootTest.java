package io.fencedep.report.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceRootTest {
    @TempDir
    private Path tree;

    @Test
    void lines_are_read_out_of_places_and_frames() {
        assertThat(SourceLine.of("amdgpu_object.h:172")).contains(new SourceLine("amdgpu_object.h", 172));
        assertThat(SourceLine.of("wait at drivers/x/y.c:12:5")).contains(new SourceLine("drivers/x/y.c", 12));
        assertThat(SourceLine.of("app//java.base@17.0.1/io.shop.Account.move(Account.java:42)"))
                .contains(new SourceLine("io/shop/Account.java", 42));
        assertThat(SourceLine.of("C:\\src\\a.c:9")).contains(new SourceLine("/src/a.c", 9));
        assertThat(SourceLine.of("ww_mutex_lock+0x12/0x30 [amdgpu]")).isEmpty();
        assertThat(SourceLine.of("x.c:99999999999")).isEmpty();
    }

    @Test
    void a_name_alone_is_found_if_there_is_one_of_it() throws IOException {
        file("a/one.c");
        file("a/b/two.c");
        file("c/b/two.c");
        file("target/three.c");
        SourceRoot root = SourceRoot.of(tree);
        assertThat(root.find("one.c")).contains("a/one.c");
        assertThat(root.find("a/one.c")).contains("a/one.c");
        assertThat(root.find("two.c")).isEmpty();
        assertThat(root.find("c/b/two.c")).contains("c/b/two.c");
        assertThat(root.find("/build/host/c/b/two.c")).contains("c/b/two.c");
        assertThat(root.find("three.c")).isEmpty();
        assertThat(root.find(tree.resolve("a/one.c").toString())).contains("a/one.c");
        assertThat(root.find("../../etc/passwd")).isEmpty();
    }

    @Test
    void without_a_tree_relative_paths_are_taken_as_they_are() {
        assertThat(SourceRoot.UNKNOWN.find("a/../b.c")).contains("b.c");
        assertThat(SourceRoot.UNKNOWN.find("/usr/src/b.c")).isEmpty();
        assertThat(SourceRoot.UNKNOWN.find("../b.c")).isEmpty();
    }

    @Test
    void what_can_be_no_name_of_a_file_is_nowhere() {
        assertThat(SourceRoot.UNKNOWN.find("a\0.c")).isEmpty();
        assertThat(SourceRoot.of(tree).find("a\0.c")).isEmpty();
        assertThat(SourceRoot.of(tree).find("")).isEmpty();
    }

    private void file(String name) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.createFile(file);
    }
}
