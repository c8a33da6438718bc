package io.fencedep.agent.analysis;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where this process writes what was asked for. When several JVMs have the same options, as forks of a test run have, each
 * would put its file in place of the others' one, and whatever they found would be gone. So who sees that somebody else has
 * written a file meanwhile writes one of its own beside it. A file from before this process began is an older run's.
 */
final class OwnFiles {
    private final Consumer<String> say;
    private final FileTime began = FileTime.fromMillis(System.currentTimeMillis());
    private final Map<String, Path> places = new HashMap<>();
    /** When this process wrote a file last; absent as long as it has not. */
    private final Map<Path, FileTime> written = new HashMap<>();

    OwnFiles(Consumer<String> say) {
        this.say = say;
    }

    /** Writes a file. */
    interface Writing {
        void to(Path file) throws IOException;
    }

    /** Writes a file of this name, or one beside it when that is somebody else's. */
    void write(String name, Writing writing) throws IOException {
        Path file = places.computeIfAbsent(name, Path::of);
        try (Claim claim = claim(file)) {
            if (!claim.taken) {
                write(file, writing);
                return;
            }
        }
        Path own = beside(file);
        say.accept("another process writes " + file + " too, so this one writes " + own
                + "; %p in a file's name stands for the process id");
        places.put(name, own);
        write(own, writing);
    }

    private void write(Path file, Writing writing) throws IOException {
        try {
            writing.to(file);
        } finally {
            // Where there was no room for it, the file that stands for it is ours all the same.
            if (Files.isRegularFile(file)) {
                written.put(file, Files.getLastModifiedTime(file));
            }
        }
    }

    /** Whether a file is somebody else's; if not, nobody else takes it before this is closed. */
    private record Claim(boolean taken, @Nullable FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (channel != null) {
                channel.close();
            }
        }
    }

    private Claim claim(Path file) throws IOException {
        boolean created = create(file);
        if (!Files.isRegularFile(file)) {
            return new Claim(false, null);
        }
        FileTime known = written.get(file);
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        FileChannel channel = open(file);
        if (channel == null) {
            return new Claim(!created && isForeign(file, known), null);
        }
        // A file that is written gets another one's name, so a lock of the one that had it first means nothing.
        boolean ours = channel.tryLock() != null
                && Objects.equals(
                        key,
                        Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        return new Claim(!ours || !created && isForeign(file, known), channel);
    }

    /** A file that may be written but not opened for that is replaced all the same. */
    private static @Nullable FileChannel open(Path file) {
        try {
            return FileChannel.open(file, StandardOpenOption.WRITE);
        } catch (IOException e) {
            return null;
        }
    }

    /** Makes the file, for others to see; not where that fails, as the attempt to write it will say why. */
    private static boolean create(Path file) {
        try {
            Files.createFile(file);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isForeign(Path file, @Nullable FileTime known) throws IOException {
        FileTime now = Files.getLastModifiedTime(file);
        return known == null ? now.compareTo(began) >= 0 : !known.equals(now);
    }

    /** Where a file of this name has gone. */
    String place(String name) {
        Path file = places.get(name);
        return file == null ? name : file.toString();
    }

    /** The same file with the process id in its name. */
    static Path beside(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String id = "-" + ProcessHandle.current().pid();
        return file.resolveSibling(dot <= 0 ? name + id : name.substring(0, dot) + id + name.substring(dot));
    }
}
