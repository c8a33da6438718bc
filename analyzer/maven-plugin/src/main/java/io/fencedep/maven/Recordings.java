package io.fencedep.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the JVMs of the tests left behind in one folder. */
final class Recordings {
    private final Path folder;

    Recordings(File folder) {
        this.folder = folder.toPath();
    }

    /** A graph for each JVM, sorted by name. */
    List<String> graphs() throws IOException {
        return named("*.json");
    }

    /** What the tests themselves accepted, as baselines; a file for each JVM. */
    List<String> accepted() throws IOException {
        return named("*.accepted");
    }

    private List<String> named(String pattern) throws IOException {
        List<String> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                files.forEach(each -> found.add(each.toString()));
            }
        }
        Collections.sort(found);
        return found;
    }
}
