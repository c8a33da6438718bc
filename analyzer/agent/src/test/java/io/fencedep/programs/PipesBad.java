package io.fencedep.programs;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;

/** A pipe is filled, or emptied, under a lock that the other side needs. */
public final class PipesBad {
    private static final Object written = new Object();
    private static final Object read = new Object();
    private static int count;

    private PipesBad() {}

    public static void main(String[] arguments) throws Exception {
        bytes();
        characters();
    }

    private static void bytes() throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 4);
        Turns.take(
                () -> {
                    synchronized (written) {
                        out.write(3);
                    }
                    out.write(4);
                },
                () -> {
                    synchronized (written) {
                        count++;
                    }
                    count += in.read();
                    synchronized (written) {
                        count++;
                    }
                    count += in.read();
                });
    }

    private static void characters() throws IOException, InterruptedException {
        PipedWriter out = new PipedWriter();
        PipedReader in = new PipedReader(out);
        Turns.take(
                () -> {
                    synchronized (read) {
                        count++;
                    }
                    out.write('x');
                },
                () -> {
                    synchronized (read) {
                        count += in.read();
                    }
                });
    }
}
