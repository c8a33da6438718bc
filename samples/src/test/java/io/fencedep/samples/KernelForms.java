package io.fencedep.samples;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How programs print the events of a kernel. What trace-cmd 3.1 prints of {@link KernelDat} is the same. */
final class KernelForms {
    private static final String HEADER = """
            # tracer: nop
            #
            # entries-in-buffer/entries-written: 1000/1000   #P:4
            #
            #           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION
            """;

    private static final Pattern POINTER = Pattern.compile("%\\{([0-9a-f]+)}");
    /** Of lines by probes: where the probe is. */
    private static final Pattern PROBED =
            Pattern.compile("^\\((\\S+?)(?:\\+0x([0-9a-f]+)/\\S+)?(?: \\[\\w+])?(?: <- (\\S+))?\\)");

    private static final Pattern SWITCH = Pattern.compile(
            "prev_comm=(.*) prev_pid=(\\d+) prev_prio=(\\d+) prev_state=(\\S+) ==> next_comm=(.*) next_pid=(\\d+) next_prio=(\\d+)");
    private static final Pattern MODULE = Pattern.compile("(function[= ]\\S+) \\[\\w+]");
    /** The length of a function behind a place in it, and its module. */
    private static final Pattern SIZE =
            Pattern.compile("((?:ip|caller|parent)=\\S+\\+0x[0-9a-f]+)/0x[0-9a-f]+(?: \\[\\w+])?");
    /** Which group of events each is in. */
    private static final Map<String, String> SYSTEMS = Map.of("dma", "dma_fence", "mm", "vmscan", "irq", "irq");

    private KernelForms() {}

    /** {@code cat trace}. */
    static String tracefs(List<KernelLine> lines, boolean hashed) {
        LongFunction<String> pointer = hashed ? KernelForms::hash : address -> String.format("%016x", address);
        StringBuilder text = new StringBuilder(HEADER);
        for (KernelLine line : lines) {
            if (line.isLoss()) {
                text.append(String.format("CPU:%d [LOST %s EVENTS]%n", line.cpu(), line.payload()));
                continue;
            }
            text.append(String.format(
                    "%24s [%03d] %s %12s: %s: %s%n",
                    who(line), line.cpu(), flags(line), time(line), line.event(), pointers(line.payload(), pointer)));
        }
        return text.toString();
    }

    /** {@code trace-cmd report}. */
    static String report(List<KernelLine> lines) {
        StringBuilder text = new StringBuilder("cpus=4\n");
        for (KernelLine line : lines) {
            if (line.isLoss()) {
                text.append(String.format("CPU:%d [%s EVENTS DROPPED]%n", line.cpu(), line.payload()));
                continue;
            }
            text.append(String.format(
                    "%16s-%-5d [%03d] %12s: %-21s %s%n",
                    line.comm(), line.pid(), line.cpu(), time(line), line.event() + ':', asTraceCmd(line)));
        }
        return text.toString();
    }

    /** {@code trace-cmd report -l}. */
    static String latency(List<KernelLine> lines) {
        StringBuilder text = new StringBuilder("cpus=4\n");
        for (KernelLine line : lines) {
            if (line.isLoss()) {
                text.append(String.format("CPU:%d [%s EVENTS DROPPED]%n", line.cpu(), line.payload()));
                continue;
            }
            String comm = line.comm().substring(0, Math.min(8, line.comm().length()));
            text.append(String.format(
                    "%8s-%-5d %3d%s %12s: %-21s %s%n",
                    comm, line.pid(), line.cpu(), flags(line), time(line), line.event() + ':', asTraceCmd(line)));
        }
        return text.toString();
    }

    /** {@code perf script}. */
    static String perf(List<KernelLine> lines) {
        StringBuilder text = new StringBuilder();
        for (KernelLine line : lines) {
            text.append(String.format(
                    "%16s %5d [%03d] %12s: %27s: %s%n",
                    line.comm(),
                    line.pid(),
                    line.cpu(),
                    time(line),
                    system(line.event()) + ':' + line.event(),
                    byFormat(line)));
        }
        return text.toString();
    }

    /** The group that an event is in. */
    static String system(String event) {
        if (List.of("acq", "rel", "flush_work").contains(event) || event.startsWith("compl")) {
            return "lk";
        }
        if (event.equals("irq_disable") || event.equals("irq_enable")) {
            return "preemptirq";
        }
        String first = event.substring(0, event.indexOf('_'));
        return SYSTEMS.getOrDefault(first, first);
    }

    private static String asTraceCmd(KernelLine line) {
        Matcher switched = SWITCH.matcher(line.payload());
        if (switched.matches()) {
            return switched.replaceFirst("$1:$2 [$3] $4 ==> $5:$6 [$7]");
        }
        return byFormat(line);
    }

    /** As the event's own format says: pointers bare, functions without their module, and where a probe is as a number. */
    private static String byFormat(KernelLine line) {
        String payload = pointers(line.payload(), address -> "0x" + Long.toHexString(address));
        Matcher probed = PROBED.matcher(payload);
        if (probed.find()) {
            String function = probed.group(3);
            long at = KernelSymbols.of(probed.group(1))
                    + Long.parseLong(probed.group(2) == null ? "0" : probed.group(2), 16);
            String place = function == null
                    ? Long.toHexString(at)
                    : Long.toHexString(KernelSymbols.of(function)) + " <- " + Long.toHexString(at);
            payload = '(' + place + ')' + payload.substring(probed.end());
        }
        return SIZE.matcher(MODULE.matcher(payload).replaceAll("$1")).replaceAll("$1");
    }

    private static String pointers(String payload, LongFunction<String> print) {
        return POINTER.matcher(payload).replaceAll(found -> print.apply(Long.parseUnsignedLong(found.group(1), 16)));
    }

    /** What nobody can turn back, of 32 bits. */
    private static String hash(long address) {
        return String.format("%016x", (address * 0x9E3779B97F4A7C15L) >>> 32);
    }

    private static String flags(KernelLine line) {
        return "" + line.irqs() + '.' + line.context() + (line.depth() == 0 ? "." : line.depth()) + '.';
    }

    private static String time(KernelLine line) {
        return String.format(Locale.ROOT, "%d.%06d", line.microseconds() / 1_000_000, line.microseconds() % 1_000_000);
    }

    private static String who(KernelLine line) {
        return line.comm() + '-' + line.pid();
    }
}
