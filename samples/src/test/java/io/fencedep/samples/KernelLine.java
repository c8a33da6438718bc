package io.fencedep.samples;

import java.util.ArrayList;
import java.util.List;

/**
 * An event of a kernel, before anybody prints it.
 *
 * @param irqs {@code d} when interrupts are off, else a dot
 * @param context {@code h} in a hard interrupt, else a dot
 * @param depth how deep preemption is disabled
 * @param payload as the kernel prints it, with pointers as {@link #pointer} makes them
 */
record KernelLine(
        String comm,
        int pid,
        int cpu,
        char irqs,
        char context,
        int depth,
        long microseconds,
        String event,
        String payload) {
    /** Stands for events that a CPU has lost before the next one: how many is the payload. */
    static final String LOST = "lost";

    boolean isLoss() {
        return event.equals(LOST);
    }

    /** These events without some that a CPU had no room for. */
    static List<KernelLine> withLoss(List<KernelLine> lines, int cpu, int from, int to) {
        List<KernelLine> kept = new ArrayList<>();
        int lost = 0;
        for (int i = 0; i < lines.size(); i++) {
            KernelLine line = lines.get(i);
            boolean mine = line.cpu == cpu;
            if (mine && i >= from && i < to) {
                lost++;
                continue;
            }
            if (mine && lost > 0) {
                kept.add(new KernelLine("", 0, cpu, '.', '.', 0, line.microseconds, LOST, "" + lost));
                lost = 0;
            }
            kept.add(line);
        }
        return kept;
    }

    /** An address that the kernel prints with {@code %p}, so that it may be hashed. */
    static String pointer(long address) {
        return "%{" + Long.toHexString(address) + '}';
    }
}
