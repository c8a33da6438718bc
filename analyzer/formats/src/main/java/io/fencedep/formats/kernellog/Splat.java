package io.fencedep.formats.kernellog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One report of the lock validator, line by line, up to the stack of the task that printed it. */
final class Splat {
    /** No report that is not damaged is longer. */
    private static final int MAX_LINES = 20_000;

    /** So many lines tell of a misuse, before a stack that not all of them announce. */
    private static final int MAX_MISUSE_LINES = 60;

    private static final Pattern LOCK = Pattern.compile(
            "(?:#\\d+: +)?(?:[0-9a-fA-F]{8,16} +)?\\((.*)\\)\\{([.+\\-?]{4,8})\\}(?:-\\{(\\d{1,9}):(\\d{1,9})\\})?(?:, at:"
                    + " (.*))?:?");
    private static final Pattern ADDRESS = Pattern.compile("(?:#\\d+: +)?([0-9a-fA-F]{8,16}) +\\(.*");
    private static final Pattern FRAME =
            Pattern.compile("\\s+(?:\\? )?([\\w.]+\\+0x[0-9a-f]+/0x[0-9a-f]+(?: \\[\\w+\\])?)\\s*");
    private static final Pattern END = Pattern.compile("\\s*(?:stack backtrace|Call Trace):\\s*");

    /** What is reported. */
    enum Kind {
        CIRCULAR("possible circular locking dependency detected"),
        RECURSIVE("possible recursive locking detected"),
        INCONSISTENT("inconsistent lock state"),
        UNSAFE_ORDER("-unsafe lock order detected"),
        INVERSION("possible irq lock inversion dependency detected"),
        WAIT_CONTEXT("Invalid wait context"),
        /** No dependencies: see {@link Misuse}. */
        MISUSE("");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** Which kind of report begins with this line, or null. */
        static @Nullable Kind of(String line) {
            String text = line.strip();
            if (!text.startsWith("WARNING: ")
                    && !text.startsWith("[ BUG: ")
                    && !text.startsWith("BUG: ")
                    && !text.startsWith("watchdog: BUG: ")
                    && !text.startsWith("INFO: ")
                    && !text.startsWith("[ INFO: ")) {
                return null;
            }
            for (Kind kind : values()) {
                if (!kind.words.isEmpty() && text.contains(kind.words)) {
                    return kind;
                }
            }
            return Misuse.of(text) == null ? null : MISUSE;
        }
    }

    /**
     * A lock as a line names it.
     *
     * @param address empty when the line names none
     * @param at empty when the line does not say where it was taken
     */
    record Lock(String address, String name, int outer, int inner, String at) {}

    /** A line and where it stands. */
    record Line(String text, long number) {}

    private final Kind kind;
    private final String heading;
    private final long line;
    private final List<Line> lines = new ArrayList<>();

    Splat(Kind kind, String heading, long line) {
        this.kind = kind;
        this.heading = heading;
        this.line = line;
    }

    Kind kind() {
        return kind;
    }

    String heading() {
        return heading;
    }

    long line() {
        return line;
    }

    /** Adds a line; false when that ends the report. */
    boolean add(String text, long number) {
        int most = kind == Kind.MISUSE ? MAX_MISUSE_LINES : MAX_LINES;
        if (END.matcher(text).matches() || lines.size() == most) {
            return false;
        }
        lines.add(new Line(text, number));
        return true;
    }

    List<Line> lines() {
        return lines;
    }

    /** Where the first line is that fits, from a place on, or -1. */
    int find(Pattern pattern, int from) {
        for (int i = Math.max(0, from); i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i).text).find()) {
                return i;
            }
        }
        return -1;
    }

    /** The first line that names a lock behind the line that fits, or -1. */
    int lockAfter(Pattern pattern) {
        int at = find(pattern, 0);
        for (int i = at + 1; at >= 0 && i < lines.size() && i <= at + 4; i++) {
            if (lock(i) != null) {
                return i;
            }
        }
        return -1;
    }

    /** The lock that this line names, or null. */
    @Nullable
    Lock lock(int index) {
        if (index < 0) {
            return null;
        }
        return lockOf(lines.get(index).text.strip());
    }

    /** The lock that this text names, or null. */
    static @Nullable Lock lockOf(String text) {
        Matcher lock = LOCK.matcher(text);
        if (!lock.matches()) {
            return null;
        }
        Matcher address = ADDRESS.matcher(text);
        String at = lock.group(5);
        return new Lock(
                address.matches() ? address.group(1) : "",
                lock.group(1),
                lock.group(3) == null ? 0 : Integer.parseInt(lock.group(3)),
                lock.group(4) == null ? 0 : Integer.parseInt(lock.group(4)),
                at == null ? "" : at);
    }

    /** The stack that begins behind this line, innermost frame first; without the validator's own frames. */
    List<String> stack(int after) {
        List<String> frames = new ArrayList<>();
        for (int i = after + 1; i < lines.size(); i++) {
            Matcher frame = FRAME.matcher(lines.get(i).text);
            if (!frame.matches()) {
                break;
            }
            String symbol = frame.group(1);
            if (!frames.isEmpty() || !symbol.matches("(?:__)?lock_acquire\\+.*")) {
                frames.add(symbol);
            }
        }
        return frames;
    }
}
