package io.fencedep.formats.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A named pipe that several write to, one after the other. It stays open in between, so that nobody finds it without a
 * reader; what comes after all writers have gone is another one's.
 */
final class NamedPipe implements AutoCloseable {
    private final LateStream in;
    private final BooleanSupplier stopped;

    /** @param stopped asked now and then whether nobody waits any more */
    NamedPipe(Path path, BooleanSupplier stopped) {
        this.in = new LateStream(path);
        this.stopped = stopped;
    }

    /** What the next writers say, until all have gone; empty when nobody waits for them any more. */
    InputStream next() {
        return new Writers();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Writers extends InputStream {
        private boolean began;
        private boolean over;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (over || length == 0) {
                return over ? -1 : 0;
            }
            int count = in.read(into, from, length);
            while (count < 0 && !began && !stopped.getAsBoolean()) {
                FollowedFile.pause();
                count = in.read(into, from, length);
            }
            began |= count > 0;
            over = count < 0;
            return count;
        }
    }
}
