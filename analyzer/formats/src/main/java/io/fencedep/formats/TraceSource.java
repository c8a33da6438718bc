package io.fencedep.formats;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A named input as a stream of bytes, decompressed when its content is gzip or xz (any number of members) or zstd. Gives out
 * its beginning ahead of reading, so that a format can be chosen, and identifies its content once all is read. Never
 * waits for more of a live input than it must.
 */
public final class TraceSource implements Closeable {
    /** The name of standard input. */
    public static final String STDIN = "-";

    /** How many bytes {@link #head} gives at most. */
    public static final int MAX_HEAD = 1 << 16;

    /** So far is looked for what tells of the rest. */
    private static final long MAX_SEARCHED = 256L << 20;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final String name;
    private final @Nullable Path path;
    private final long size;
    private final CountingStream raw;
    private @Nullable InputStream content;
    private final ContentHash hash = new ContentHash();
    private final byte[] head = new byte[MAX_HEAD];
    private int headLength;
    private int headRead;
    private boolean ended;
    private @Nullable InputException failure;

    private TraceSource(String name, InputStream stream, @Nullable Path path, long size) {
        this.name = name;
        this.path = path;
        this.size = size;
        this.raw = new CountingStream(stream);
    }

    /** Opens a file, or standard input when the name is {@value #STDIN}. */
    public static TraceSource open(String name) throws InputException {
        if (name.equals(STDIN)) {
            return of(name, System.in);
        }
        try {
            return open(Path.of(name));
        } catch (InvalidPathException e) {
            throw new InputException(name, 0, null, "is not a file name");
        }
    }

