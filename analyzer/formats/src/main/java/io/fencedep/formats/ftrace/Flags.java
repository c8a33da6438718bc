package io.fencedep.formats.ftrace;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;

/**
 * The letters that say in which context a line is: interrupts, need-resched, context, preemption depth, and since 5.19
 * migrate-disable. Kernels with the real-time patches print a second need-resched behind the first, and more at the end.
 */
final class Flags {
    private Flags() {}

    /** Tells the line what these letters mean; false when they are none. */
    static boolean parse(FtraceLine line, int from, int to) {
        int length = to - from;
        if (length < 3) {
            return false;
        }
        byte[] bytes = line.bytes;
        switch (bytes[from]) {
            case '.' -> set(line, Toggle.YES, Toggle.YES);
            case 'd' -> set(line, Toggle.NO, Toggle.YES);
            case 'b' -> set(line, Toggle.YES, Toggle.NO);
            case 'D' -> set(line, Toggle.NO, Toggle.NO);
            case 'X' -> set(line, Toggle.UNSAID, Toggle.UNSAID);
            default -> {
                return false;
            }
        }
        int where = from + (length > 5 ? 3 : 2);
        if (length == 4 && line.softirqs == Toggle.YES) {
            line.softirqs = Toggle.UNSAID; // such kernels do not tell
        }
        line.hasFlags = true;
        line.preemptDepth = where + 1 < to ? Bytes.hexDigit(bytes[where + 1], 0) : -1;
        return parseContext(line, bytes[where]);
    }

    private static boolean parseContext(FtraceLine line, byte flag) {
        switch (flag) {
            case '.' -> line.context = InterruptContext.TASK;
            case 's' -> {
                line.context = InterruptContext.SOFTIRQ;
                line.softirqs = Toggle.NO;
            }
            case 'h' -> line.context = InterruptContext.HARDIRQ;
            case 'H' -> {
                line.context = InterruptContext.HARDIRQ;
                line.softirqs = Toggle.NO;
            }
            case 'z', 'Z' -> line.context = InterruptContext.NMI;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void set(FtraceLine line, Toggle hard, Toggle soft) {
        line.irqs = hard;
        line.softirqs = soft;
    }
}
