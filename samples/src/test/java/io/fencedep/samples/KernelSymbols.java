package io.fencedep.samples;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where the functions of {@link KernelText} are, and {@code /proc/kallsyms} of them. */
final class KernelSymbols {
    private static final long TEXT = 0xffffffff81000000L;
    private static final long MODULES = 0xffffffffc0000000L;
    private static final int SIZE = 0x1000;
    private static final List<String> KERNEL = List.of(
            "_stext",
            "__probestub_lock_acquire",
            "__probestub_lock_release",
            "__flush_work",
            "wait_for_completion",
            "complete",
            "wq_barrier_func",
            "_raw_spin_lock_irqsave");
    private static final List<String> MODULE = Stream.concat(
                    Stream.of("drv_run", "f"), IntStream.range(0, 10).mapToObj(i -> "W" + i + "_fn"))
            .toList();

    private KernelSymbols() {}

    static long of(String symbol) {
        int at = KERNEL.indexOf(symbol);
        int inModule = MODULE.indexOf(symbol);
        if (at < 0 && inModule < 0) {
            throw new IllegalArgumentException(symbol);
        }
        return at >= 0 ? TEXT + (long) at * SIZE : MODULES + (long) inModule * SIZE;
    }

    static String kallsyms() {
        return Stream.concat(
                        KERNEL.stream().map(symbol -> Long.toHexString(of(symbol)) + " T " + symbol),
                        MODULE.stream().map(symbol -> Long.toHexString(of(symbol)) + " t " + symbol + "\t[drv]"))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