    /** Opens a file. */
    public static TraceSource open(Path path) throws InputException {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            throw new InputException(name, 0, null, "is a directory");
        }
        try {
            long size = Files.isRegularFile(path) ? Files.size(path) : -1;
            return new TraceSource(name, Files.newInputStream(path), size < 0 ? null : path, size);
        } catch (NoSuchFileException e) {
            throw new InputException(name, 0, null, "no such file");
        } catch (AccessDeniedException e) {
            throw new InputException(name, 0, null, "permission denied");
        } catch (IOException e) {
            throw new InputException(name, 0, null, "cannot be opened: " + e.getMessage());
        }
    }

    /** A stream under a name of the caller's choice; {@link #close} closes it. */
    public static TraceSource of(String name, InputStream stream) {
        return new TraceSource(name, stream, null, -1);
    }

    /**
     * The id that the content of a file gives: what {@link #contentId} says after all of it was read. Reads it whole.
     *
     * @throws InputException when it cannot be read
     */
    public static String contentIdOf(String name) throws InputException {
        try (TraceSource source = open(name)) {
            byte[] buffer = new byte[MAX_HEAD];
            while (source.read(buffer, 0, buffer.length) >= 0) {
                // What was read counts, not what it says.
            }
            return source.contentId();
        }
    }

    /** As the user named it. */
    public String name() {
        return name;
    }

    /** How many bytes the input has before decompression, or -1 when nobody knows: for progress. */
    public long size() {
        return size;
    }

    /** How many bytes were read so far, before decompression: for progress, from any thread. */
    public long position() {
        return raw.count();
    }

    /**
     * The file whose bytes are those that {@link #read} gives, for who must read them out of order; empty for pipes and
     * compressed files. Known once {@link #head} was called.
     */
    public Optional<Path> plainFile() {
        return content instanceof PrefixedStream ? Optional.ofNullable(path) : Optional.empty();
    }

    /**
     * The first bytes, decompressed: at least one line unless the input or {@link #MAX_HEAD} ends before, and all that a
     * live input has at hand, without a byte order mark. Empty only for an empty input.
     */
    public byte[] head() throws InputException {
        if (headLength == 0) {
            extendHead();
        }
        return Arrays.copyOfRange(head, mark(), headLength);
    }

    /**
     * What comes behind {@link #head}, from the first line on that holds one of these texts, up to {@link #MAX_HEAD} bytes.
     * Empty when none does, or when the input can be read only once. Reads the file again up to there.
     */
    public byte[] linesWith(byte[]... texts) throws InputException {
        if (path == null) {
            return new byte[0];
        }
        try (TraceSource again = open(path)) {
            LineReader lines = new LineReader(again, new ReadStats(again, ReadOptions.LENIENT));
            ByteArrayOutputStream found = new ByteArrayOutputStream();
            long passed = 0;
            while (passed < MAX_SEARCHED && found.size() < MAX_HEAD && lines.next()) {
                passed += lines.length() + 1;
                if (found.size() > 0 || passed > headLength && holdsAny(lines, texts)) {
                    found.write(lines.buffer(), lines.from(), lines.length());
                    found.write('\n');
                }
            }
            return found.toByteArray();
        }
    }

    private static boolean holdsAny(LineReader lines, byte[][] texts) {
        int end = lines.from() + lines.length();
        for (byte[] text : texts) {
            for (int at = lines.from(); at <= end - text.length; at++) {
                if (lines.buffer()[at] == text[0]
                        && Arrays.equals(lines.buffer(), at, at + text.length, text, 0, text.length)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many bytes of the beginning are a byte order mark of UTF-8, which belongs to no line. */
    private int mark() {
        return headLength >= MARK.length && Arrays.equals(head, 0, MARK.length, MARK, 0, MARK.length) ? MARK.length : 0;
    }

    /** Waits for more bytes of {@link #head}; false when there are none. Not after the first {@link #read}. */
    public boolean extendHead() throws InputException {
        if (headRead > 0) {
            throw new IllegalStateException("reading has begun");
        }
        int before = headLength;
        do {
            if (headLength == MAX_HEAD || ended || failure != null) {
                break;
            }
            fillHead();
        } while (!hasLine(before) || atHand());
        if (headLength == 0 && failure != null) {
            throw failure;
        }
        return headLength > before;
    }

    /**
     * Reads the next bytes: as many as there are at hand, at least one.
     *
     * @return how many, or -1 at the end
     */
    public int read(byte[] into, int from, int length) throws InputException {
        if (headRead < headLength) {
            int count = Math.min(length, headLength - headRead);
            System.arraycopy(head, headRead, into, from, count);
            headRead += count;
            return count;
        }
        if (failure != null) {
            throw failure;
        }
        return ended ? -1 : readContent(into, from, length);
    }

    /** Whether {@link #read} has met the end. */
    public boolean ended() {
        return ended;
    }

    /** Identifies what was read so far: all of the content, once {@link #read} has said so. */
    public String contentId() {
        return hash.id();
    }

    /** An exception that names this input as a whole. */
    public InputException error(String problem) {
        return error(0, null, problem);
    }

    /** An exception that names this input. */
    public InputException error(long line, @Nullable String field, String problem) {
        return new InputException(name.equals(STDIN) ? "standard input" : name, line, field, problem);
    }

    @Override
    public void close() {
        try {
            if (content != null) {
                content.close();
            }
            raw.close();
        } catch (IOException e) {
            // All that was wanted of it has been read.
        }
    }

    private void fillHead() {
        try {
            int count = readContent(head, headLength, MAX_HEAD - headLength);
            headLength += Math.max(count, 0);
        } catch (InputException e) {
            failure = e;
        }
    }

    private boolean hasLine(int from) {
        for (int at = from; at < headLength; at++) {
            if (head[at] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean atHand() {
        try {
            return content != null && content.available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int readContent(byte[] into, int from, int length) throws InputException {
        InputStream stream = content;
        try {
            if (stream == null) {
                stream = Compression.open(raw);
                content = stream;
            }
            int count = stream.read(into, from, length);
            if (count < 0) {
                ended = true;
            } else {
                hash.update(into, from, count);
            }
            return count;
        } catch (IOException e) {
            throw error(Compression.explain(e));
        }
    }
}
