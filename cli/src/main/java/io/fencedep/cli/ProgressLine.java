package io.fencedep.cli;

import io.fencedep.formats.load.ReadProgress.State;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Says on standard error how far a long reading is: on a terminal one line that is written anew, elsewhere a line now and
 * then, and nothing at all when it is over soon.
 */
final class ProgressLine implements AutoCloseable {
    private static final String REWRITE = "\r\u001b[K";
    /** What does not fit on the line is cut off by the terminal, however wide it is now. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final long TERMINAL_MILLIS = 500;
    private static final long PLAIN_MILLIS = 10_000;

    private final Supplier<String> progress;
    private final PrintStream out;
    private final boolean terminal;
    private final long period;
    private final long start = System.nanoTime();
    private final Thread thread;
    private boolean over;
    private boolean shown;

    /**
     * @param progress asked for the text each time
     * @param terminal whether the line is written anew
     * @param period milliseconds before the first line, and between two
     */
    ProgressLine(Supplier<String> progress, PrintStream out, boolean terminal, long period) {
        this.progress = progress;
        this.out = out;
        this.terminal = terminal;
        this.period = period;
        this.thread = new Thread(this::run, "fencedep-progress");
        this.thread.setDaemon(true);
    }

    /** Begins to show it, if it is wanted. */
    static ProgressLine show(Supplier<State> progress, boolean wanted) {
        boolean terminal = Console.errorIsTerminal();
        long begun = System.nanoTime();
        ProgressLine line = new ProgressLine(
                () -> text(progress.get(), System.nanoTime() - begun),
                System.err,
                terminal,
                terminal ? TERMINAL_MILLIS : PLAIN_MILLIS);
        if (wanted) {
            line.start();
        }
        return line;
    }

    void start() {
        thread.start();
    }

    /** Wipes the line on a terminal, for something else to be printed there. */
    synchronized void wipe() {
        if (shown && terminal) {
            out.print(REWRITE);
            out.flush();
            shown = false;
        }
    }

    /** Ends it; a line on a terminal is gone afterwards. */
    @Override
    public synchronized void close() {
        over = true;
        notifyAll();
        wipe();
    }

    private synchronized void run() {
        try {
            long due = period;
            while (!over) {
                long left = due - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                if (left > 0) {
                    wait(left);
                    continue;
                }
                due += period;
                String text = progress.get();
                out.print(terminal ? REWRITE + NO_WRAP + text + WRAP : "fencedep: " + text + System.lineSeparator());
                out.flush();
                shown = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Such as {@code read 120 of 208 MB (57 %), 1.2 million events, 1.1 million a second}. */
    static String text(State state, long nanos) {
        StringBuilder text = new StringBuilder("read ").append(state.bytes() / 1_000_000);
        if (state.expected() > 0) {
            text.append(" of ").append(state.expected() / 1_000_000).append(" MB (");
            text.append(Math.min(100, state.bytes() * 100 / state.expected())).append(" %)");
        } else {
            text.append(" MB");
        }
        double seconds = Math.max(nanos, 1) / 1e9;
        return text.append(", ")
                .append(count(state.events()))
                .append(" events, ")
                .append(count(Math.round(state.events() / seconds)))
                .append(" a second")
                .toString();
    }

    static String count(long count) {
        return count < 1_000_000
                ? String.format(Locale.ROOT, "%,d", count)
                : String.format(Locale.ROOT, "%.1f million", count / 1e6);
    }
}
