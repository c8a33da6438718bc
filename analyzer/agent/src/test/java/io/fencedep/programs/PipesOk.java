package io.fencedep.programs;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;

/** Both sides of a pipe take a lock, and none of them while it waits for the other one. */
public final class PipesOk {
    private static final Object lock = new Object();
    private static final int MANY = 50;
    private static int count;

    private PipesOk() {}

    public static void main(String[] arguments) throws Exception {
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(out, 4);
        Thread writer = new Thread(() -> Turns.run(() -> {
            for (int i = 0; i < MANY; i++) {
                out.write(i);
                count(1);
            }
            out.close();
        }));
        writer.start();
        while (in.read() >= 0) {
            count(-1);
        }
        writer.join();
    }

    private static void count(int more) {
        synchronized (lock) {
            count += more;
        }
    }
}
