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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the files that the names of a command line mean. */
final class InputFiles {
    /** A part of a name that says which CPU of a recording the file is about. */
    private static final Pattern CPU = Pattern.compile("(?<=^|[^A-Za-z])cpu(\\d{1,5})(?=$|[^A-Za-z0-9])");

    /**
     * A file that may be an input, or files that are one together.
     *
     * @param name its name
     * @param named whether the user named it, so that it must be an input
     * @param parts the files of its CPUs in their order; the file itself when there is only one
     */
    record Candidate(String name, boolean named, List<String> parts) {
        Candidate(String name, boolean named) {
            this(name, named, List.of(name));
        }

        /** How many bytes it has, or -1 when nobody knows. */
        long size() {
            long sum = 0;
            for (String part : parts) {
                long size = size(part);
                if (size < 0) {
                    return -1;
                }
                sum += size;
            }
            return sum;
        }

        private static long size(String name) {
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

    /**
     * The same, where files whose names differ in the number of a CPU only are one candidate.
     *
     * @param isOfCpu whether a file is ftrace text of this CPU; asked of such files alone
     */
    static List<Candidate> joined(List<Candidate> candidates, BiPredicate<String, Integer> isOfCpu) {
        Map<String, SortedMap<Integer, Candidate>> groups = new LinkedHashMap<>();
        for (Candidate each : candidates) {
            Matcher cpu = CPU.matcher(each.name);
            if (cpu.find()) {
                groups.computeIfAbsent(nameOfAll(each.name, cpu), unknown -> new TreeMap<>())
                        .put(Integer.parseInt(cpu.group(1)), each);
            }
        }
        groups.values()
                .removeIf(group -> group.size() < 2
                        || !group.entrySet().stream()
                                .allMatch(each -> isOfCpu.test(each.getValue().name, each.getKey())));
        Map<Candidate, Candidate> whole = new HashMap<>();
        groups.forEach((name, group) -> {
            boolean named = group.values().stream().anyMatch(Candidate::named);
            List<String> parts = group.values().stream().map(Candidate::name).toList();
            Candidate all = new Candidate(name, named, parts);
            group.values().forEach(part -> whole.put(part, all));
        });
        return candidates.stream()
                .map(each -> whole.getOrDefault(each, each))
                .distinct()
                .toList();
    }

    private static String nameOfAll(String name, Matcher cpu) {
        return name.substring(0, cpu.start(1)) + "*" + name.substring(cpu.end(1));
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
