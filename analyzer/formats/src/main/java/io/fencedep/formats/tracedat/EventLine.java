package io.fencedep.formats.tracedat;

import io.fencedep.core.model.InterruptContext;
import io.fencedep.core.model.Toggle;
import io.fencedep.formats.ftrace.FtraceEvents;
import io.fencedep.formats.ftrace.FtraceLine;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An event of a file as ftrace would print it. Its payload is printed only where somebody understands it. */
final class EventLine extends FtraceLine {
    private static final int IRQS_OFF = 0x01;
    /** The machine cannot tell about interrupts; since 6.13 another sign that somebody should run instead. */
    private static final int NO_SUPPORT = 0x02;

    private static final int HARDIRQ = 0x08;
    private static final int SOFTIRQ = 0x10;
    private static final int NMI = 0x40;
    private static final int SOFTIRQS_OFF = 0x80;
    private static final int DEPTH = 0x0f;
    private static final int SOFTIRQS_TOLD = 519;
    private static final int SUPPORT_SURE = 613;
    private static final int MINORS = 100;
    private static final Pattern RELEASE = Pattern.compile("\\b(\\d{1,3})\\.(\\d{1,3})[.\\-+ ]");

    /** What is known of the events of one number. */
    private record Kind(
            String name,
            Field flags,
            Field depth,
            Field pid,
            @Nullable PrintFormat print,
            @Nullable Field callers,
            @Nullable Field callerCount) {}

    private static final Field NO_FIELD = new Field("", Field.Kind.NUMBER, -1, 0, 0, false, false);

    /** The number of the event that was filled in last. */
    int type;

    private final Metadata metadata;
    private final FtraceEvents events;
    private final Int2ObjectOpenHashMap<Kind> kinds = new Int2ObjectOpenHashMap<>();
    private final Text text = new Text();
    private final Text symbol = new Text();
    private final Field typeField;
    private final boolean tellsSoftirqs;
    private final boolean alwaysSupported;
    private @Nullable Kind kind;
    private @Nullable RawEvent event;

    EventLine(Metadata metadata, FtraceEvents events) {
        this.metadata = metadata;
        this.events = events;
        Field common = metadata.formats.all().stream()
                .findFirst()
                .map(format -> format.field("common_type"))
                .orElse(null);
        typeField = common != null ? common : new Field("common_type", Field.Kind.NUMBER, 0, 2, 2, false, false);
        Matcher release = RELEASE.matcher(metadata.kernel);
        int version = release.find() ? Integer.parseInt(release.group(1)) * MINORS + minor(release) : SOFTIRQS_TOLD;
        tellsSoftirqs = version >= SOFTIRQS_TOLD;
        alwaysSupported = version >= SUPPORT_SURE;
    }

    /** Takes the event on which a stream stands; false when its format is not known. */
    boolean fill(CpuStream stream, long at) {
        RawEvent raw = stream.event;
        raw.isShort = false;
        type = (int) raw.number(typeField);
        Kind known = kinds.get(type);
        if (known == null) {
            EventFormat format = metadata.formats.of(type);
            if (format == null) {
                return false;
            }
            known = kind(format);
            kinds.put(type, known);
        }
        kind = known;
        event = raw;
        number = at;
        time = nanoseconds(stream.time);
        cpu = stream.cpu;
        pid = (int) raw.number(known.pid);
        flags((int) raw.number(known.flags), (int) raw.number(known.depth));
        print(known, raw);
        return true;
    }

    /** The event's name. */
    String name() {
        return new String(bytes, nameFrom, nameTo - nameFrom, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Hands on the frames of the call stack that the event is, if it is one. */
    void frames() {
        Kind of = kind;
        RawEvent raw = event;
        if (of == null || raw == null || of.callers == null) {
            return;
        }
        Field callers = of.callers;
        int size = metadata.headerPage.longSize();
        int start = raw.start(callers);
        int end = callers.kind() == Field.Kind.ARRAY ? raw.length : Math.min(raw.length, start + raw.size(callers));
        long count = of.callerCount == null ? Integer.MAX_VALUE : raw.number(of.callerCount);
        for (int at = start; at <= end - size && count > 0; at += size, count--) {
            long address = raw.number(at, size, false);
            if (address == 0 || address == (size == Long.BYTES ? -1L : 0xffffffffL)) {
                return;
            }
            symbol.clear();
            metadata.symbols.print(address, false, symbol);
            events.frame(symbol.bytes, 0, symbol.length);
        }
    }

    private void print(Kind of, RawEvent raw) {
        text.clear();
        commFrom = 0;
        text.add(metadata.comms.of(pid));
        commTo = text.length;
        nameFrom = text.length;
        text.add(of.name);
        nameTo = text.length;
        payload = text.length;
        if (of.print != null) {
            of.print.print(raw, text);
        }
        end = text.length;
        bytes = text.bytes;
        hasColon = true;
    }

    private Kind kind(EventFormat format) {
        boolean wanted = events.understands(format.name()) || isProbe(format);
        boolean isStack = format.name().equals("kernel_stack");
        PrintFormat print =
                wanted && !isStack ? new PrintFormat(format, metadata.symbols, metadata.headerPage.longSize()) : null;
        return new Kind(
                format.name(),
                field(format, "common_flags"),
                field(format, "common_preempt_count"),
                field(format, "common_pid"),
                print,
                isStack ? format.field("caller") : null,
                isStack ? format.field("size") : null);
    }

    /** Whether somebody put a probe on a function, which is then known by that, and not by the event's name. */
    private static boolean isProbe(EventFormat format) {
        return format.field("__probe_ip") != null || format.field("__probe_func") != null;
    }

    private static Field field(EventFormat format, String name) {
        Field field = format.field(name);
        return field == null ? NO_FIELD : field;
    }

    private void flags(int flags, int depth) {
        boolean unsupported = (flags & NO_SUPPORT) != 0 && !alwaysSupported;
        hasFlags = true;
        preemptDepth = depth & DEPTH;
        irqs = unsupported ? Toggle.UNSAID : (flags & IRQS_OFF) != 0 ? Toggle.NO : Toggle.YES;
        softirqs = unsupported || !tellsSoftirqs ? Toggle.UNSAID : (flags & SOFTIRQS_OFF) != 0 ? Toggle.NO : Toggle.YES;
        if ((flags & NMI) != 0) {
            context = InterruptContext.NMI;
            return;
        }
        if ((flags & SOFTIRQ) != 0) {
            softirqs = Toggle.NO;
        }
        context = (flags & HARDIRQ) != 0
                ? InterruptContext.HARDIRQ
                : (flags & SOFTIRQ) != 0 ? InterruptContext.SOFTIRQ : InterruptContext.TASK;
    }

    private long nanoseconds(long stamp) {
        Metadata.Ticks ticks = metadata.ticks;
        long time = stamp;
        if (ticks != null && ticks.multiplier() != 0) {
            long factor = ticks.multiplier() & 0xffffffffL;
            int shift = ticks.shift() & 31;
            long high = Math.multiplyHigh(time, factor);
            long low = time * factor;
            time = shift == 0 ? low : high << Long.SIZE - shift | low >>> shift;
        }
        return Math.max(0, time + metadata.timeOffset);
    }

    private static int minor(Matcher release) {
        return Math.min(MINORS - 1, Integer.parseInt(release.group(2)));
    }
}
