package io.fencedep.formats.perfscript;

import io.fencedep.core.model.Event;
import io.fencedep.formats.ftrace.FtraceLine;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line about an event, cut into its parts. The name of a task may hold blanks; the CPU, the time, the period and the
 * process besides the thread may be missing.
 *
 * <pre>
 *          swapper     0 [001]   123.456789: lock:lock_acquire: 0xffffffff9d4e3b60 read rcu_read_lock
 *     some task  1234/1235  [000]   123.456789012:          1           lock:lock_release: 0xffffffff9d4e3b60 m
 *          swapper     0 [001] lock:lock_acquire: 0xffffffff9d4e3b60 read rcu_read_lock
 *          swapper     0 [001]   123.456789: lock:lock_acquire: 0xffffffff9d4e3b60 m ffffffff810e1234 lock_acquire+0xa4 ([kernel.kallsyms])
 * </pre>
 */
final class PerfLine extends FtraceLine {
    private static final Pattern EVENT =
            Pattern.compile(" *(?:(.*?\\S) +)?(?:-?\\d{1,10}/ *)?(-?\\d{1,10}) +(?:\\[(\\d{1,5})\\] +)?(?:\\S{1,12}"
                    + " +)?(\\d{1,10})\\.(\\d{6}|\\d{9}): +(?:\\d{1,19} +)?([\\w.\\-]+):([\\w.\\-]+): *(.*)");
    private static final Pattern TIMELESS =
            Pattern.compile(" *(.*?\\S) +(?:-?\\d{1,10}/ *)?(-?\\d{1,10}) +(?:\\[(\\d{1,5})\\] +)?"
                    + "(?<seconds>)(?<fraction>)([\\w.\\-]+):([\\w.\\-]+): *(.*)");
    /** Systems of events that may stand first in a text without times; anything with two colons looks like that. */
    private static final Set<String> SYSTEMS = Set.of(
            "lock",
            "dma_fence",
            "workqueue",
            "irq",
            "sched",
            "vmscan",
            "mmap_lock",
            "gpu_scheduler",
            "raw_syscalls",
            "syscalls",
            "preemptirq",
            "kmem",
            "lk",
            "drm",
            "i915");

    private static final Pattern OTHER =
            Pattern.compile(" *.*?\\S +(?:-?\\d{1,10}/ *)?-?\\d{1,10} +(?:\\[\\d{1,5}\\] +)?"
                    + "(?:\\S{1,12} +)?\\d{1,10}\\.\\d{6,9}: .*");
    /** A line that does not say which thread it is about. */
    private static final Pattern THREADLESS = Pattern.compile(" *(?:\\S.{0,15}? +)?(?:\\[\\d{1,5}\\] +)?"
            + "(?:\\d{1,10}\\.\\d{6,9}: +)?(?:\\d{1,19} +)?(?<system>[\\w.\\-]+):[\\w.\\-]+: .*");
    /** The place of the event itself, where perf prints it ({@code -F +ip}) and no stack. */
    private static final Pattern PLACE =
            Pattern.compile(" +ffff[0-9a-f]{12}(?: \\[unknown\\]| [\\w.$]+(?:\\+0x[0-9a-f]+)?)?"
                    + "(?: \\((?:\\[[\\w.]+\\]|/\\S*)\\))? *$");

    private static final String KERNEL_ADDRESS = " ffff";
    private static final int COMM = 1;
    private static final int THREAD = 2;
    private static final int CPU = 3;
    private static final int SECONDS = 4;
    private static final int FRACTION = 5;
    private static final int SYSTEM = 6;
    private static final int NAME = 7;
    private static final int PAYLOAD = 8;
    private static final long SECOND = 1_000_000_000;
    private static final int MICRO_DIGITS = 6;

    private final Matcher timed = EVENT.matcher("");
    private final Matcher timeless = TIMELESS.matcher("");

    /** Whether this is surely a line about an event of some system. */
    static boolean isEvent(String text) {
        if (EVENT.matcher(text).matches()) {
            return true;
        }
        Matcher other = TIMELESS.matcher(text);
        return other.matches() && SYSTEMS.contains(other.group(SYSTEM));
    }

    /** Whether this is a line about an event, but not about a thread. */
    static boolean isThreadless(String text) {
        Matcher matcher = THREADLESS.matcher(text);
        return matcher.matches() && SYSTEMS.contains(matcher.group("system"));
    }

    /** Whether this is a line about something else that was sampled. */
    static boolean isOther(String text) {
        return OTHER.matcher(text).matches();
    }

    /**
     * Cuts this line; false when it is none about an event.
     *
     * @param text the line, one character for each byte
     * @param from where it starts in the buffer
     */
    boolean parse(String text, byte[] buffer, int from, long lineNumber) {
        boolean hasTime = timed.reset(text).matches();
        Matcher matcher = hasTime ? timed : timeless;
        if (!hasTime && !timeless.reset(text).matches()) {
            return false;
        }
        bytes = buffer;
        number = lineNumber;
        int comm = matcher.start(COMM) < 0 ? THREAD : COMM;
        commFrom = from + matcher.start(comm);
        commTo = comm == COMM ? from + matcher.end(COMM) : commFrom;
        pid = (int) Long.parseLong(matcher.group(THREAD));
        cpu = matcher.group(CPU) == null ? 0 : Integer.parseInt(matcher.group(CPU));
        time = hasTime ? time(matcher.group(SECONDS), matcher.group(FRACTION)) : Event.ABSENT;
        nameFrom = from + matcher.start(NAME);
        nameTo = from + matcher.end(NAME);
        payload = from + matcher.start(PAYLOAD);
        end = from + withoutPlace(text, matcher.start(PAYLOAD), matcher.end(PAYLOAD));
        hasColon = true;
        noFlags();
        return true;
    }

    private static int withoutPlace(String text, int from, int to) {
        int at = text.lastIndexOf(KERNEL_ADDRESS);
        if (at < from) {
            return to;
        }
        Matcher place = PLACE.matcher(text).region(at, to);
        return place.lookingAt() ? at : to;
    }

    private static long time(String seconds, String fraction) {
        long part = Long.parseLong(fraction) * (fraction.length() == MICRO_DIGITS ? 1000 : 1);
        return Long.parseLong(seconds) * SECOND + part;
    }
}
