package io.fencedep.maven;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the JVMs of tests left behind, in a folder for each module. Folders that are not there are empty. */
final class Recordings {
    private Recordings() {}

    /** A graph for each JVM, which is named by its process id. */
    static List<String> graphs(List<Path> folders) throws IOException {
        return named(folders, "[0-9]*.json");
    }

    /** What the tests themselves accepted, as baselines; a file for each JVM. */
    static List<String> accepted(List<Path> folders) throws IOException {
        return named(folders, "[0-9]*.accepted");
    }

    private static List<String> named(List<Path> folders, String pattern) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
                    files.forEach(each -> found.add(each.toString()));
                }
            }
        }
        Collections.sort(found);
        return found;
    }
}
