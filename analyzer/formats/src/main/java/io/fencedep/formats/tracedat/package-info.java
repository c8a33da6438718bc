/**
 * {@code trace.dat}, the binary file of {@code trace-cmd record}, versions 6 and 7.
 *
 * <p>{@code TraceDatReader} goes through the events. {@code DatFile} gives out bytes of the file by their place,
 * {@code LayoutV6} and {@code LayoutV7} find what the file says before its events ({@code Metadata}), {@code CpuStream}
 * walks the ring buffer of one CPU page by page, {@code Merge} puts the CPUs into one order. What an event says is printed
 * as the kernel would print it, by the file's own print formats ({@code PrintFormat}), and then understood by
 * {@link io.fencedep.formats.ftrace.FtraceEvents}: nothing here knows what an event means.
 *
 * <p>No number that a file holds is trusted: sizes are checked against what there is before anything is allocated, and
 * parts that belong to different CPUs may not overlap.
 */
@NullMarked
package io.fencedep.formats.tracedat;

import org.jspecify.annotations.NullMarked;
