package io.fencedep.report.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The root of a source tree. Finds files in it by as much of their path as is known: traces often give a name alone. The
 * tree is walked once, when a name is first looked up that is no path from the root. Thread-safe.
 */
public final class SourceRoot {
    /** No tree: relative paths are taken to be from its root. */
    public static final SourceRoot UNKNOWN = new SourceRoot(null);

    private static final Set<String> PASSED_OVER = Set.of(".git", ".svn", ".hg", "target", "node_modules");

    private final @Nullable Path root;
    private @Nullable Map<String, List<String>> byName;

    private SourceRoot(@Nullable Path root) {
        this.root = root;
    }

    /** The tree below this folder. */
    public static SourceRoot of(Path root) {
        return new SourceRoot(root.toAbsolutePath().normalize());
    }

    /**
     * The path of a file from the root, with {@code /} between its parts: the one file of the tree whose path ends as
     * this one does. Empty when there is none, or several that fit equally well, or when it can be no file's name.
     */
    public Optional<String> find(String file) {
        try {
            return find(Path.of(file).normalize(), file);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private Optional<String> find(Path path, String file) {
        Path tree = root;
        if (tree == null) {
            boolean inside = !path.isAbsolute() && !path.startsWith("..") && !file.matches("[A-Za-z]:.*");
            return inside ? Optional.of(text(path)) : Optional.empty();
        }
        if (path.isAbsolute() && path.startsWith(tree)) {
            return Optional.of(text(tree.relativize(path)));
        }
        if (!path.isAbsolute() && !path.startsWith("..") && Files.isRegularFile(tree.resolve(path))) {
            return Optional.of(text(path));
        }
        return best(text(path), files(tree).getOrDefault(String.valueOf(path.getFileName()), List.of()));
    }

    private static Optional<String> best(String file, List<String> candidates) {
        int most = 0;
        int equal = 1;
        String best = null;
        for (String candidate : candidates) {
            int common = commonParts(file, candidate);
            if (common > most) {
                most = common;
                best = candidate;
                equal = 1;
            } else if (common == most) {
                equal++;
            }
        }
        return equal == 1 ? Optional.ofNullable(best) : Optional.empty();
    }

    /** How many parts two paths have in common at their ends. */
    private static int commonParts(String left, String right) {
        String[] mine = left.split("/");
        String[] theirs = right.split("/");
        int common = 0;
        while (common < Math.min(mine.length, theirs.length)
                && mine[mine.length - 1 - common].equals(theirs[theirs.length - 1 - common])) {
            common++;
        }
        return common;
    }

    private synchronized Map<String, List<String>> files(Path tree) {
        Map<String, List<String>> known = byName;
        if (known == null) {
            known = walk(tree);
            byName = known;
        }
        return known;
    }

    private static Map<String, List<String>> walk(Path tree) {
        Map<String, List<String>> files = new HashMap<>();
        try {
            Files.walkFileTree(tree, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean skip = PASSED_OVER.contains(String.valueOf(folder.getFileName()));
                    return skip && !folder.equals(tree) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    files.computeIfAbsent(String.valueOf(file.getFileName()), ignored -> new ArrayList<>())
                            .add(text(tree.relativize(file)));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // What was not seen is not found: places stay as traces give them.
        }
        return files;
    }

    private static String text(Path path) {
        return path.toString().replace('\\', '/');
    }
}
