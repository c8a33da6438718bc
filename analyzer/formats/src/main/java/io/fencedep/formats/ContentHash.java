package io.fencedep.formats;

import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Identifies content by two checksums over different polynomials and its length: 64 bits that a processor computes at
 * several GB/s. Good against accidents (two contents of one length meet once in 2^64), not against malice.
 */
final class ContentHash {
    private final CRC32 first = new CRC32();
    private final CRC32C second = new CRC32C();
    private long length;

    void update(byte[] bytes, int from, int count) {
        first.update(bytes, from, count);
        second.update(bytes, from, count);
        length += count;
    }

    String id() {
        return String.format(Locale.ROOT, "%08x%08x-%x", first.getValue(), second.getValue(), length);
    }
}
