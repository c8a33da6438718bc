package io.fencedep.formats.live;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Fetches bytes in a thread of its own and keeps what nobody has read yet, up to a limit. Whoever reads is asked to do
 * something useful before it waits. Fed by one thread, read by one other.
 */
final class Pump extends InputStream {
    private static final int PIECE = 1 << 16;
    private static final long WAIT_MILLIS = 25;

    private final InputStream in;
    private final Runnable idle;
    private final byte[] ring;
    private long written;
    private long taken;
    private boolean ended;
    private boolean stopped;
    private @Nullable IOException failure;

    /**
     * @param in read until its end, or until somebody stops
     * @param capacity how many bytes may wait
     * @param idle what to do before waiting, and now and then while waiting
     */
    Pump(InputStream in, int capacity, Runnable idle) {
        this.in = in;
        this.ring = new byte[capacity];
        this.idle = idle;
        Thread thread = new Thread(this::fetch, "fencedep-pump");
        thread.setDaemon(true);
        thread.start();
    }

    /** No more is fetched; what was fetched can still be read. */
    synchronized void stop() {
        stopped = true;
        notifyAll();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        while (true) {
            int count = take(into, from, length);
            if (count != 0) {
                return count;
            }
            idle.run();
            await();
        }
    }

    @Override
    public synchronized int available() {
        return (int) (written - taken);
    }

    private synchronized int take(byte[] into, int from, int length) throws IOException {
        int count = (int) Math.min(length, written - taken);
        if (count == 0) {
            if (failure != null) {
                throw failure;
            }
            return ended || stopped ? -1 : 0;
        }
        int at = (int) (taken % ring.length);
        count = Math.min(count, ring.length - at);
        System.arraycopy(ring, at, into, from, count);
        taken += count;
        notifyAll();
        return count;
    }

    private synchronized void await() throws IOException {
        try {
            long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
            long left = WAIT_MILLIS;
            while (left > 0 && written == taken && !ended && !stopped) {
                wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void fetch() {
        byte[] piece = new byte[PIECE];
        try (in) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                if (!put(piece, count)) {
                    return;
                }
            }
            end(null);
        } catch (IOException e) {
            end(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(new IOException("interrupted", e));
        }
    }

    private synchronized boolean put(byte[] piece, int count) throws InterruptedException {
        while (written - taken + count > ring.length && !stopped) {
            wait();
        }
        if (stopped) {
            return false;
        }
        for (int done = 0; done < count; ) {
            int at = (int) (written % ring.length);
            int part = Math.min(count - done, ring.length - at);
            System.arraycopy(piece, done, ring, at, part);
            written += part;
            done += part;
        }
        notifyAll();
        return true;
    }

    private synchronized void end(@Nullable IOException problem) {
        failure = problem;
        ended = true;
        notifyAll();
    }
}
