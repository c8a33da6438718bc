package io.fencedep.formats.tracedat;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** How parts of a file are compressed: each by itself, with its size before and after beside it. */
enum Codec {
    NONE,
    ZSTD,
    ZLIB;

    /** No part is larger, once decompressed. */
    static final int MAX_SIZE = 1 << 28;
    /** No part that is worth reading shrinks by more than this. */
    private static final int MAX_RATIO = 1 << 12;

    private static final int SMALL = 1 << 16;

    /** Bytes that are not what was promised. */
    static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1;

        private final String problem;

        DamagedException(String problem) {
            super(problem);
            this.problem = problem;
        }

        String problem() {
            return problem;
        }
    }

    /** The one with this name in a file's header. */
    static Optional<Codec> named(String name) {
        return Arrays.stream(values())
                .filter(codec -> codec.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /**
     * What these bytes were before compression.
     *
     * @param size what their length is said to be
     * @throws DamagedException when they are damaged, or the size is not theirs
     */
    byte[] expand(byte[] packed, long size) throws DamagedException {
        if (size < 0 || size > MAX_SIZE || size > SMALL + (long) MAX_RATIO * packed.length) {
            throw new DamagedException(
                    packed.length + " compressed bytes cannot be " + Long.toUnsignedString(size) + " bytes");
        }
        byte[] plain = new byte[(int) size];
        long length = this == ZSTD ? zstd(packed, plain) : this == ZLIB ? zlib(packed, plain) : copy(packed, plain);
        if (length != size) {
            throw new DamagedException("decompressed to " + length + " bytes, not " + size);
        }
        return plain;
    }

    private static long copy(byte[] packed, byte[] plain) {
        System.arraycopy(packed, 0, plain, 0, Math.min(packed.length, plain.length));
        return packed.length;
    }

    private static long zstd(byte[] packed, byte[] plain) throws DamagedException {
        try {
            return Zstd.decompressByteArray(plain, 0, plain.length, packed, 0, packed.length);
        } catch (ZstdException e) {
            throw new DamagedException("the compressed data is damaged: " + e.getMessage());
        }
    }

    private static long zlib(byte[] packed, byte[] plain) throws DamagedException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int length = 0;
            while (!inflater.finished() && length < plain.length) {
                int count = inflater.inflate(plain, length, plain.length - length);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    break;
                }
                length += count;
            }
            return length;
        } catch (DataFormatException e) {
            throw new DamagedException("the compressed data is damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
