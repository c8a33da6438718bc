package io.fencedep.samples;

import io.fencedep.core.graph.DependencyGraph;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** An ftrace text that is made while it is read: each task takes two locks, and is never seen again. */
final class ShortTasks extends InputStream {
    private static final int CLASSES = 50;

    private final long tasks;
    private long made;
    private byte[] chunk = "# tracer: nop\n#\n".getBytes(StandardCharsets.US_ASCII);
    private int at;

    ShortTasks(long tasks) {
        this.tasks = tasks;
    }

    @Override
    public int read() {
        return at < chunk.length || refill() ? chunk[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        if (at == chunk.length && !refill()) {
            return -1;
        }
        int count = Math.min(length, chunk.length - at);
        System.arraycopy(chunk, at, into, from, count);
        at += count;
        return count;
    }

    private boolean refill() {
        if (made == tasks) {
            return false;
        }
        long pid = ++made;
        long lock = pid % CLASSES;
        String task = "     sh" + pid % 7919 + "-" + pid + " [000] ..... " + pid + ".000001: lock_";
        String text = task + "acquire: 1" + lock + " &outer->lock" + lock + "\n"
                + task + "acquire: 2" + lock + " &inner->lock" + lock + "\n"
                + task + "release: 2" + lock + " &inner->lock" + lock + "\n"
                + task + "release: 1" + lock + " &outer->lock" + lock + "\n";
        chunk = text.getBytes(StandardCharsets.US_ASCII);
        at = 0;
        return true;
    }

    /** Analyses this many tasks, and says what it saw. */
    public static void main(String[] args) {
        DependencyGraph graph = Analyses.read("generated", new ShortTasks(Long.parseLong(args[0])));
        long tasks = graph.recordings().values().iterator().next().tasks();
        System.out.println(tasks + " tasks, " + graph.dependencies().size() + " dependencies");
    }
}
