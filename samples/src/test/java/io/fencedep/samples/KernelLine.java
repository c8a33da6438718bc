package io.fencedep.samples;

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
    /** An address that the kernel prints with {@code %p}, so that it may be hashed. */
    static String pointer(long address) {
        return "%{" + Long.toHexString(address) + '}';
    }
}
