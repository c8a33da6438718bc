package io.fencedep.formats.load;

import io.fencedep.formats.InputException;
import io.fencedep.formats.TraceSource;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the files that the names of a command line mean. */
final class InputFiles {
    /**
     * A file that may be an input.
     *
     * @param name its name
     * @param named whether the user named it, so that it must be an input
     */
    record Candidate(String name, boolean named) {
        /** How many bytes it has, or -1 when nobody knows. */
        long size() {
            try {
                Path path = Path.of(name);
                return !name.equals(TraceSource.STDIN) && Files.isRegularFile(path) ? Files.size(path) : -1;
            } catch (IOException | InvalidPathException e) {
                return -1;
            }
        }
    }

    private InputFiles() {}

    /**
     * The files behind these names, in their order; a folder means all files below it, sorted, without those that are
     * hidden or lie in hidden folders.
     *
     * @throws InputException when a folder cannot be read
     */
    static List<Candidate> find(List<String> names) throws InputException {
        List<Candidate> found = new ArrayList<>();
        for (String name : names) {
            if (isFolder(name)) {
                for (Path file : walk(Path.of(name))) {
                    found.add(new Candidate(file.toString(), false));
                }
            } else {
                found.add(new Candidate(name, true));
            }
        }
        return found;
    }

    private static boolean isFolder(String name) {
        try {
            return !name.equals(TraceSource.STDIN) && Files.isDirectory(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static List<Path> walk(Path folder) throws InputException {
        List<Path> files = new ArrayList<>();
        Visitor visitor = new Visitor(folder, files);
        try {
            Files.walkFileTree(folder, visitor);
        } catch (IOException e) {
            throw new InputException(visitor.failed.toString(), 0, null, "cannot be read: " + e.getMessage());
        }
        Collections.sort(files);
        return files;
    }

    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final List<Path> files;
        private Path failed;

        Visitor(Path folder, List<Path> files) {
            this.folder = folder;
            this.files = files;
            this.failed = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return isHidden(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!isHidden(file) && Files.isRegularFile(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            failed = file;
            throw e;
        }

        private boolean isHidden(Path path) {
            return !path.equals(folder) && path.getFileName().toString().startsWith(".");
        }
    }
}
