package io.fencedep.formats.kernellog;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a kernel log: the kernel's own words, and who printed them where the log says so.
 *
 * <pre>
 * [    5.020809] WARNING: ..                       &lt;4&gt;[    5.020809][   T54] WARNING: ..
 * [Sun Nov 29 00:17:30 2026] WARNING: ..           [Nov29 00:17] WARNING: ..
 * kern  :warn  : [    5.020809] WARNING: ..        4,339,5020809,-,caller=T54;WARNING: ..
 * Nov 29 00:17:30 host kernel: [    5.02] ..       2026-11-29T00:17:30.123456+01:00 host kernel: ..
 * [    5.020809] host kernel: WARNING: ..          2026-11-29T00:17:30,123456+01:00 WARNING: ..
 * <4>[    5.020809] (1)[54:insmod]WARNING: ..      [    5.020809]  [1:         insmod:   54] WARNING: ..
 * 11-29 00:17:30.123     0     0 W : WARNING: ..   6.12.0,4,339,5020809,-;WARNING: ..
 * &gt; [    5.020809] WARNING: ..                     [2026-11-29 00:17:30] [    5.020809] WARNING: ..
 * </pre>
 *
 * <p>Whatever a console server, a test lab or a mail program puts before the kernel's own stamp goes with it.
 *
 * @param text without what syslog, the journal, {@code dmesg} and the kernel put before it
 * @param caller the task or CPU that printed it; empty when nobody says
 * @param stamped whether something of all this stood before it
 */
record LogLine(String text, String caller, boolean stamped) {
    private static final String DAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
    private static final String MONTH = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
    private static final String HOST = "(?:[\\w.:-]{1,80} )?";
    private static final int MAX_PREFIXES = 8;

    /** Each takes away one thing that may stand in front; a group is the caller. */
    private static final List<Pattern> PREFIXES = List.of(
            Pattern.compile("^\\[ {0,12}\\+?\\d{1,10}\\.\\d{1,9}\\] ?"),
            Pattern.compile("^\\[ {0,8}([TC]\\d{1,10})\\] ?"),
            Pattern.compile("^<\\d{1,3}>"),
            Pattern.compile(
                    "^(?:\\d[\\w.+-]{0,64},)?\\d{1,3},\\d{1,20},\\d{1,20},[-c+](?:,caller=([TC]\\d{1,10}))?(?:,[^;]{0,80})?;"),
            Pattern.compile("^[a-z]{3,8} {0,4}:[a-z]{3,8} {0,4}: ?"),
            Pattern.compile(
                    "^\\[(?:" + DAY + " )?" + MONTH + " {0,2}\\d{1,2} \\d\\d:\\d\\d(?::\\d\\d(?: \\d{4})?)?\\] ?"),
            Pattern.compile("^(?:" + DAY + " )?" + MONTH + " {1,2}\\d{1,2} \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? " + HOST
                    + "kernel: ?"),
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d\\S{0,20} " + HOST + "kernel: ?"),
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d,\\d{6}[+-]\\d\\d:\\d\\d ?"),
            Pattern.compile("^(?:[\\w.-]{1,80} )?kernel: ?"),
            Pattern.compile("^ {0,2}\\(\\d{1,3}\\)\\[(\\d{1,7}):[^\\]]{1,16}\\] ?"),
            Pattern.compile("^ {0,2}\\[\\d{1,3}: {0,16}[^:\\]]{1,16}: {0,7}(\\d{1,7})\\] ?"),
            Pattern.compile(
                    "^\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} {1,8}\\d{1,7} {1,8}\\d{1,7} [VDIWEF] [^:]{0,24}: "),
            Pattern.compile("^(?:> ?){1,8}"));
    /** The kernel's stamp behind something that is none of it. */
    private static final Pattern STAMP = Pattern.compile(
            "^[^\\[].{0,60}?\\[ {0,12}\\d{1,10}\\.\\d{6}\\] ?|^\\[[^\\]]{1,40}\\] \\[ {0,12}\\d{1,10}\\.\\d{6}\\] ?");

    private static final Pattern COLOURS = Pattern.compile("\u001b\\[[\\d;]{0,16}[A-Za-z]");

    /** Takes a line apart. */
    static LogLine of(String line) {
        String text = line.indexOf('\u001b') < 0 ? line : COLOURS.matcher(line).replaceAll("");
        String caller = "";
        boolean stamped = false;
        Matcher stamp = STAMP.matcher(text);
        if (stamp.find()) {
            text = text.substring(stamp.end());
            stamped = true;
        }
        boolean found = true;
        for (int i = 0; found && i < MAX_PREFIXES; i++) {
            found = false;
            for (Pattern prefix : PREFIXES) {
                Matcher matcher = prefix.matcher(text);
                if (matcher.find()) {
                    text = text.substring(matcher.end());
                    if (matcher.groupCount() > 0 && matcher.group(1) != null) {
                        caller = matcher.group(1);
                    }
                    found = true;
                    stamped = true;
                    break;
                }
            }
        }
        return new LogLine(text, caller, stamped);
    }
}
