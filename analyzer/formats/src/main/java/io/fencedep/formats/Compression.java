package io.fencedep.formats;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.tukaani.xz.XZInputStream;

/** Finds out by content whether bytes are compressed, and undoes it. */
final class Compression {
    private static final int MAGIC = 4;
    private static final int ZSTD_FRAME = 0xFD2FB528;
    private static final int ZSTD_SKIPPABLE = 0x184D2A50;
    /** Frames made by {@code zstd --ultra --long=31} too. */
    private static final int ZSTD_LONGEST_WINDOW = 31;

    private Compression() {}

    /** The content of this stream; waits for its first bytes. */
    static InputStream open(InputStream raw) throws IOException {
        byte[] start = new byte[MAGIC];
        int length = 0;
        boolean ended = false;
        while (!ended && length < MAGIC && mayBeCompressed(start, length)) {
            int count = raw.read(start, length, MAGIC - length);
            ended = count < 0;
            length += Math.max(count, 0);
        }
        InputStream whole = new PrefixedStream(start, length, raw);
        if (length >= 2 && isGzip(start)) {
            return new GzipMembers(whole);
        }
        if (length == MAGIC && isZstd(start)) {
            return Zstd.open(whole);
        }
        if (length == MAGIC && isXz(start)) {
            return Xz.open(whole);
        }
        return whole;
    }

    /** What to tell the user when reading failed. */
    static String explain(IOException e) {
        String message = e.getMessage();
        if (e instanceof EOFException || Zstd.failed(e) && "Truncated source".equals(message)) {
            return "the compressed data ends too early: the file was cut off";
        }
        if (Xz.wantsMore(e)) {
            return "the compressed data wants more memory than any xz option asks for";
        }
        if (e instanceof ZipException || Zstd.failed(e) || Xz.failed(e)) {
            return "the compressed data is damaged: " + message;
        }
        return "cannot be read: " + message;
    }

    /** Whether these bytes begin some magic number, so that it is worth waiting for the next one. */
    private static boolean mayBeCompressed(byte[] start, int length) {
        if (length == 0) {
            return true;
        }
        if (start[0] == (byte) 0xFD) {
            return length == 1 || start[1] == '7' && (length == 2 || start[2] == 'z');
        }
        boolean zstd = start[0] == 0x28 || (start[0] & 0xF0) == 0x50;
        return length == 1 ? zstd || start[0] == 0x1F : zstd && (start[1] == (byte) 0xB5 || start[1] == 0x2A);
    }

    private static boolean isGzip(byte[] start) {
        return start[0] == 0x1F && start[1] == (byte) 0x8B;
    }

    private static boolean isXz(byte[] start) {
        return start[0] == (byte) 0xFD && start[1] == '7' && start[2] == 'z' && start[3] == 'X';
    }

    private static boolean isZstd(byte[] start) {
        int magic = (start[0] & 0xff) | (start[1] & 0xff) << 8 | (start[2] & 0xff) << 16 | start[3] << 24;
        return magic == ZSTD_FRAME || (magic & ~0xF) == ZSTD_SKIPPABLE;
    }

    /** Apart, so that whoever reads nothing compressed can do without the library: the agent's jar has none. */
    private static final class Zstd {
        static InputStream open(InputStream whole) throws IOException {
            return new ZstdInputStreamNoFinalizer(whole).setLongMax(ZSTD_LONGEST_WINDOW);
        }

        static boolean failed(IOException e) {
            return e.getClass().getName().equals("com.github.luben.zstd.ZstdIOException");
        }
    }

    /** Apart for the same reason. */
    private static final class Xz {
        /** More than {@code xz -9} needs for decompression, and what a file that claims anything else does not get. */
        private static final int MAX_KIB = 1 << 17;

        private static final String PACKAGE = "org.tukaani.xz.";

        static InputStream open(InputStream whole) throws IOException {
            return new XZInputStream(whole, MAX_KIB);
        }

        static boolean failed(IOException e) {
            return e.getClass().getName().startsWith(PACKAGE);
        }

        static boolean wantsMore(IOException e) {
            return e.getClass().getName().equals(PACKAGE + "MemoryLimitException");
        }
    }
}
