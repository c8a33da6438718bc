package io.fencedep.formats.tracedat;

import io.fencedep.formats.InputException;
import io.fencedep.formats.tracedat.Codec.DamagedException;
import java.io.IOException;

/** The pages of one CPU, one after another. Keeps one page in memory, or one compressed chunk of them. */
final class Pages {
    /** No chunk of pages is larger than this, once decompressed. */
    private static final int MAX_CHUNK = 1 << 24;

    private final DatFile file;
    private final Metadata metadata;
    private final String part;
    private final int pageSize;
    private final boolean compressed;
    private final Cursor cursor;
    private long chunks;
    private byte[] chunk = {};
    private int chunkAt;
    private byte[] page = {};
    private int length;
    private long at;

    Pages(DatFile file, Metadata metadata, String part, Metadata.Buffer buffer, Metadata.CpuData data)
            throws InputException {
        this.file = file;
        this.metadata = metadata;
        this.part = part;
        this.pageSize = buffer.pageSize();
        this.compressed = buffer.compressed();
        // The size of compressed pages is that of the chunks; how many there are stands before them.
        long size = data.size() + (compressed ? Integer.BYTES : 0);
        cursor = new Cursor(file.source(), part, file, data.offset(), data.offset() + size, metadata.bigEndian);
        if (compressed) {
            chunks = cursor.u32();
        }
    }

    /** The bytes of the page, at their beginning. */
    byte[] page() {
        return page;
    }

    /** How many bytes the page has. */
    int length() {
        return length;
    }

    /** Moves to the next page; false when there is none. */
    boolean next() throws InputException {
        return compressed ? nextOfChunk() : nextOfFile();
    }

    /** A fault in the page. */
    InputException error(int offset, String problem) {
        return file.source()
                .error(part + " at offset " + (compressed ? at + " (decompressed page) + " + offset : at + offset)
                        + ": " + problem);
    }

    private boolean nextOfFile() throws InputException {
        if (cursor.left() <= 0) {
            return false;
        }
        length = (int) Math.min(pageSize, cursor.left());
        room(length);
        at = cursor.at();
        try {
            file.read(at, page, 0, length);
        } catch (IOException e) {
            throw cursor.error("cannot be read: " + e.getMessage());
        }
        cursor.pass(length);
        return true;
    }

    private boolean nextOfChunk() throws InputException {
        while (chunkAt >= chunk.length) {
            if (chunks == 0) {
                return false;
            }
            chunks--;
            long packed = cursor.u32();
            long size = cursor.u32();
            if (size > MAX_CHUNK) {
                throw cursor.error("a chunk of " + size + " bytes is too large");
            }
            at = cursor.at();
            byte[] bytes = cursor.bytes(packed);
            try {
                chunk = metadata.codec.expand(bytes, size);
            } catch (DamagedException e) {
                throw cursor.error(e.problem());
            }
            chunkAt = 0;
        }
        length = Math.min(pageSize, chunk.length - chunkAt);
        room(length);
        System.arraycopy(chunk, chunkAt, page, 0, length);
        chunkAt += length;
        return true;
    }

    private void room(int size) {
        if (page.length < size) {
            page = new byte[size];
        }
    }
}
