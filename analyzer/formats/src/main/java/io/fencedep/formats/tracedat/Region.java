package io.fencedep.formats.tracedat;

import java.io.IOException;

/** Bytes at places of the reader's choice. */
interface Region {
    /** How many there are. */
    long size();

    /** Reads exactly so many bytes, all of which exist. */
    void read(long at, byte[] into, int from, int length) throws IOException;

    /** Bytes in memory. */
    static Region of(byte[] bytes) {
        return new Region() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(long at, byte[] into, int from, int length) {
                System.arraycopy(bytes, (int) at, into, from, length);
            }
        };
    }
}
